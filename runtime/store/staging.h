// Staging: the state of a peer while it is received, beside the one that still stands.          DESIGN.md, The horizon
//
//   T …           a store of its own under the live one's prefix and T: values, packets, dots
//   T M place     → where the next piece goes on; nothing where all is here
//   T M part from → D( dots ): what begins there stands as of these dots, and those of the parts before it
//
// Pieces are read while their sender goes on writing, so each is as of dots of its own, and they grow; what they grow
// by is kept. Packets past the sender's horizon come behind the pieces; of each only those ops take effect whose places
// do not have it yet. The state is complete when every piece is here and every packet that one of them has.
//
// Used under the live store's write lock.
#pragma once

#include <map>
#include <memory>

#include "rdx/store/local_store.h"
#include "rdx/store/state_piece.h"

namespace rdx {

class Staging {
 public:
  /// What an engine has of one; nothing where there is none.
  static Result<std::unique_ptr<Staging>> open(Engine& engine, const Keys& keys, const TypeTable& types);
  /// Begins one anew.
  static Result<std::unique_ptr<Staging>> begin(Engine& engine, const Keys& keys, const TypeTable& types,
                                                const StatePiece& piece);
  /// Adds to the batch that nothing of it stays.
  static void remove(WriteBatch& batch, const Keys& keys);

  /// Whether packets past that horizon are all that this lacks.
  bool fits(const DotRanges& horizon) const;
  /// Whether it is the next one.
  bool goes_on_with(const StatePiece& piece) const;
  /// One step; on an error nothing is changed. `limit` where the dots of its pieces take more memory than anybody's.
  Result<void> take(const StatePiece& piece);
  Result<Integrated> take(std::span<const Packet> packets) { return store_->apply_unsynced(packets); }

  Progress progress() const;
  bool is_complete() const;
  LocalStore& store() { return *store_; }

 private:
  Staging(Engine& engine, const Keys& keys) : engine_(engine), keys_(keys) {}
  Result<void> read(const TypeTable& types);
  bool has(Dot dot, Id object, uint8_t field, char letter) const;

  Engine& engine_;
  const Keys keys_;  // of the staged store
  std::unique_ptr<LocalStore> store_;
  std::optional<std::string> place_;
  std::map<std::string, DotSet> parts_;  // by where they begin: what is new in each
  DotSet last_;                          // of all parts
  std::size_t parts_cost_ = 0;           // what they take in memory, about
};

}  // namespace rdx
