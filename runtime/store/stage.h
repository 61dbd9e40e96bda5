// Stage: turns packets into one batch of writes, each packet as if those before it were written already.
//
// Here exactly once, ready or not at all, removal and indexes are decided. Nothing is written: an error, or a stage
// that is dropped, leaves the store as it was.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "rdx/store/catalog.h"
#include "rdx/store/engine.h"
#include "rdx/store/keys.h"
#include "rdx/store/packet.h"
#include "rdx/store/slots.h"

namespace rdx {

/// What a writer knows of a change's place: the object is there, of that class, and the change makes this of its field.
/// True as long as no packet has come in between.
struct KnownChange {
  Id object;
  Id class_id;
  uint8_t field = 0;
  char letter = 0;
  Bytes merged;  // empty: not known
};

/// Whether a place, an object's field and letter (0 and O: its class), has a packet already.
using IsTaken = std::function<bool(Dot dot, Id object, uint8_t field, char letter)>;

class Stage {
 public:
  enum class Outcome { applied, known, not_ready };

  /// Everything must outlive the stage, and the packets' bytes too; nobody else writes meanwhile. What is to be written
  /// goes into `batch`, which is cleared first.
  Stage(const Engine& engine, const Keys& keys, const TypeTable& types, const Catalog& catalog, const DotSet& seen,
        uint64_t next_arrival, WriteBatch& batch);

  /// Only the objects of that slot are this store's: packets are kept whole, and what they do to others is not done.
  void only(std::optional<uint16_t> slot) { slot_ = slot; }
  /// What is known of the changes of the packets to come, in their order; it saves reading. It must outlive the stage.
  void expect(std::span<const KnownChange> changes) { known_changes_ = changes; }
  /// Ops on places that have their packet already take no effect. It must outlive the stage.
  void leave_out(const IsTaken& is_taken) { is_taken_ = is_taken ? &is_taken : nullptr; }
  /// For a packet that passed the door. `forked` where its dot stands for other bytes.
  Result<Outcome> add(const Packet& packet);

  WriteBatch& batch() { return batch_; }
  /// What was applied, in order.
  const std::vector<Dot>& applied() const { return applied_; }
  uint64_t next_arrival() const { return next_arrival_ + applied_.size(); }
  /// What packets that are not ready wait for.
  const std::vector<Dot>& missing() const { return missing_; }
  /// The classes' descriptions that changed.
  const std::vector<Id>& descriptions() const { return descriptions_; }

 private:
  struct ObjectState {
    Id class_id;
    bool is_there = false;
    bool is_staged = false;  // the batch has writes for it
    FieldSet indexed;
    std::map<std::pair<uint8_t, char>, std::string> indexed_values;  // as of the batch's end, as far as asked for
  };

  bool is_own(Id object) const { return !slot_ || slot_of(object) == *slot_; }
  bool is_seen(Dot dot) const { return seen_.contains(dot) || staged_.contains(dot); }
  Result<void> check_same(const Packet& packet) const;
  bool is_ready(const Packet& packet);
  Result<ObjectState*> state_of(Id object);
  Result<void> find_state(Id object, ObjectState& state) const;
  const KnownChange* take_known(const Op& op);
  Result<void> add_op(const Op& op);
  void begin(Id object, Id class_id);
  Result<void> end(Id object);
  Result<void> remove_values(Id object, const ObjectState& state);
  Result<void> change(const Op& op);
  void note_dropped(Id object);
  Result<std::string*> indexed_value(Id object, ObjectState& state, uint8_t field, char letter);
  Result<void> move_index(const Op& op, ObjectState& state);

  const Engine& engine_;
  const Keys& keys_;
  const TypeTable& types_;
  const Catalog& catalog_;
  const DotSet& seen_;
  const uint64_t next_arrival_;
  std::optional<uint16_t> slot_;

  WriteBatch& batch_;
  std::vector<Dot> applied_;
  std::vector<Dot> missing_;
  std::map<Dot, Bytes> staged_;
  std::unordered_map<Id, ObjectState> objects_;
  Id last_object_;  // whose state was asked for last
  ObjectState* last_state_ = nullptr;
  std::span<const KnownChange> known_changes_;
  std::vector<Id> descriptions_;
  std::string effects_;  // of the packet that is being added
  Id dropped_;           // whose changes were dropped last
  const IsTaken* is_taken_ = nullptr;
};

/// What an index knows of a field's bare value: a register's bytes without the stamp; nothing for no value, and for
/// other types.
std::optional<Bytes> indexable_value(char letter, Bytes bare);

}  // namespace rdx
