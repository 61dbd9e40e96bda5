// RingNode: one member of a ring: the slots' stores, over one engine.                              DESIGN.md, The ring
//
//   slot     a LocalStore over the prefix `s slot`, with dots and log of its own; only packets that name an object
//            of the slot lie in it, whole, and only what they do to the slot's objects is done
//   hints    what it keeps for owners who could not be reached, ring_hints.h
//   view     the list of members that it goes by
//
// A slot is *served* here when this node is one of its owners and nothing acknowledged can be missing: after an
// opening, or when it became an owner, it has pulled from everybody else in the view. It takes writes before. A write
// that is not ready here shows that something is missing, and then it is not served until it has pulled again.
//
// Repair is a call that some thread makes now and then (ring_keeper.h), or a test. It goes by digests, so a round in
// which all is well costs a call to each other node. An opened slot costs about 2 KB; one without packets is never
// opened.
//
// A node whose disk fails ends, all of it: every call answers `closed` with the reason. Threads may share a node;
// repair is for one thread at a time.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <shared_mutex>

#include "rdx/store/local_store.h"
#include "rdx/store/node_engine.h"
#include "rdx/store/ring_calls.h"
#include "rdx/store/ring_hints.h"
#include "rdx/store/ring_lacking.h"

namespace rdx {

struct RingRepair {
  std::vector<uint32_t> unreached;  // who did not answer everything; then nothing more than before is served
  uint64_t pulled = 0;              // packets that were lacking here
  uint64_t pulled_bytes = 0;
  uint64_t pushed = 0;      // packets of a slot that is not its own, which an owner lacked
  uint64_t delivered = 0;   // hints that went
  uint64_t offered = 0;     // packets of several slots that were shown to the other slots
  uint64_t dropped = 0;     // copies of slots that went, as others own them
  uint64_t orphaned = 0;    // hints of changes to objects that were lost with the one disk that had them; they stay
  bool is_settled = false;  // every slot of its own is served, no other hint is kept, and no copy that is not its own
};

class RingNode {
 public:
  struct Setup {
    uint32_t number = 0;  // as the operator's list has it
    const TypeTable* types = &built_in_types();
  };

  /// Reads what the engine has. The engine and the types must outlive the node. `invalid` where the engine is another
  /// node's.
  static Result<std::unique_ptr<RingNode>> open(Engine& engine, const Setup& setup);

  /// Does what a call says, ring_calls.h. Any bytes.
  Result<std::string> answer(Bytes call);

  RingView view() const;
  /// Goes by the view from now on, if it is later than its own.
  Result<void> set_view(const RingView& view);

  /// One round with everybody else in the view: pulls what is missing, hands over hints, shows packets of several slots
  /// to the others that they name, drops copies that others own and have. An error only where the node itself failed.
  Result<RingRepair> repair(RingPeers& peers);

  uint32_t number() const { return setup_.number; }
  bool serves(uint16_t slot) const;
  /// Slots that it has packets of, its own or not yet dropped.
  SlotSet present() const;
  /// Nothing for a slot that is not present.
  DotSet seen(uint16_t slot) const;
  uint64_t hints() const { return hints_.count(); }
  bool has_hint(uint16_t slot, Dot dot) const { return hints_.has(slot, dot); }
  /// How many slots' stores are open.
  std::size_t open_slots() const;
  /// Ends it: every call is answered `closed` from now on.
  void end(const Error& reason) { engine_.fail(reason); }
  /// Why it ended.
  std::optional<Error> failure() const { return engine_.failure(); }

 private:
  struct Declaration {
    Id parent;
    FieldSet fields;

    std::vector<uint8_t> field_numbers() const;
  };
  struct Offers {
    uint64_t from = 0;            // all in front were shown to every slot that they name, but for orphans
    std::set<uint64_t> done;      // behind it
    std::set<uint64_t> orphaned;  // not taken, as what they stand on was lost; shown again each time
    std::string mark;             // what is written down of it
  };
  using SlotStore = std::shared_ptr<LocalStore>;

  RingNode(Engine& engine, const Setup& setup);

  // ring_node.cc: what it knows of itself.
  Result<void> read_state();
  Result<void> check_number();
  Result<void> read_declarations();
  Result<void> write_declaration(Id class_id, const Declaration& declaration);
  void find_present();
  std::vector<DeclaredClass> declared() const;
  Result<void> declare(const DeclaredClass& wanted);
  std::shared_ptr<const Placement> placement() const;
  /// None where the slot has no packets and is not to be made.
  Result<SlotStore> store_of(uint16_t slot, bool makes) const;
  Result<SlotStore> open_slot(uint16_t slot) const;
  /// Packets of the slot wait for those. Answers whether they may still come.
  bool note_lacking(uint16_t slot, std::span<const Dot> missing);
  /// Visits the stores of those of the slots that are served here, and answers which are not.
  Result<SlotSet> for_each_served(const SlotSet& slots, FunctionRef<Result<void>(const LocalStore&)> visit) const;

  // ring_node_calls.cc
  Result<std::string> answer_in_view(char name, Bytes arguments);
  Result<std::string> answer_write(Bytes arguments);
  Result<std::string> answer_hints(Bytes arguments);
  Result<std::string> answer_load(Bytes arguments);
  Result<std::string> answer_not_begun(Bytes arguments);
  Result<std::string> answer_ids(Bytes arguments);
  Result<std::string> answer_find(Bytes arguments);
  Result<std::string> answer_descendants(Bytes arguments);
  Result<std::string> answer_declare(Bytes arguments);
  Result<std::string> answer_claim(Bytes arguments);
  Result<std::string> answer_seen(Bytes arguments);
  Result<std::string> answer_packets(Bytes arguments);
  Result<std::string> answer_digests();
  Result<std::string> answer_slot(char name, Bytes arguments);
  Result<void> write_slot(uint16_t slot, std::span<const Packet> packets, std::span<const uint32_t> places,
                          std::vector<SlotOutcome>& outcomes);
  Result<std::vector<SlotDigest>> digests();
  Result<std::string> hints_diff(uint16_t slot) const;

  // ring_node_repair.cc
  class Round;
  friend class Round;

  const Setup setup_;
  mutable NodeEngine engine_;
  const Keys keys_;
  RingHints hints_;

  /// Held, shared, during every call; alone by what takes a slot or a view away from under them.
  mutable std::shared_mutex calls_mutex_;
  mutable std::mutex mutex_;  // of all below; taken within calls_mutex_
  std::shared_ptr<const Placement> placement_;
  mutable std::array<SlotStore, kSlots> stores_;
  mutable SlotSet present_;
  SlotSet complete_;  // nothing that was acknowledged can be missing
  RingLacking lacking_;
  std::map<Id, Declaration> declarations_;
  std::array<std::pair<uint64_t, uint64_t>, kSlots> digests_{};  // arrivals → hash of the dots
  std::map<uint16_t, Offers> offers_;                            // of the thread that repairs
};

}  // namespace rdx
