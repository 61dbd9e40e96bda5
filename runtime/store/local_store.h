// LocalStore: a Store over an Engine, in its own part of the engine's keys.
//
//   horizon   dots below which this store has cut its log and forgotten what was erased
//   request   with all of the horizon seen    → packets, in order of arrival
//             without, or of a forgotten peer → the state as it stands here, then the packets past the horizon
//
// A state that is received stands beside the live one until it is complete; then packets that only this store had are
// applied to it again from its log, and it takes the live one's place in one step. Cut off before that, the old state
// still stands; cut off after, opening goes on with it. `behind` where the log does not have those packets any more, or
// where the peers have forgotten this replica and would not take them.
//
// One batch holds a packet's log record, its effects and its number. What the store has seen is rebuilt from the log
// when it opens: from the last set of dots that was written down, and the arrivals behind it.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>

#include "rdx/store/catalog.h"
#include "rdx/store/class_cache.h"
#include "rdx/store/collected.h"
#include "rdx/store/envelope.h"
#include "rdx/store/figures.h"
#include "rdx/store/keys.h"
#include "rdx/store/log_places.h"
#include "rdx/store/log_progress.h"
#include "rdx/store/own_store.h"
#include "rdx/store/peers.h"
#include "rdx/store/sources.h"
#include "rdx/store/stage.h"

namespace rdx {

// The names of M keys.
inline constexpr Bytes kCheckpointName = "seen";  // → tiny zip(arrival), D( ranges ): the dots up to that arrival
inline constexpr Bytes kIndexDeclaredName = "declared";  // + class, field
inline constexpr Bytes kIndexCompleteName = "complete";  // + class, field
inline constexpr Bytes kHorizonName = "horizon";         // → D( ranges )
inline constexpr Bytes kLogName = "log";                 // → tiny zip(arrival): from it on the log is whole
inline constexpr Bytes kCollectingName = "collecting";   // a gc at the horizon has begun and not ended
inline constexpr Bytes kSwitchName = "switch";           // → tiny zip(arrival): the staged state takes its place

class Staging;

class LocalStore final : public OwnStore {
 public:
  ~LocalStore() override;

  struct Setup {
    const TypeTable* types = &built_in_types();
    std::string prefix = {};            // at most Keys::kMaxPrefix bytes; no other store's is its start
    SourceBook* sources = nullptr;      // where packets are written under a source of our own
    std::optional<uint16_t> slot = {};  // where the store has the objects of that slot of a ring only
    IsTaken is_taken = {};              // of a state that is being received
  };

  /// Reads what the engine has under the prefix. The engine, the types and the book must outlive the store.
  static Result<std::unique_ptr<LocalStore>> open(Engine& engine, const Setup& setup);

  Result<Integrated> apply(std::span<const Packet> packets) override;
  Result<StoredObject> load(Id object, const Snapshot* at) const override;
  Result<void> for_each_id(Id class_id, Id after, FunctionRef<bool(Id)> visit, const Snapshot* at) const override;
  Result<std::vector<Id>> find(Id class_id, uint8_t field, Bytes value, const Snapshot* at) const override;
  std::vector<Id> class_and_descendants(Id class_id) const override { return catalog_.class_and_descendants(class_id); }
  Result<void> declare_class(Id class_id, Id parent, std::span<const uint8_t> indexed_fields) override;
  DotSet seen() const override;
  bool has_seen(Dot dot) const;
  /// How many packets of that source.
  uint64_t seen_of(uint32_t source) const;
  std::shared_ptr<const Snapshot> snapshot() const override;
  Result<std::string> request_diff() override;
  Result<std::string> build_diff(Bytes request, std::size_t limit) override;
  Result<Integrated> integrate_diff(Bytes diff) override;

  bool is_a(Id class_id, Id ancestor) const override { return catalog_.is_a(class_id, ancestor); }
  uint32_t source() const override { return sources_ != nullptr ? sources_->current() : 0; }
  Result<Dot> next_dot() const override;
  Result<void> renew_source() override;
  Result<void> commit(std::span<const Packet> packets, std::span<const KnownChange> known = {},
                      uint64_t known_at = 0) override;
  Result<void> commit_if(std::span<const Unchanged> demanded, uint64_t read_at, std::span<const Packet> packets,
                         std::span<const KnownChange> known, uint64_t known_at) override;
  Result<StoredObject> load_fields(Id object, std::span<const std::pair<uint8_t, char>> fields) const override;
  Result<void> acknowledge() override;

  /// Goes on under a fresh source; the old one is closed. `known` are dots that may be given.
  Result<void> renew_source(const DotSet& known);
  /// Whether the peers have forgotten this replica: it writes nothing, and hands out nothing, until it has taken the
  /// state of one of them.
  bool is_forgotten() const;

