// Transactions: several objects in one step, or none of it.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include "tests/replica/note.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

template <class Kind>
class TransactionTest : public ::testing::Test {
 protected:
  Kind kind_;
  Replica replica_ = kind_.open({.source = 1});
};
TYPED_TEST_SUITE(TransactionTest, ReplicaKinds);

uint64_t packets_in(Bytes ops) {
  uint64_t count = 0;
  while (take_packet(ops)) ++count;
  EXPECT_TRUE(ops.empty());
  return count;
}

TYPED_TEST(TransactionTest, SeveralObjectsAreOnePacket) {
  Author ada;
  ada.name = "Ada";
  Note note;
  Transaction transaction = this->replica_.begin();
  EXPECT_EQ(need(transaction.save(ada)), Id(1, 1, 0));
  note.author = ada;
  EXPECT_EQ(need(transaction.save(note)), Id(1, 1, 1));
  EXPECT_EQ(this->replica_.template load<Author>(ada.id()).error().code, ErrorCode::not_found);
  EXPECT_EQ(packets_in(need(transaction.commit())), 1u);
  const Note copy = need(this->replica_.template load<Note>(note.id()));
  EXPECT_EQ(need(this->replica_.load(copy.author)).name, "Ada");
  EXPECT_EQ(transaction.commit().error().code, ErrorCode::closed);
}

TYPED_TEST(TransactionTest, ARollbackTakesBackIdsAndTheNumber) {
  Note note;
  note.title = "kept by the program";
  {
    Transaction transaction = this->replica_.begin();
    need(transaction.save(note));
    EXPECT_TRUE(note.id());
    EXPECT_TRUE(note.is_set(1));
  }
  EXPECT_FALSE(note.id());
  EXPECT_FALSE(note.is_set(1));
  EXPECT_TRUE(this->replica_.seen().empty());
  need(this->replica_.save(note));
  EXPECT_EQ(note.id(), Id(1, 1, 0));
  EXPECT_EQ(need(this->replica_.template load<Note>(note.id())).title, "kept by the program");
}

TYPED_TEST(TransactionTest, ARollbackMakesChangesUnsavedAgain) {
  Note note;
  note.title = "first";
  need(this->replica_.save(note));
  Note copy = note;
  Transaction transaction = this->replica_.begin();
  copy.title = "second";
  need(transaction.save(copy));
  copy.stars = 4;
  need(transaction.save(copy));
  transaction.rollback();
  EXPECT_EQ(copy.id(), note.id());
  EXPECT_EQ(need(this->replica_.template load<Note>(note.id())).title, "first");
  need(this->replica_.save(copy));
  const Note now = need(this->replica_.template load<Note>(note.id()));
  EXPECT_EQ(now.title, "second");
  EXPECT_EQ(now.stars, 4);
}

TYPED_TEST(TransactionTest, ItReadsOneMomentAndItsOwnChanges) {
  Note note;
  note.title = "before";
  need(this->replica_.save(note));
  Note other;
  need(this->replica_.save(other));

  Transaction reader = this->replica_.begin();
  EXPECT_EQ(need(reader.template load<Note>(note.id())).title, "before");
  note.title = "after";
  need(this->replica_.save(note));  // a reader holds nobody up
  other.title = "after";
  need(this->replica_.save(other));
  EXPECT_EQ(need(reader.template load<Note>(note.id())).title, "before");
  EXPECT_EQ(need(reader.template load<Note>(other.id())).title, "");

  Note mine = need(reader.template load<Note>(note.id()));
  mine.stars = 5;
  need(reader.save(mine));
  const Note again = need(reader.template load<Note>(note.id()));
  EXPECT_EQ(again.stars, 5);
  EXPECT_EQ(again.title, "before");
  Note fresh;
  fresh.title = "fresh";
  need(reader.save(fresh));
  EXPECT_EQ(need(reader.template load<Note>(fresh.id())).title, "fresh");
  need(reader.commit());
  const Note now = need(this->replica_.template load<Note>(note.id()));
  EXPECT_EQ(now.stars, 5);
  EXPECT_EQ(now.title, "after");  // a stale read undoes nothing
}

TYPED_TEST(TransactionTest, RemovingInIt) {
  Note note;
  need(this->replica_.save(note));
  Transaction transaction = this->replica_.begin();
  Note brief;
  need(transaction.save(brief));
  need(transaction.remove(brief));
  need(transaction.remove(note));
  EXPECT_EQ(transaction.remove(note).error().code, ErrorCode::gone);
  EXPECT_EQ(transaction.save(note).error().code, ErrorCode::gone);
  EXPECT_EQ(transaction.template load<Note>(note.id()).error().code, ErrorCode::gone);
  need(this->replica_.template load<Note>(note.id()));
  need(transaction.commit());
  EXPECT_EQ(this->replica_.template load<Note>(note.id()).error().code, ErrorCode::gone);
  EXPECT_EQ(this->replica_.template load<Note>(brief.id()).error().code, ErrorCode::gone);
}

