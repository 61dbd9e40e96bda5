// Peers: whom a store knows, what each has reported to have seen, and who takes part no more.   DESIGN.md, The horizon
//
//   M peer src   → D( whole )? P( D( latest ) )?       the reports that are kept
//   M closed src → nothing | F | P                     nobody writes under that source any more: its replica goes on
//                                                      under another one, or was forgotten; P: it was this one, which
//                                                      has taken the state of a peer since
//
// A peer is named by the source that it writes under. It is known from its first request or diff on, from what another
// peer's request says of it, and from its first packet. A *report* is what a peer had seen when it asked. One that
// names packets which are not here yet is kept beside the last one that does not: only that counts.
//
//   stable dots := what is in every known peer's report, as far as it is here
//
// Law: a packet that is not here, and was written by somebody who had not seen all of the stable dots, comes never
// more. Its writer had it when it reported; that report would be whole only with the packet here. A writer that nobody
// here knows took its first data from a known one, after that one's report, or the report would have told of it: so it
// started with the stable dots.
//
// A source is *closed* when its replica goes on under a fresh one, and when an operator forgets it. That spreads with
// every request and diff, and is learnt together with the sources of who says it: else the last known peer could be
// closed and the one that it became not be known. What was written under it is still taken from those who take part,
// never from a replica that was forgotten: one that wrote under a forgotten source since it took a state. A report
// counts only when its sender knew of every closed source known here: so all that others took of it is in reports too.
// Packets that come without a word of who sends them may be of a forgotten replica that does not know it and writes
// under a fresh source by now: once anybody is forgotten, they are taken only where their source's replica has said
// since that it knows of that.
//
// Threads may share it.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "rdx/store/collected.h"
#include "rdx/store/engine.h"
#include "rdx/store/envelope.h"
#include "rdx/store/keys.h"

namespace rdx {

/// So many peers a store knows at most.
inline constexpr std::size_t kMaxPeers = 4096;
/// So many closed sources it learns of at most: every request names them.
inline constexpr std::size_t kMaxClosed = 65'536;
/// So many bytes of what peers have reported it keeps at most. A report that would take more is not kept: its peer
/// counts as one that has said nothing since.
inline constexpr std::size_t kMaxReportBytes = std::size_t{16} << 20;

struct StableDots {
  DotSet dots;
  std::vector<uint32_t> waits_for;  // peers without a report that counts; then no dots
};

class Peers {
 public:
  /// Reads what the engine has. The engine must outlive it.
  static Result<std::unique_ptr<Peers>> open(Engine& engine, const Keys& keys);

  /// Learns who a sender is, all but `own`, and whom it knows to take part no more: written, not synced; `limit` for
  /// too many peers or closed sources, `no_space` where it cannot be written.
  Result<void> meet(const Sender& sender, std::span<const uint32_t> own);
  /// Learns what a request says, its sender's too. Reports are written by `keep_reports`.
  Result<void> meet(const DiffRequest& request, const DotSet& seen, std::span<const uint32_t> own);
  /// Reports that cannot be written now are written the next time.
  void keep_reports();
  /// Learns that these take part no more. Written, not synced.
  Result<void> close(std::span<const uint32_t> renewed, std::span<const uint32_t> forgotten);
  /// Forgotten sources of one's own, once a state was taken.
  Result<void> set_past(std::span<const uint32_t> sources);
  std::vector<uint32_t> closed() const;
  /// Fills in `closed` and `forgotten`.
  void describe(Sender& sender) const;
  bool is_closed(uint32_t source) const;
  /// Whether packets under that source are taken from anybody.
  bool takes_from(uint32_t source) const;
  /// Whether the sender of a diff takes part still, so that all that it has is taken. One that never writes does where
  /// it knows of all that are forgotten.
  bool takes_part(const Sender& sender) const;
  /// A known peer that has not said, since this store was opened, that it is of a forgotten replica; `own` left out.
  std::optional<uint32_t> any_not_out(const DotSet& seen, std::span<const uint32_t> own);
  /// Whether any is forgotten, past or not.
  bool is_any_forgotten(std::span<const uint32_t> sources) const;
  bool is_past(uint32_t source) const;

  /// As far as the reports go. Sources with packets in `seen` are peers, but for `own`.
  StableDots stable(const DotSet& seen, std::span<const uint32_t> own);
  std::vector<KnownPeer> list(const DotSet& seen, std::span<const uint32_t> own);
  /// What a request says of them: every one's name, and some reports, others in the next request, so that it stays
  /// small.
  std::vector<PeerEntry> entries(const DotSet& seen, std::span<const uint32_t> own);

 private:
  struct Peer {
    std::string whole;   // D( ranges ); empty for none
    std::string latest;  // as whole, with packets that were not here
    bool is_unwritten = false;
  };

  Peers(Engine& engine, const Keys& keys) : engine_(engine), keys_(keys) {}
  Result<void> read();
  enum class Closed : char { renewed = 0, forgotten = 'F', past = 'P' };
  using Closings = std::map<uint32_t, Closed>;
  bool knows_all_closed(const Sender& sender) const;
  bool knows_all_forgotten(const Sender& sender) const;
  void hear(const Sender& sender);
  bool is_forgotten(uint32_t source) const;
  bool has_forgotten(std::span<const uint32_t> sources) const;
  Closings closings(std::span<const uint32_t> renewed, std::span<const uint32_t> forgotten) const;
  Result<void> learn(const Sender& sender, std::span<const PeerEntry> peers, std::span<const uint32_t> own);
  Result<void> write(const Closings& closings, const std::set<uint32_t>& news);
  void report(uint32_t source, std::string dots, const DotSet& seen);
  std::size_t report_bytes() const;
  void add_writers(const DotSet& seen, std::span<const uint32_t> own);

  Engine& engine_;
  const Keys keys_;
  mutable std::mutex mutex_;
  std::map<uint32_t, Peer> peers_;
  Closings closed_;
  bool has_forgotten_ = false;  // anybody
  // What was said by themselves since this was opened.
  std::set<uint32_t> informed_;  // whose replica takes part and knows of all that are forgotten
  std::set<uint32_t> out_;       // whose replica was forgotten
  std::size_t next_told_ = 0;    // whose report is told next, by place
};

}  // namespace rdx