  /// Cuts the log and forgets what was erased, below what every known peer has reported. In steps, so that commits wait
  /// for little; several calls do it one after the other. A call that was cut off is made up for by the next.
  Result<Collected> gc();
  DotSet horizon() const;
  /// The peers that a gc waits for, by source.
  std::vector<KnownPeer> peers();
  /// Takes a peer off the list, here and, as it spreads, everywhere: nobody takes from it what it writes under that
  /// number any more. When it comes back, it takes the state of whom it meets and goes on under a fresh number.
  Result<void> forget_peer(uint32_t source);
  /// A forgotten replica takes part again with what it has: for when everybody was forgotten by somebody, so that
  /// nobody takes part, and an operator chooses whose state all the others take. `busy` where a known peer has not
  /// said since this store was opened that it was forgotten too; to call it while somebody unknown takes part parts
  /// the two for good.
  Result<void> reinstate();
  /// Under which this replica writes, or wrote since it last took a state as one that was forgotten. Who forgets one of
  /// them forgets it.
  std::vector<uint32_t> present_sources() const override;
  /// Whether packets under that source are taken from anybody, who does not say who sends them.
  bool takes_from(uint32_t source) const { return peers_->takes_from(source); }
  /// Under which nobody writes any more.
  std::vector<uint32_t> closed_sources() const { return peers_->closed(); }

  /// How often, since it was opened, the state of a peer took the place of the one that stood here.
  uint64_t states_taken() const { return switches_; }
  uint64_t arrivals() const override { return arrivals_; }
  /// The log has every packet that arrived from here on. Past one's place: what changed cannot be told any more.
  uint64_t log_start() const { return progress_.begin(); }
  /// The log from an arrival on, in order, until the visit answers false. The visit may use the store.
  Result<void> for_each_packet(uint64_t from, FunctionRef<bool(uint64_t arrival, const Packet&)> visit) const;
  /// As for_each_packet, of what is durable, without a gap: `behind` where the log has been cut above `from`, or never
  /// got there. With each packet what its ops came to, effects.h.
  Result<void> read_log(uint64_t from, FunctionRef<bool(uint64_t arrival, const Packet&, Bytes effects)> visit) const;
  /// Whether read_log can begin there.
  Result<void> check_readable(uint64_t from) const;
  /// Packets of the log, in their order of arrival, until the writer has `limit` bytes; answers whether all went in.
  Result<bool> append_packets(const DotSet& wanted, std::size_t limit, DiffWriter& writer) const;
  const LogProgress& progress() const { return progress_; }
  const StoreFigures& figures() const { return figures_; }
  /// The end of the log may have been lost, with arrivals that somebody has read: numbers go on behind a gap, so that
  /// whoever read it is answered `behind`. To be called once a fresh source is taken, before anything is written.
  Result<void> leave_gap();
  /// The descriptions of classes that are here: objects of source 0.
  Result<std::vector<Id>> descriptions() const;
  /// The class of an object that is there, or whose beginning is in the log; 0 for others.
  Result<Id> class_of(Id object) const;

 private:
  /// Who a diff is from, as far as it has been read.
  struct DiffSource {
    std::optional<Sender> who;
    bool is_out = false;           // it was forgotten, and does not know it yet
    bool is_state_for_us = false;  // its sender knows under which source we shall write on it
    bool has_state = false;        // pieces, or packets for them
    bool has_staged_packets = false;
  };

  LocalStore(Engine& engine, const Setup& setup);
  Error not_there(Id object) const;
  Result<void> read_state();
  Result<void> read_checkpoint();
  Result<void> read_horizon();
  Result<void> read_log_behind_checkpoint();
  Result<void> read_indexes();
  Result<void> read_descriptions();
  /// The class that it describes, where that has a new parent; 0 where not.
  Result<Id> read_description(Id description);
  Result<void> write_staged(Stage& stage);
  Result<void> commit_locked(std::span<const Packet> packets, std::span<const KnownChange> known, uint64_t known_at);
  void append_checkpoint(Stage& stage) const;
  static void put_checkpoint(WriteBatch& batch, const Keys& keys, uint64_t arrivals, Bytes dots);
  Result<void> take_descriptions(const Stage& stage);
  Result<Integrated> apply_unsynced(std::span<const Packet> packets, const Sender* from = nullptr);
  Result<void> integrate_part(const DiffPart& part, DiffSource& from, Integrated& sum);
  Result<Integrated> integrate_parts(Bytes diff);
  Result<void> leave_closed_source();
  Result<void> come_back();
  Result<void> renew_source_for(std::span<const Packet> packets);
  std::vector<uint32_t> own_sources() const;
  Sender sender(const DotSet& seen) const;
  void name_sources(Sender& sender, const DotSet& seen) const;
  bool is_out(const Sender& sender) const;
  Result<void> meet_sources(const Sender& sender);
  Result<void> meet_requester(const DiffRequest& request);
  /// Packets for a peer: those of `seen` that it lacks.
  struct Delivery {
    const DotSet& seen;
    const DotSet& wanted;
    uint32_t peer = 0;
    std::size_t limit = 0;
  };
  std::vector<uint32_t> takers_of(const DiffRequest& request) const;
  static uint32_t peer_of(const DiffRequest& request);
  Result<std::string> build_packets(const Delivery& delivery, DiffWriter& writer);