TYPED_TEST(TransactionTest, NothingSavedIsNothingWritten) {
  Transaction transaction = this->replica_.begin();
  EXPECT_EQ(need(transaction.commit()), "");
  EXPECT_TRUE(this->replica_.seen().empty());
}

TYPED_TEST(TransactionTest, AThreadDoesNotWaitForItself) {
  Transaction transaction = this->replica_.begin();
  Note note;
  need(transaction.save(note));
  Note other;
  const auto saved = this->replica_.save(other);
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, ErrorCode::busy);
  transaction.rollback();
  need(this->replica_.save(other));
}

TYPED_TEST(TransactionTest, OtherThreadsWaitAndThenGoOn) {
  auto transaction = std::make_unique<Transaction>(this->replica_.begin());
  Note note;
  need(transaction->save(note));
  auto other = std::async(std::launch::async, [this] {
    Note theirs;
    need(this->replica_.save(theirs));
    return theirs.id();
  });
  EXPECT_EQ(other.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  transaction.reset();  // rolls back; its number is the other's now
  EXPECT_EQ(other.get(), Id(1, 1, 0));
}

TYPED_TEST(TransactionTest, SyncGoesOnMeanwhile) {
  Replica peer = this->kind_.open({.source = 2});
  Note theirs;
  theirs.title = "from afar";
  const std::string ops = need(peer.save(theirs));
  Transaction transaction = this->replica_.begin();
  Note note;
  need(transaction.save(note));
  EXPECT_EQ(need(this->replica_.integrate_ops(ops)).applied, 1u);
  EXPECT_EQ(need(this->replica_.template load<Note>(theirs.id())).title, "from afar");
  need(transaction.commit());
}

TYPED_TEST(TransactionTest, ALargeOneIsSeveralPackets) {
  constexpr int kNotes = 5000;
  Transaction transaction = this->replica_.begin();
  std::vector<Note> notes(kNotes);
  for (int i = 0; i < kNotes; ++i) {
    notes[static_cast<size_t>(i)].stars = i + 1;
    need(transaction.save(notes[static_cast<size_t>(i)]));
  }
  need(transaction.remove(notes[4500]));
  EXPECT_EQ(notes[4095].id(), Id(1, 1, 4095));
  EXPECT_EQ(notes[4096].id(), Id(1, 2, 0));
  const std::string ops = need(transaction.commit());
  EXPECT_EQ(packets_in(ops), 2u);
  EXPECT_EQ(need(this->replica_.template load<Note>(notes[4999].id())).stars, 5000);

  Replica peer = this->kind_.open({.source = 2});
  EXPECT_EQ(need(peer.integrate_ops(ops)).applied, 2u);
  EXPECT_EQ(need(peer.template objects<Note>()).size(), size_t{kNotes - 1});
}

TYPED_TEST(TransactionTest, PacketsStayUnder16Mebibytes) {
  Transaction transaction = this->replica_.begin();
  std::vector<Note> notes(5);
  for (Note& note : notes) {
    note.title = std::string(7 << 20, 'x');
    need(transaction.save(note));
  }
  const std::string ops = need(transaction.commit());
  EXPECT_EQ(packets_in(ops), 3u);
  Replica peer = this->kind_.open({.source = 2});
  EXPECT_EQ(need(peer.integrate_ops(ops)).applied, 3u);
  for (const Note& note : notes) EXPECT_EQ(need(peer.template load<Note>(note.id())).title.size(), size_t{7 << 20});
  Note too_large;
  too_large.title = std::string(17 << 20, 'x');
  EXPECT_EQ(this->replica_.save(too_large).error().code, ErrorCode::limit);
  EXPECT_FALSE(too_large.id());
}

TYPED_TEST(TransactionTest, WithoutBeingAskedNothingConflicts) {
  Note note;
  need(this->replica_.save(note));
  Transaction transaction = this->replica_.begin();
  Note mine = need(transaction.template load<Note>(note.id()));
  note.title = "theirs";
  need(this->replica_.save(note));
  mine.stars = 4;
  need(transaction.save(mine));
  need(transaction.commit());
  const Note now = need(this->replica_.template load<Note>(note.id()));
  EXPECT_EQ(now.title, "theirs");
  EXPECT_EQ(now.stars, 4);
}

TYPED_TEST(TransactionTest, WhatWasLoadedHasToStandWhereThatIsAsked) {
  Note note;
  Note other;
  need(this->replica_.save(note));
  need(this->replica_.save(other));
  Transaction transaction = this->replica_.begin(Conflicts::loaded);
  Note mine = need(transaction.template load<Note>(note.id()));
  other.title = "another object";
  need(this->replica_.save(other));
  note.title = "theirs";
  need(this->replica_.save(note));
  mine.stars = 4;
  need(transaction.save(mine));
  const auto ops = transaction.commit();
  ASSERT_FALSE(ops);
  EXPECT_EQ(ops.error().code, ErrorCode::conflict);
  EXPECT_EQ(need(this->replica_.template load<Note>(note.id())).stars, 0);
  need(this->replica_.save(mine));  // what it changed counts as unsaved
  EXPECT_EQ(need(this->replica_.template load<Note>(note.id())).stars, 4);

  Transaction again = this->replica_.begin(Conflicts::loaded);
  Note third = need(again.template load<Note>(note.id()));
  other.title = "changes beside it";
  need(this->replica_.save(other));
  third.stars = 5;
  need(again.save(third));
  third.stars = 6;
  need(again.save(third));  // its own changes do not count
  need(again.commit());
  EXPECT_EQ(need(this->replica_.template load<Note>(note.id())).stars, 6);
}

TYPED_TEST(TransactionTest, RequireUnchangedSeesSyncAndEnds) {
  Replica peer = this->kind_.open({.source = 2});
  Note note;
  need(peer.integrate_ops(need(this->replica_.save(note))));
  Note theirs = need(peer.template load<Note>(note.id()));
  for (const bool removes : {false, true}) {
    Transaction transaction = this->replica_.begin();
    need(transaction.require_unchanged(note.id()));
    Note fresh;
    need(transaction.save(fresh));
    theirs.stars += 1;
    need(this->replica_.integrate_ops(need(removes ? peer.remove(theirs) : peer.save(theirs))));
    EXPECT_EQ(transaction.commit().error().code, ErrorCode::conflict);
    EXPECT_FALSE(fresh.id());
  }
  Transaction transaction = this->replica_.begin();
  need(transaction.require_unchanged(note.id()));  // gone, and it stays so
  Note fresh;
  need(transaction.save(fresh));
  need(transaction.commit());
}

TYPED_TEST(TransactionTest, RequireUnchangedOfWhatIsNotThereYet) {
  Replica peer = this->kind_.open({.source = 2});
  Note theirs;
  const std::string ops = need(peer.save(theirs));
  Transaction transaction = this->replica_.begin(Conflicts::loaded);
  EXPECT_EQ(transaction.template load<Note>(theirs.id()).error().code, ErrorCode::not_found);
  Note fresh;
  need(transaction.save(fresh));
  need(this->replica_.integrate_ops(ops));
  EXPECT_EQ(transaction.commit().error().code, ErrorCode::conflict);
}

// Read, add one, write: exact with the check, whoever else does the same.
// The save finds that somebody else has made the same of it: nothing to write, and a conflict all the same.
TYPED_TEST(TransactionTest, AConflictOverTheSameValueIsOne) {
  Note note;
  need(this->replica_.save(note));
  Transaction transaction = this->replica_.begin(Conflicts::loaded);
  Note mine = need(transaction.template load<Note>(note.id()));
  note.stars += 1;
  need(this->replica_.save(note));
  mine.stars += 1;
  need(transaction.save(mine));
  EXPECT_EQ(transaction.commit().error().code, ErrorCode::conflict);
}

TYPED_TEST(TransactionTest, ThreadsAddUpWithTheCheck) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 50;
  Note note;
  need(this->replica_.save(note));
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back([&] {
      for (int done = 0; done < kRounds;) {
        Transaction transaction = this->replica_.begin(Conflicts::loaded);
        Note mine = need(transaction.template load<Note>(note.id()));
        mine.stars += 1;
        need(transaction.save(mine));
        const auto ops = transaction.commit();
        if (ops) ++done;
        EXPECT_TRUE(ops || ops.error().code == ErrorCode::conflict);
      }
    });
  for (std::thread& each : threads) each.join();
  EXPECT_EQ(need(this->replica_.template load<Note>(note.id())).stars, kThreads * kRounds);
}

