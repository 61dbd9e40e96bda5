// Directed histories: what a random one seldom comes to. Also run by what has a rule taken out.
#include <gtest/gtest.h>

#include "rdx/rdx.h"
#include "rdx/store/envelope.h"
#include "rdx/store/local_store.h"
#include "tests/replica/note.h"
#include "tests/simulator/dice.h"
#include "tests/simulator/disk.h"

namespace rdx {
namespace {

using test::Note;

struct Two {
  Replica kept;
  Replica forgotten;
  Note note;
};

// They have met; the note is titled "before".
Two one_forgets_the_other() {
  Two two{*open_memory({.source = 0xa}), *open_memory({.source = 0xb}), Note()};
  two.note.title = "before";
  EXPECT_TRUE(two.kept.save(two.note));
  EXPECT_TRUE(two.forgotten.integrate_diff(*two.kept.build_diff(*two.forgotten.request_diff())));
  EXPECT_TRUE(two.kept.integrate_diff(*two.forgotten.build_diff(*two.kept.request_diff())));
  EXPECT_TRUE(two.kept.forget_peer(0xb));
  return two;
}

// Others may have forgotten what was erased by now, and its writer does not know of it.
TEST(Directed, NobodyTakesWhatAForgottenReplicaPushes) {
  auto [kept, forgotten, note] = one_forgets_the_other();
  Note theirs = *forgotten.load<Note>(note.id());
  theirs.title = "after";
  const auto ops = forgotten.save(theirs);
  ASSERT_TRUE(ops);
  const auto taken = kept.integrate_ops(*ops);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->applied, 0U);
  EXPECT_EQ(kept.load<Note>(note.id())->title, "before");
}

// It goes on under a fresh source before it hears of it, so nothing in what it pushes tells whose that is.
TEST(Directed, NobodyTakesWhatAForgottenReplicaPushesUnderAFreshSource) {
  Two two = one_forgets_the_other();
  Replica& kept = two.kept;
  Replica& forgotten = two.forgotten;
  const Id note = two.note.id();
  Replica third = *open_memory({.source = 0xc});
  const auto pull = [](Replica& to, Replica& from) {
    for (int round = 0; round < 3; ++round) ASSERT_TRUE(to.integrate_diff(*from.build_diff(*to.request_diff())));
  };
  pull(third, kept);
  ASSERT_TRUE(kept.forget_peer(0xd));  // of which the third has not heard
  ASSERT_TRUE(dynamic_cast<OwnStore&>(forgotten.store()).renew_source());
  const auto save_as = [&](Replica& replica, const char* title) {
    Note theirs = *replica.load<Note>(note);
    theirs.title = title;
    return replica.save(theirs);
  };
  const auto ops = save_as(forgotten, "after");
  ASSERT_TRUE(ops);
  EXPECT_EQ(kept.integrate_ops(*ops)->applied, 0U);
  EXPECT_EQ(kept.integrate_ops(write_push_head(forgotten.present_sources()) + *ops)->applied, 0U);
  const auto others = save_as(third, "by a third");
  ASSERT_TRUE(others);
  EXPECT_EQ(kept.integrate_ops(*others)->left_out, 1U) << "it may be the forgotten one's, too";
  pull(third, kept);
  pull(kept, third);
  EXPECT_EQ(kept.load<Note>(note)->title, "by a third");
  EXPECT_EQ(kept.integrate_ops(*save_as(third, "known"))->applied, 1U) << "it has said since that it knows of that";
}

// Its operator sees it come back, and may forget another then; of two that are forgotten neither would take part.
TEST(Directed, WhoCameBackStaysWhenThePowerFails) {
  Replica kept = *open_memory({.source = 0xa});
  Note note;
  ASSERT_TRUE(kept.save(note));
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    simulator::Habits habits;
    habits.acknowledges = false;  // the end of what was written may be lost
    simulator::SimulatedDisk disk(habits, [](const WriteBatch&) {});
    simulator::Dice dice(seed);
    std::optional<Replica> other = *Replica::over(*disk.open(), {.source = static_cast<uint32_t>(0x100 + seed)});
    const auto pull = [&] { return *other->integrate_diff(*kept.build_diff(*other->request_diff())); };
    while (pull().more) continue;
    ASSERT_TRUE(kept.forget_peer(other->source()));
    while (pull().more) continue;
    Note theirs = *other->load<Note>(note.id());
    theirs.title = "after";
    ASSERT_TRUE(other->save(theirs)) << "it has come back";
    disk.cut_power(dice);
    other.reset();
    other = *Replica::over(*disk.open(), {});
    EXPECT_FALSE(dynamic_cast<LocalStore&>(other->store()).is_forgotten()) << "seed " << seed;
    ASSERT_TRUE(kept.forget_peer(other->source()));
  }
}

// Who handed it out waited for the source that asked; that one is forgotten too by now, and nothing waits for the next.
TEST(Directed, AStateIsForTheSourceThatAskedForIt) {
  auto [kept, forgotten, note] = one_forgets_the_other();
  ASSERT_TRUE(forgotten.integrate_diff(*kept.build_diff(*forgotten.request_diff())));
  const uint32_t second = forgotten.source();
  ASSERT_NE(second, 0xbU);
  const auto piece = kept.build_diff(*forgotten.request_diff());
  ASSERT_TRUE(forgotten.integrate_diff(*piece));
  const auto end = kept.build_diff(*forgotten.request_diff());
  DotSet lost;
  lost.add({second, 9});
  ASSERT_TRUE(forgotten.build_diff(write_request({}, {}, lost, {}))) << "it was restored since, somebody says";
  const uint32_t third = forgotten.source();
  ASSERT_NE(third, second);
  ASSERT_TRUE(forgotten.integrate_diff(*end));
  EXPECT_EQ(forgotten.present_sources().size(), 3U) << "nobody knows of the third yet";
  ASSERT_TRUE(forgotten.integrate_diff(*kept.build_diff(*forgotten.request_diff())));
  ASSERT_TRUE(kept.forget_peer(second));
  ASSERT_TRUE(kept.forget_peer(third));
  ASSERT_TRUE(forgotten.integrate_diff(*kept.build_diff(*forgotten.request_diff())));
  EXPECT_NE(forgotten.source(), third);
  ASSERT_TRUE(forgotten.integrate_diff(*piece));
  ASSERT_TRUE(forgotten.integrate_diff(*end));
  Note theirs = *forgotten.load<Note>(note.id());
  theirs.title = "after";
  EXPECT_FALSE(forgotten.save(theirs)) << "nobody knows yet under which source it would write";
  for (int round = 0; round < 2; ++round)
    ASSERT_TRUE(forgotten.integrate_diff(*kept.build_diff(*forgotten.request_diff())));
  EXPECT_TRUE(forgotten.save(theirs));
}

}  // namespace
}  // namespace rdx
