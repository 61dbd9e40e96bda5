// Two replicas and more: the three calls, pushed ops, sources, and what a peer may not do.
#include <gtest/gtest.h>

#include "rdx/store/envelope.h"
#include "tests/replica/note.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

Integrated pull(Replica& to, Replica& from, std::size_t limit = kDiffBytes) {
  return need(to.integrate_diff(need(from.build_diff(need(to.request_diff()), limit))));
}

template <class Kind>
class SyncTest : public ::testing::Test {
 protected:
  Kind kind_;
  Replica a_ = kind_.open({.source = 0xa1});
  Replica b_ = kind_.open({.source = 0xb2});
};
TYPED_TEST_SUITE(SyncTest, ReplicaKinds);

Note saved_note(Replica& replica, const std::string& title) {
  Note note;
  note.title = title;
  need(replica.save(note));
  return note;
}

TYPED_TEST(SyncTest, EachTakesWhatItLacks) {
  Note note = saved_note(this->a_, "On engines");
  EXPECT_EQ(pull(this->b_, this->a_).applied, 1u);
  Note copy = need(this->b_.template load<Note>(note.id()));
  copy.title = "On analytical engines";
  need(this->b_.save(copy));
  note.stars = 5;
  need(this->a_.save(note));
  pull(this->a_, this->b_);
  pull(this->b_, this->a_);
  const Note at_a = need(this->a_.template load<Note>(note.id()));
  const Note at_b = need(this->b_.template load<Note>(note.id()));
  EXPECT_EQ(at_a.image(), at_b.image());
  EXPECT_EQ(at_a.title, "On analytical engines");
  EXPECT_EQ(at_a.stars, 5);
  EXPECT_EQ(this->a_.seen(), this->b_.seen());
  const Integrated nothing = pull(this->b_, this->a_);
  EXPECT_EQ(nothing.applied + nothing.known, 0u);
}

TYPED_TEST(SyncTest, OpsArePushedAndTwiceIsOnce) {
  Note note;
  const std::string first = need(this->a_.save(note));
  note.title = "x";
  const std::string second = need(this->a_.save(note));
  EXPECT_EQ(need(this->b_.integrate_ops(second)).left_out, 1u);
  const Integrated both = need(this->b_.integrate_ops(first + second));
  EXPECT_EQ(both.applied, 2u);
  EXPECT_EQ(need(this->b_.integrate_ops(second + first)).known, 2u);
  EXPECT_EQ(need(this->b_.integrate_ops("")).applied, 0u);
}

TYPED_TEST(SyncTest, ThreeInACircleAgree) {
  Replica c = this->kind_.open({.source = 0xc3});
  saved_note(this->a_, "from a");
  saved_note(this->b_, "from b");
  saved_note(c, "from c");
  for (int round = 0; round < 2; ++round) {
    pull(this->a_, this->b_);
    pull(this->b_, c);
    pull(c, this->a_);
  }
  pull(this->a_, this->b_);
  pull(this->b_, c);
  EXPECT_EQ(this->a_.seen(), this->b_.seen());
  EXPECT_EQ(this->b_.seen(), c.seen());
  EXPECT_EQ(need(c.template objects<Note>()).size(), 3u);
}

TYPED_TEST(SyncTest, ARemovedObjectEndsEverywhereAndStaysEnded) {
  Note note = saved_note(this->a_, "x");
  pull(this->b_, this->a_);
  Note late = need(this->b_.template load<Note>(note.id()));
  need(this->a_.remove(note));
  late.stars = 1;
  need(this->b_.save(late));
  pull(this->a_, this->b_);
  pull(this->b_, this->a_);
  EXPECT_EQ(this->a_.template load<Note>(note.id()).error().code, ErrorCode::gone);
  EXPECT_EQ(this->b_.template load<Note>(note.id()).error().code, ErrorCode::gone);
  EXPECT_TRUE(need(this->b_.template objects<Note>()).empty());
}

TYPED_TEST(SyncTest, ADiffComesInPartsWhereItIsLarge) {
  for (int i = 0; i < 200; ++i) saved_note(this->a_, std::string(1000, 'x') + std::to_string(i));
  int rounds = 0;
  for (bool more = true; more; ++rounds) more = pull(this->b_, this->a_, 30000).more;
  EXPECT_GT(rounds, 5);
  EXPECT_EQ(this->b_.seen(), this->a_.seen());
}

TYPED_TEST(SyncTest, AManyTimesLargerLogIsSentInItsOrder) {
  for (int i = 0; i < 20000; ++i) {
    Transaction transaction = this->a_.begin();
    Note note;
    note.stars = i + 1;
    need(transaction.save(note));
    need(transaction.commit());
  }
  EXPECT_LT(need(this->a_.request_diff()).size(), 100u);
  int rounds = 0;
  for (bool more = true; more && rounds < 100; ++rounds) {
    const Integrated part = pull(this->b_, this->a_, 500000);
    EXPECT_EQ(part.left_out, 0u);
    more = part.more;
  }
  EXPECT_EQ(this->b_.seen(), this->a_.seen());
}

