// Directed histories: what a random one seldom comes to. Also run by what has a rule taken out.
#include <gtest/gtest.h>

#include "rdx/rdx.h"
#include "tests/replica/note.h"

namespace rdx {
namespace {

using test::Note;

// Others may have forgotten what was erased by now, and its writer does not know of it.
TEST(Directed, NobodyTakesWhatAForgottenReplicaPushes) {
  Replica kept = *open_memory({.source = 0xa});
  Replica forgotten = *open_memory({.source = 0xb});
  Note note;
  note.title = "before";
  ASSERT_TRUE(kept.save(note));
  ASSERT_TRUE(forgotten.integrate_diff(*kept.build_diff(*forgotten.request_diff())));
  ASSERT_TRUE(kept.integrate_diff(*forgotten.build_diff(*kept.request_diff())));
  ASSERT_TRUE(kept.forget_peer(0xb));
  Note theirs = *forgotten.load<Note>(note.id());
  theirs.title = "after";
  const auto ops = forgotten.save(theirs);
  ASSERT_TRUE(ops);
  const auto taken = kept.integrate_ops(*ops);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->applied, 0U);
  EXPECT_EQ(kept.load<Note>(note.id())->title, "before");
}

}  // namespace
}  // namespace rdx
