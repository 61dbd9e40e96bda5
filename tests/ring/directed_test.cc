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

}  // namespace
}  // namespace rdx