TYPED_TEST(SyncTest, ADiffMayBeCutOffAtAnyByte) {
  for (int i = 0; i < 6; ++i) saved_note(this->a_, "note " + std::to_string(i));
  std::string diff;
  const std::string whole = need(this->a_.build_diff(need(this->b_.request_diff())));
  // One chunk a packet, so that the cuts fall between chunks too.
  Bytes rest = whole;
  DiffWriter one_each({});
  for (auto part = need(take_diff_part(rest)); part.kind != DiffPart::Kind::cut; part = need(take_diff_part(rest))) {
    for (Bytes packets = part.body; const auto packet = take_packet(packets);) diff.append(packet->whole);
  }
  uint32_t source = 0x1000;
  for (const std::string& cut_up : {whole, diff}) {
    for (size_t size = 0; size <= cut_up.size(); ++size) {
      Replica c = need(open_memory({.source = source++}));
      const Integrated part = need(c.integrate_diff(Bytes(cut_up).substr(0, size)));
      const uint64_t applied = part.applied;
      EXPECT_EQ(c.seen().size(), applied);
      EXPECT_EQ(pull(c, this->a_).applied, 6 - applied);
      ASSERT_EQ(c.seen(), this->a_.seen()) << "cut at " << size;
    }
  }
}

TYPED_TEST(SyncTest, GarbageIsRefusedAndChangesNothing) {
  const std::string good = need(this->a_.save(*std::make_unique<Note>()));
  const auto refused = [&](const std::string& bytes, ErrorCode code) {
    const auto integrated = this->b_.integrate_diff(bytes);
    ASSERT_FALSE(integrated) << to_hex(bytes);
    EXPECT_EQ(integrated.error().code, code) << integrated.error().message;
    EXPECT_FALSE(integrated.error().message.empty());
    EXPECT_TRUE(this->b_.seen().empty());
  };
  refused("?", ErrorCode::invalid);
  refused("garbage", ErrorCode::invalid);
  refused(std::string("P\xff\xff\xff\x7f", 5), ErrorCode::invalid);  // 2 GiB of nothing
  refused(std::string("C\x01\0\0\0", 5), ErrorCode::invalid);        // not the shortest form
  std::string chunk;
  append_record(chunk, 'C', good + "rest");
  refused(chunk, ErrorCode::invalid);
  std::string head;
  std::string version;
  append_record(version, 'V', zip(9));
  append_record(head, 'H', version);
  refused(head, ErrorCode::format);
  EXPECT_EQ(this->b_.build_diff("?").error().code, ErrorCode::invalid);
  EXPECT_EQ(this->b_.build_diff(good).error().code, ErrorCode::invalid);
  std::string bad = good;
  bad.back() = static_cast<char>(bad.back() ^ 0x40);
  static_cast<void>(this->b_.integrate_ops(bad));  // another packet, or none; never a crash
}

TYPED_TEST(SyncTest, AChunkWithOneBadPacketIsRefusedWhole) {
  Note note;
  std::string ops = need(this->a_.save(note));
  PacketBuilder bad({0xd4, 1});
  bad.change('I', note.id(), 2, "?");
  std::string chunk;
  append_record(chunk, 'C', ops + bad.packet());
  const auto refused = this->b_.integrate_diff(chunk);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "packet d4-1, op 1: has a value that is no valid I");
  EXPECT_TRUE(this->b_.seen().empty());
}

TYPED_TEST(SyncTest, TwoReplicasUnderOneSourceAreFoundOut) {
  Replica c = this->kind_.open({.source = 0xa1});
  EXPECT_EQ(c.build_diff(need(this->a_.request_diff())).error().code, ErrorCode::source_taken);
  pull(this->b_, this->a_);  // b knows whose a1 is
  EXPECT_EQ(this->b_.build_diff(need(c.request_diff())).error().code, ErrorCode::source_taken);
  EXPECT_EQ(this->b_.integrate_diff(need(c.build_diff(need(Replica(this->kind_.open({.source = 9})).request_diff()))))
                .error()
                .code,
            ErrorCode::source_taken);
}

TYPED_TEST(SyncTest, ForkedPacketsStopTheSync) {
  Replica c = this->kind_.open({.source = 0xa1});
  Note mine;
  mine.title = "a's";
  Note theirs;
  theirs.title = "c's";
  need(this->b_.integrate_ops(need(this->a_.save(mine))));
  EXPECT_EQ(this->b_.integrate_ops(need(c.save(theirs))).error().code, ErrorCode::forked);
}