  // A state that is sent, and one that is received; under the write lock.
  struct Standing {
    DotSet seen;
    DotSet horizon;
    std::shared_ptr<const Snapshot> snapshot;
  };
  Result<Standing> standing();
  Result<std::string> build_state(const DiffRequest& request, const Standing& standing, std::size_t limit);
  Result<std::string> build_piece(const Standing& standing, Bytes from, std::size_t limit) const;
  Result<uint64_t> end_diff(const DiffSource& from);
  Result<void> take_piece(Bytes bytes);
  Result<void> take_staged_chunk(Bytes packets);
  Result<void> drop_staging();
  Result<uint64_t> switch_over();
  Result<void> apply_again(const DotSet& lacking);
  Result<void> finish_switch();
  /// How far the values of a staged state are moved: the next key, and of which object and class the last one was.
  struct Moving {
    std::string next;
    Id object;
    Id class_id;
  };
  Result<void> move_values(const Keys& staged);
  Result<void> find_class(const Keys& staged, Moving& moving) const;
  Result<void> move_some_values(const Keys& staged, Moving& moving);
  Result<void> move_log(const Keys& staged, uint64_t offset);
  Result<void> end_switch(const Keys& staged, uint64_t offset);
  Result<void> settle_switch();

  // Indexes; under the write lock.
  Result<void> settle_classes(std::span<const Packet> packets);
  Result<void> catch_up_classes();
  Result<void> complete_wanting();
  Result<void> complete_indexes(Id class_id);
  Result<void> build_index(Id class_id, uint8_t field);

  class Collection;  // a gc
  using Arrival = std::pair<uint64_t, Dot>;
  static constexpr std::size_t kArrivalsPage = 4096;
  struct Logged {
    Dot dot;
    uint64_t arrival = 0;
    std::string record;  // as it stands in the engine; the packet is a view of it

    Bytes bytes() const;
    Result<Packet> packet() const;
  };
  Result<Logged> logged_packet(Dot dot) const;
  Result<std::vector<Arrival>> arrivals_page(uint64_t from, std::size_t size = kArrivalsPage) const;
  Result<std::optional<std::vector<Arrival>>> order_of(const DotSet& few) const;
  Result<std::optional<uint64_t>> append_arrivals(std::span<const Arrival> arrivals, const Delivery& delivery,
                                                  DiffWriter& writer, DotSet& sent) const;
  Result<std::optional<uint64_t>> append_from(uint64_t from, const Delivery& delivery, DiffWriter& writer,
                                              DotSet& sent) const;

  // Reads that are not of a snapshot hold it, so that none sees a state half switched over.
  class ReadGate;

  friend class Staging;

  Engine& engine_;
  const Keys keys_;
  const TypeTable& types_;
  SourceBook* const sources_;
  const std::optional<uint16_t> slot_;
  const IsTaken is_taken_;
  Catalog catalog_;
  std::unique_ptr<Peers> peers_;

  std::mutex gc_mutex_;             // taken before write_mutex_
  mutable std::mutex write_mutex_;  // one writer at a time; state_mutex_ is taken within it
  mutable std::shared_mutex state_mutex_;
  DotSet seen_;
  DotSet horizon_;                      // with both
  std::atomic<uint64_t> arrivals_ = 0;  // changed under both
  WriteBatch batch_;                    // kept for its memory; with write_mutex_
  LogProgress progress_;
  LogPlaces places_;
  mutable ClassCache classes_;
  StoreFigures figures_;
  std::unique_ptr<Staging> staging_;    // with write_mutex_
  std::atomic<uint64_t> switches_ = 0;  // changed with write_mutex_
  /// Descriptions may be here that the catalog does not know, or indexes be wanting; with write_mutex_.
  bool are_classes_behind_ = true;

  mutable std::shared_mutex switch_mutex_;
  mutable std::mutex switch_turn_;  // so that readers let a switch pass
  std::atomic<bool> is_switching_ = false;
  std::atomic<bool> is_half_switched_ = false;
};

}  // namespace rdx
