// Saving, loading, removing, finding: what a program does with one replica.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "rdx/rdx.h"
#include "tests/replica/note.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

template <class Kind>
class ReplicaTest : public ::testing::Test {
 protected:
  Kind kind_;
};
TYPED_TEST_SUITE(ReplicaTest, ReplicaKinds);

TYPED_TEST(ReplicaTest, ASavedObjectIsLoadedAgain) {
  Replica replica = this->kind_.open({.source = 0xa1});
  Note note;
  note.title = "On engines";
  note.stars = -5;
  EXPECT_FALSE(note.id());
  const std::string ops = need(replica.save(note));
  EXPECT_FALSE(ops.empty());
  EXPECT_EQ(to_text(note.id()), "a1-1-0");
  const Note copy = need(replica.load<Note>(note.id()));
  EXPECT_EQ(copy.title, "On engines");
  EXPECT_EQ(copy.stars, -5);
  EXPECT_EQ(copy.weight, 1.0);
  EXPECT_EQ(copy.image(), note.image());
  EXPECT_TRUE(copy.is_set(1));
  EXPECT_FALSE(copy.is_set(3));  // a default is never written
}

TYPED_TEST(ReplicaTest, NothingChangedIsNothingWritten) {
  Replica replica = this->kind_.open({.source = 1});
  Note note;
  note.title = "once";
  need(replica.save(note));
  EXPECT_EQ(need(replica.save(note)), "");
  EXPECT_EQ(replica.seen().size(), 1u);
}

TYPED_TEST(ReplicaTest, AnObjectWithoutFieldsIsAnObject) {
  Replica replica = this->kind_.open({.source = 1});
  Note note;
  need(replica.save(note));
  EXPECT_EQ(need(replica.load<Note>(note.id())).title, "");
  EXPECT_EQ(need(replica.objects<Note>()).size(), 1u);
}

TYPED_TEST(ReplicaTest, AStaleCopyUndoesNothing) {
  Replica replica = this->kind_.open({.source = 1});
  Note note;
  note.title = "old";
  need(replica.save(note));
  Note stale = need(replica.load<Note>(note.id()));
  note.title = "new";
  note.stars = 3;
  need(replica.save(note));
  stale.weight = 2.5;
  need(replica.save(stale));
  const Note now = need(replica.load<Note>(note.id()));
  EXPECT_EQ(now.title, "new");
  EXPECT_EQ(now.stars, 3);
  EXPECT_EQ(now.weight, 2.5);
}

TYPED_TEST(ReplicaTest, AnEndedObjectIsGone) {
  Replica replica = this->kind_.open({.source = 1});
  Note note;
  note.title = "short";
  need(replica.save(note));
  Note copy = note;
  EXPECT_FALSE(need(replica.remove(note)).empty());
  EXPECT_EQ(replica.load<Note>(note.id()).error().code, ErrorCode::gone);
  copy.title = "late";
  EXPECT_EQ(replica.save(copy).error().code, ErrorCode::gone);
  EXPECT_EQ(replica.remove(note).error().code, ErrorCode::gone);
  EXPECT_TRUE(need(replica.objects<Note>()).empty());
}

TYPED_TEST(ReplicaTest, WhatWasNeverThereIsNotFound) {
  Replica replica = this->kind_.open({.source = 1});
  EXPECT_EQ(replica.load<Note>(Id(9, 9, 9)).error().code, ErrorCode::not_found);
  EXPECT_EQ(replica.load<Note>(Id()).error().code, ErrorCode::not_found);
  EXPECT_EQ(replica.remove(Note()).error().code, ErrorCode::not_found);
}

TYPED_TEST(ReplicaTest, AnObjectOfAnotherClassIsRefusedByName) {
  Replica replica = this->kind_.open({.source = 1});
  Author ada;
  need(replica.save(ada));
  const auto wrong = replica.load<Note>(ada.id());
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().message, "object 1-1-0 is of class notes.Author, not notes.Note");
}