TYPED_TEST(SyncTest, AnIndexFollowsWhatComesBySync) {
  Author ada;
  ada.name = "Ada";
  need(this->a_.save(ada));
  EXPECT_TRUE(need(this->b_.template find<Author>(1, "Ada")).empty());
  pull(this->b_, this->a_);
  EXPECT_EQ(need(this->b_.template find<Author>(1, "Ada")).size(), 1u);
  ada.name = "Countess";
  need(this->a_.save(ada));
  pull(this->b_, this->a_);
  EXPECT_TRUE(need(this->b_.template find<Author>(1, "Ada")).empty());
  EXPECT_EQ(need(this->b_.template find<Author>(1, "Countess")).size(), 1u);
}

TYPED_TEST(SyncTest, APeerKnowsAClassByItsDescription) {
  Poet byron;
  byron.name = "Byron";
  need(this->a_.save(byron));
  pull(this->b_, this->a_);
  // b's program knows no Poet; it has the description, which says that one is an Author.
  EXPECT_EQ(need(this->b_.template objects<Author>()).size(), 1u);
  EXPECT_EQ(need(this->b_.template find<Author>(1, "Byron")).size(), 1u);
  const StoredObject description = need(this->b_.store().load(Poet::kClass.id));
  EXPECT_EQ(S::native(find_image_field(description.image, 1, 'S')), "notes.Poet");
  EXPECT_EQ(R::native(find_image_field(description.image, 3, 'R')), Author::kClass.id);
}

TYPED_TEST(SyncTest, ReplicasOfOneClassDescribeItInOneWay) {
  saved_note(this->a_, "a");
  saved_note(this->b_, "b");
  const std::string before = need(this->a_.store().load(Note::kClass.id)).image;
  pull(this->a_, this->b_);
  EXPECT_EQ(need(this->a_.store().load(Note::kClass.id)).image, before);
}

// A copy of the database is taken, the original goes on, is lost, and the copy is put in its place.
TEST(Sources, ARestoredReplicaGoesOnUnderAFreshSource) {
  TemporaryFolder folder;
  const std::string path = folder / "a";
  const RocksOptions fast{.durability = Durability::written, .least_free_bytes = 0};
  Replica b = need(open_memory({.source = 0xb2}));
  Id lost;
  {
    Replica a = need(open_rocksdb(path, {.source = 0xa1}, fast));
    saved_note(a, "old");
  }
  std::filesystem::copy(path, folder / "backup");
  {
    Replica a = need(open_rocksdb(path, {.source = 0xa1}, fast));
    lost = saved_note(a, "after the backup").id();
    pull(b, a);
  }
  Replica a = need(open_rocksdb(folder / "backup", {.source = 0xa1}, fast));
  EXPECT_EQ(a.source(), 0xa1u);
  pull(a, b);
  EXPECT_NE(a.source(), 0xa1u);
  EXPECT_EQ(need(a.load<Note>(lost)).title, "after the backup");
  const Note fresh = saved_note(a, "under the fresh source");
  EXPECT_EQ(fresh.id().source(), a.source());
  pull(b, a);
  EXPECT_EQ(b.seen(), a.seen());
}

TEST(Sources, ARequestThatKnowsMoreOfOursMakesUsGoOnUnderAFreshSource) {
  TemporaryFolder folder;
  const RocksOptions fast{.durability = Durability::written, .least_free_bytes = 0};
  Replica b = need(open_memory({.source = 0xb2}));
  need(open_rocksdb(folder / "a", {.source = 0xa1}, fast));
  std::filesystem::copy(folder / "a", folder / "backup");
  {
    Replica a = need(open_rocksdb(folder / "a", {.source = 0xa1}, fast));
    saved_note(a, "x");
    pull(b, a);
  }
  Replica a = need(open_rocksdb(folder / "backup", {.source = 0xa1}, fast));
  Transaction open = a.begin();
  Note note;
  need(open.save(note));
  need(a.build_diff(need(b.request_diff())));
  EXPECT_NE(a.source(), 0xa1u);
  EXPECT_EQ(open.commit().error().code, ErrorCode::conflict);  // its ids were the old source's
  need(a.save(note));
  EXPECT_EQ(note.id().source(), a.source());
}

TEST(Sources, OneThatIsAnothersIsNotTaken) {
  TemporaryFolder folder;
  const RocksOptions fast{.durability = Durability::written, .least_free_bytes = 0};
  Replica b = need(open_memory({.source = 0xb2}));
  saved_note(b, "x");
  {
    Replica a = need(open_rocksdb(folder / "a", {.source = 0xa1}, fast));
    pull(a, b);
  }
  EXPECT_EQ(open_rocksdb(folder / "a", {.source = 0xb2}, fast).error().code, ErrorCode::source_taken);
  EXPECT_EQ(need(open_rocksdb(folder / "a", {}, fast)).source(), 0xa1u);
  EXPECT_EQ(need(open_rocksdb(folder / "a", {.source = 0xc3}, fast)).source(), 0xc3u);
  EXPECT_EQ(open_memory({.source = 0}).error().code, ErrorCode::invalid);
  EXPECT_EQ(open_memory({.source = 1 << 20}).error().code, ErrorCode::invalid);
}

}  // namespace
}  // namespace rdx::test
