// Store: takes packets and gives objects.                                              DESIGN.md, Stores and Sync
//
//   exactly once         a packet whose dot is seen is skipped, so packets may come twice, late or in any order
//   ready or not at all  a packet is applied when each object that it names was begun by a packet seen here, or by
//                        itself; otherwise nothing of it is kept and the answer names what is missing
//   removal              an object is there while its class is; what comes later for one that ended is dropped
//
// Threads may share a store.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "rdx/store/dots.h"
#include "rdx/store/engine.h"
#include "rdx/store/packet.h"

namespace rdx {

/// image := ( letter( field bare ) )*        field := tiny zip(1..127); ascending by field, then letter
struct StoredObject {
  Id class_id;
  std::string image;
};

/// What became of packets that were handed in.
struct Integrated {
  uint64_t applied = 0;
  uint64_t known = 0;        // seen before, skipped
  uint64_t left_out = 0;     // not ready, nothing of them kept
  std::vector<Dot> missing;  // what those wait for; ascending, each once
  bool cut = false;          // the bytes ended within a chunk; what stood before it is applied
  bool more = false;         // the peer has more: ask again
  bool degraded = false;     // on one disk only, where there should be two: a ring's answer

  /// Adds what became of more packets; `cut` and `more` stay, and `missing` has to be put in order again.
  void add(const Integrated& part) {
    applied += part.applied;
    known += part.known;
    left_out += part.left_out;
    missing.insert(missing.end(), part.missing.begin(), part.missing.end());
    degraded = degraded || part.degraded;
  }
};

inline constexpr std::size_t kDiffBytes = std::size_t{16} << 20;

class Store {
 public:
  virtual ~Store() = default;

  /// Applies packets that passed the door, in this order, in one step: all that are ready, or on an error none. What it
  /// answers for is durable, as far as the store was asked for that.
  virtual Result<Integrated> apply(std::span<const Packet> packets) = 0;
  /// `gone` for an object that ended, `not_found` for one never seen. An object of source 0 is there with its first
  /// field.
  virtual Result<StoredObject> load(Id object, const Snapshot* at = nullptr) const = 0;
  /// The objects of exactly that class, ascending, those past `after` only; until the visit answers false. The visit
  /// must not call the store.
  virtual Result<void> for_each_id(Id class_id, Id after, FunctionRef<bool(Id)> visit,
                                   const Snapshot* at = nullptr) const = 0;
  /// Objects of exactly that class that an index holds under the value; a few may be there by a chance of the hash. An
  /// error where the class has no index of that field.
  virtual Result<std::vector<Id>> find(Id class_id, uint8_t field, Bytes value, const Snapshot* at = nullptr) const = 0;
  /// The class and all that are known to descend from it.
  virtual std::vector<Id> class_and_descendants(Id class_id) const = 0;
  /// Makes sure that these fields of a class and of what descends from it are indexed, what is there already too.
  /// `parent` is 0 for none.
  virtual Result<void> declare_class(Id class_id, Id parent, std::span<const uint8_t> indexed_fields) = 0;

  virtual DotSet seen() const = 0;
  /// None where there is none to be had: then calls are as of now.
  virtual std::shared_ptr<const Snapshot> snapshot() const = 0;

  /// What this store has seen, to be handed to a peer.
  virtual Result<std::string> request_diff() = 0;
  /// What the sender of `request` lacks, in order of arrival here, up to about `limit` bytes; then it says that there
  /// is more. Only what is durable here.
  virtual Result<std::string> build_diff(Bytes request, std::size_t limit = kDiffBytes) = 0;
  /// Takes a diff, or packets as they come from a commit. Each chunk is checked, then applied in one step; where one is
  /// refused, those before it stand.
  virtual Result<Integrated> integrate_diff(Bytes diff) = 0;

 protected:
  Store() = default;
  Store(const Store&) = default;
  Store& operator=(const Store&) = default;
};

}  // namespace rdx
