// SourceBook: which source numbers a replica writes under, and whose the others are.              DESIGN.md, Sources
//
// A source has a random 64-bit key, kept in its replica's store. The table source → key travels in handshakes: two keys
// for one source mean that two replicas write under one number, `source_taken`. A replica that turns out to lack later
// numbers of its own (it was restored from an older copy), or has run out of them, goes on under a fresh source.
//
// Threads may share a book.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>

#include "rdx/store/engine.h"
#include "rdx/store/keys.h"

namespace rdx {

/// The name of the M key that has the source which is written under.
inline constexpr Bytes kCurrentSourceName = "source";

struct SourceKey {
  uint32_t source = 0;
  uint64_t key = 0;

  friend bool operator==(const SourceKey&, const SourceKey&) = default;
};

class SourceBook {
 public:
  using Random = std::function<uint64_t()>;

  /// Reads what the engine has. The engine must outlive the book. An empty `random` means the system's.
  static Result<std::unique_ptr<SourceBook>> open(Engine& engine, std::string prefix, Random random);

  /// Takes `wanted`, or the one it has, or draws one that nobody known has. `source_taken` where another replica has
  /// it.
  Result<uint32_t> claim(std::optional<uint32_t> wanted, const DotSet& seen);
  /// Goes on under a fresh source.
  Result<uint32_t> renew(const DotSet& seen);
  /// Learns what a peer says; `source_taken`, and nothing is learnt, where it has another key for a source known here.
  Result<void> meet(std::span<const SourceKey> table);

  /// 0 before the first claim.
  uint32_t current() const { return current_; }
  /// Every source that is or was ours; ascending.
  std::vector<uint32_t> own() const;
  /// What a handshake says: the sources that have packets here, and our own; ascending.
  std::vector<SourceKey> table(const DotSet& seen) const;

 private:
  struct Known {
    uint64_t key = 0;
    bool is_own = false;
  };

  SourceBook(Engine& engine, std::string prefix, Random random);
  Result<void> read();
  Result<uint32_t> take(uint32_t source);
  uint32_t draw(const DotSet& seen) const;
  Key key_of(uint32_t source) const;

  Engine& engine_;
  const Keys keys_;
  const Random random_;
  mutable std::mutex mutex_;
  std::atomic<uint32_t> current_ = 0;
  std::map<uint32_t, Known> known_;
};

}  // namespace rdx
