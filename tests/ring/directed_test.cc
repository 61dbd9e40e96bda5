// Directed histories: what a random one seldom comes to. Also run by what has a rule taken out.
#include <gtest/gtest.h>

#include "rdx/rdx.h"
#include "tests/replica/note.h"
#include "tests/ring/few_nodes.h"

namespace rdx {
namespace {

using test::FewNodes;
using test::Note;

Note saved(Replica& replica, const std::string& title) {
  Note made;
  made.title = title;
  const auto ops = replica.save(made);
  EXPECT_TRUE(ops) << ops.error().message;
  return made;
}

// The primary missed a write while it was serving, and then it is the only one that answers.
TEST(Directed, ALoadShowsWhatItsWriterWroteOrFails) {
  FewNodes ring(3);
  Replica replica = ring.replica();
  Note note = saved(replica, "before");
  const uint16_t slot = slot_of(note.id());
  const Placement placement = ring.placement();
  const uint32_t primary = placement.owners(slot)[0];
  ring.cut_off(primary, true);
  note.title = "after";
  ASSERT_TRUE(replica.save(note));
  ring.cut_off(primary, false);
  ring.kill(placement.owners(slot)[1]);
  EXPECT_TRUE(ring.node(primary).serves(slot));
  auto loaded = replica.load<Note>(note.id());
  ASSERT_FALSE(loaded) << "it shows '" << loaded->title << "'";
  EXPECT_EQ(loaded.error().code, ErrorCode::behind);
  ASSERT_TRUE(ring.node(primary).repair(ring)) << "it finds the hint";
  loaded = replica.load<Note>(note.id());
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->title, "after");
}

// A write that is not ready at the primary shows that the primary lacks something: others ask elsewhere, until it has
// pulled.
TEST(Directed, ANodeThatIsSeenToLackSomethingIsNotServedUntilItHasPulled) {
  constexpr int kTries = 4000;
  FewNodes ring(3);
  const Placement placement = ring.placement();
  Replica first = ring.replica();
  constexpr uint32_t kNode = 1;
  std::map<uint16_t, Id> before;  // by slots of the node's
  for (int i = 0; i < 100; ++i) {
    const Note note = saved(first, "before");
    if (placement.owners(slot_of(note.id()))[0] == kNode) before[slot_of(note.id())] = note.id();
  }
  ring.cut_off(kNode, true);
  Id missed;
  for (int i = 0; i < kTries && !missed; ++i)
    if (const Note note = saved(first, "missed"); before.contains(slot_of(note.id()))) missed = note.id();
  ASSERT_TRUE(missed);
  ring.cut_off(kNode, false);
  const uint16_t slot = slot_of(missed);
  EXPECT_TRUE(ring.node(kNode).serves(slot));
  Replica second = ring.replica();
  Transaction both = second.begin();
  for (const Id id : {before[slot], missed}) {
    auto note = second.load<Note>(id);
    ASSERT_TRUE(note) << note.error().message;
    note->title = "after";
    ASSERT_TRUE(both.save(*note));
  }
  const auto ops = both.commit();
  ASSERT_TRUE(ops) << ops.error().message;
  Replica third = ring.replica();
  EXPECT_EQ(third.load<Note>(before[slot])->title, "after");
  EXPECT_FALSE(ring.node(kNode).serves(slot));
  ASSERT_TRUE(ring.settle());
  EXPECT_TRUE(ring.node(kNode).serves(slot));
  for (const Id id : {before[slot], missed}) EXPECT_EQ(third.load<Note>(id)->title, "after");
}

// Changes the titles of two notes.
std::string change_of(Dot dot, Id one, Id other) {
  PacketBuilder builder(dot);
  for (const Id id : {one, other}) builder.change('S', id, 1, S::tlv("changed", {9, dot.source}));
  return builder.packet();
}

// Puts a packet into one slot, as a writer that falls over leaves it.
void put_into(FewNodes& ring, uint16_t slot, Bytes packet) {
  const Placement placement = ring.placement();
  for (const uint32_t owner : placement.owners(slot))
    ASSERT_EQ(RingCaller(*ring.find(owner), ring.view().epoch).slot_integrate(slot, packet)->applied, 1U);
}

// An object is written while one disk alone can take it, as is said, and that disk is lost. What changed it since then,
// in a packet that another slot has too, can be taken by nobody.
TEST(Directed, AChangeToWhatWasLostKeepsNoNodeFromServing) {
  FewNodes ring(3);
  const Placement placement = ring.placement();
  Replica writer = ring.replica();
  const Note kept = saved(writer, "kept");
  constexpr uint32_t kDoomed = 2;
  Id lost;
  for (uint32_t source = 0x55; !placement.owns(kDoomed, slot_of(lost)) || !lost; ++source) lost = Id(source, 1, 0);
  PacketBuilder builder(dot_of(lost));
  ASSERT_EQ(builder.begin_object(Note::kClass.id), lost);
  const std::string begins = builder.packet();
  for (const uint32_t other : {1U, 3U}) ring.cut_off(other, true);
  Bytes rest = begins;
  const auto taken = ring.store()->apply(std::vector{*take_packet(rest)});
  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_TRUE(taken->degraded);
  for (const uint32_t other : {1U, 3U}) ring.cut_off(other, false);
  const std::string changes = change_of({0x66, 1}, kept.id(), lost);
  put_into(ring, slot_of(kept.id()), changes);
  const SlotHint hint{slot_of(lost), changes};
  ASSERT_TRUE(RingCaller(*ring.find(1), ring.view().epoch).keep_hints({&hint, 1}));
  ring.lose_disk(kDoomed);
  ring.start(kDoomed);
  EXPECT_TRUE(ring.settle());
  for (const uint32_t owner : placement.owners(slot_of(lost))) EXPECT_TRUE(ring.node(owner).serves(slot_of(lost)));
  EXPECT_EQ(ring.node(1).hints(), 1U) << "it stays, for whoever looks";
  Replica reader = ring.replica();
  EXPECT_EQ(reader.load<Note>(kept.id())->title, "changed");
  EXPECT_EQ(reader.load<Note>(lost).error().code, ErrorCode::not_found);
  const Note later = saved(reader, "later");
  EXPECT_TRUE(ring.settle());
  EXPECT_EQ(reader.load<Note>(later.id())->title, "later");
}

// What was thought to be lost comes after all: what waits for it is taken then.
TEST(Directed, WhatWaitedForSomethingLostIsTakenWhenItComes) {
  FewNodes ring(3);
  Replica writer = ring.replica();
  const Note kept = saved(writer, "kept");
  Replica elsewhere = *open_memory({.source = 0x77});
  Note late;
  late.title = "late";
  const std::string begins = *elsewhere.save(late);
  put_into(ring, slot_of(kept.id()), change_of({0x78, 1}, kept.id(), late.id()));
  ring.repair_all(4);  // it is shown, waited for, and shown again
  EXPECT_EQ(writer.load<Note>(late.id()).error().code, ErrorCode::not_found);
  for (const uint32_t number : {1U, 2U, 3U}) ring.kill(number);
  for (const uint32_t number : {1U, 2U, 3U}) ring.start(number);  // what is known of it is on the disk
  EXPECT_TRUE(ring.settle());
  ASSERT_TRUE(writer.integrate_ops(begins));
  EXPECT_TRUE(ring.settle());
  EXPECT_EQ(writer.load<Note>(late.id())->title, "changed");
}

}  // namespace
}  // namespace rdx