// Writers move stars between two notes; whoever reads both in a transaction sees all of them.
TYPED_TEST(TransactionTest, ReadersSeeOneMomentBesideWriters) {
  constexpr int kRounds = 200;
  Note left;
  Note right;
  left.stars = 1000;
  need(this->replica_.save(left));
  need(this->replica_.save(right));
  std::atomic<bool> is_over = false;
  std::thread writer([&] {
    for (int i = 0; i < kRounds; ++i) {
      Transaction transaction = this->replica_.begin(Conflicts::loaded);
      Note from = need(transaction.template load<Note>(left.id()));
      Note to = need(transaction.template load<Note>(right.id()));
      from.stars -= 1;
      to.stars += 1;
      need(transaction.save(from));
      need(transaction.save(to));
      need(transaction.commit());
    }
    is_over = true;
  });
  int reads = 0;
  for (bool last = false; !last; ++reads) {
    last = is_over;
    Transaction reader = this->replica_.begin();
    const Note from = need(reader.template load<Note>(left.id()));
    const Note to = need(reader.template load<Note>(right.id()));
    ASSERT_EQ(from.stars + to.stars, 1000);
  }
  writer.join();
  EXPECT_EQ(need(this->replica_.template load<Note>(right.id())).stars, kRounds);
}

}  // namespace
}  // namespace rdx::test