TYPED_TEST(ReplicaTest, APoetIsAnAuthor) {
  Replica replica = this->kind_.open({.source = 1});
  Author ada;
  ada.name = "Ada";
  Poet byron;
  byron.name = "Byron";
  byron.meter = "ottava rima";
  need(replica.save(ada));
  need(replica.save(byron));
  std::set<std::string> names;
  for (const Author& author : need(replica.objects<Author>())) names.insert(author.name);
  EXPECT_EQ(names, (std::set<std::string>{"Ada", "Byron"}));
  EXPECT_EQ(need(replica.objects<Poet>()).size(), 1u);

  Author sliced = need(replica.load<Author>(byron.id()));  // as an Author; the meter is kept
  sliced.born = 1788;
  need(replica.save(sliced));
  const Poet again = need(replica.load<Poet>(byron.id()));
  EXPECT_EQ(again.meter, "ottava rima");
  EXPECT_EQ(again.born, 1788);
  EXPECT_EQ(replica.load<Poet>(ada.id()).error().code, ErrorCode::invalid);
}

TYPED_TEST(ReplicaTest, ObjectsAreWalkedWithoutLoadingAll) {
  Replica replica = this->kind_.open({.source = 1});
  Transaction transaction = replica.begin();
  for (int64_t i = 0; i < 1000; ++i) {
    Note note;
    note.stars = i + 1;
    need(transaction.save(note));
  }
  need(transaction.commit());
  int64_t sum = 0;
  EXPECT_EQ(need(replica.for_each<Note>([&](Note& note) { sum += note.stars; })), 1000u);
  EXPECT_EQ(sum, 500500);
  EXPECT_EQ(need(replica.for_each<Note>([&](Note& note) { return note.stars < 10; })), 10u);
  need(replica.for_each<Note>([&](Note& note) { need(replica.remove(note)); }));
  EXPECT_TRUE(need(replica.objects<Note>()).empty());
}

TYPED_TEST(ReplicaTest, AnIndexFollowsItsField) {
  Replica replica = this->kind_.open({.source = 1});
  Author ada;
  ada.name = "Ada";
  need(replica.save(ada));
  Poet other;
  other.name = "Ada";
  need(replica.save(other));
  EXPECT_EQ(need(replica.find<Author>(1, "Ada")).size(), 2u);
  EXPECT_EQ(need(replica.find<Poet>(1, "Ada")).size(), 1u);
  ada.name = "Ada Lovelace";
  need(replica.save(ada));
  EXPECT_EQ(need(replica.find<Author>(1, "Ada")).size(), 1u);
  const auto found = need(replica.find<Author>(1, "Ada Lovelace"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id(), ada.id());
  need(replica.remove(ada));
  EXPECT_TRUE(need(replica.find<Author>(1, "Ada Lovelace")).empty());
  EXPECT_EQ(replica.find<Author>(2, "x").error().code, ErrorCode::not_found);
}

TYPED_TEST(ReplicaTest, AStringThatIsNotUtf8IsRefusedAtItsField) {
  Replica replica = this->kind_.open({.source = 1});
  Note note;
  note.title = "\xff";
  const auto saved = replica.save(note);
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().message, "notes.Note.title: the string is not UTF-8");
  EXPECT_FALSE(note.id());
  EXPECT_TRUE(replica.seen().empty());
}

TYPED_TEST(ReplicaTest, ThreadsShareAReplica) {
  Replica replica = this->kind_.open({.source = 1});
  constexpr int kThreads = 4;
  constexpr int kNotes = 50;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&replica, t] {
      for (int i = 0; i < kNotes; ++i) {
        Note note;
        note.title = std::to_string(t) + "/" + std::to_string(i);
        need(replica.save(note));
        EXPECT_EQ(need(replica.load<Note>(note.id())).title, note.title);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> titles;
  for (const Note& note : need(replica.objects<Note>())) titles.insert(note.title);
  EXPECT_EQ(titles.size(), size_t{kThreads * kNotes});
  EXPECT_EQ(replica.seen().last(1), uint32_t{kThreads * kNotes});
  EXPECT_EQ(replica.seen().size(), uint64_t{kThreads * kNotes});
}

TYPED_TEST(ReplicaTest, ASourceIsDrawnWhereNoneIsGiven) {
  Replica replica = this->kind_.open({.source = std::nullopt, .random = [next = uint64_t{0}]() mutable {
                                        return next += 0x100000 + 5;  // the low 20 bits count in fives
                                      }});
  EXPECT_EQ(replica.source(), 5u);
}

}  // namespace
}  // namespace rdx::test
