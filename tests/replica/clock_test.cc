// Revisions by the time of day: of writes that did not know of each other the later one wins.
#include <gtest/gtest.h>

#include <limits>

#include "rdx/rdx/map.h"
#include "rdx/rdx/set.h"
#include "rdx/replica/field.h"
#include "rdx/replica/field_container.h"
#include "tests/replica/note.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

// A map and a set, as rdxc would write them.
struct Shelf : Object {
  static const ClassInfo kClass;

  std::map<std::string, int64_t> places;
  std::set<std::string> tags;

  bool load(uint8_t field, char letter, Bytes bare) { return load_field(*this, kClass, field, letter, bare); }
  bool changed(uint8_t field, char letter, Bytes loaded) const {
    return field_changed(*this, kClass, field, letter, loaded);
  }
  Result<std::string> store(uint8_t field, char letter, Bytes loaded, Bytes now, Clock clock) const {
    return store_field(*this, kClass, field, letter, loaded, now, clock);
  }
};
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
const std::array<FieldInfo, 2> kShelfFields{
    field<'M', std::map<std::string, int64_t>>(1, "places", "M<S, I>", offsetof(Shelf, places)),
    field<'E', std::set<std::string>>(2, "tags", "E<S>", offsetof(Shelf, tags))};
#pragma GCC diagnostic pop
const ClassInfo Shelf::kClass{"notes.Shelf", Id(0, 7, 9), nullptr, kShelfFields};

constexpr int64_t kNow = 1'790'000'000'000;  // 2026

template <class Kind>
class ClockTest : public ::testing::Test {
 protected:
  Replica open(uint32_t source, Revisions revisions) {
    return kind_.open({.source = source, .revisions = revisions, .now_ms = [this] { return now_ms_; }});
  }
  static void sync(Replica& a, Replica& b) {
    need(a.integrate_diff(need(b.build_diff(need(a.request_diff())))));
    need(b.integrate_diff(need(a.build_diff(need(b.request_diff())))));
  }

  // Both are offline; the busy one writes often, then the other once, later.
  std::string winner(Replica& busy, Replica& late) {
    Note note;
    need(busy.save(note));
    sync(busy, late);
    Note copy = need(late.load<Note>(note.id()));
    for (int i = 0; i < 5; ++i) {
      note.title = "busy " + std::to_string(i);
      need(busy.save(note));
    }
    now_ms_ += 1;
    copy.title = "late";
    need(late.save(copy));
    sync(busy, late);
    EXPECT_EQ(need(busy.load<Note>(note.id())).image(), need(late.load<Note>(note.id())).image());
    return need(busy.load<Note>(note.id())).title;
  }

  Kind kind_;
  int64_t now_ms_ = kNow;
};
TYPED_TEST_SUITE(ClockTest, ReplicaKinds);

TYPED_TEST(ClockTest, LogicalRevisionsCountWrites) {
  Replica busy = this->open(1, Revisions::logical);
  Replica late = this->open(2, Revisions::logical);
  EXPECT_EQ(this->winner(busy, late), "busy 4");
}

TYPED_TEST(ClockTest, ByWallTimeTheLaterWriteWins) {
  Replica busy = this->open(1, Revisions::wall_time);
  Replica late = this->open(2, Revisions::wall_time);
  EXPECT_EQ(this->winner(busy, late), "late");
}

TYPED_TEST(ClockTest, SoDoAMapsValuesAndItsKeysDoNot) {
  Replica busy = this->open(1, Revisions::wall_time);
  Replica late = this->open(2, Revisions::wall_time);
  Shelf shelf;
  shelf.places["old"] = 1;
  need(busy.save(shelf));
  this->sync(busy, late);
  Shelf copy = need(late.template load<Shelf>(shelf.id()));
  for (int i = 2; i < 6; ++i) {
    shelf.places["old"] = i;
    shelf.places["new"] = i;
    need(busy.save(shelf));
  }
  this->now_ms_ += 1;
  copy.places["old"] = 100;
  copy.places["new"] = 200;
  copy.tags.insert("tag");
  need(late.save(copy));
  this->sync(busy, late);
  shelf = need(busy.template load<Shelf>(shelf.id()));
  EXPECT_EQ(shelf.places, (std::map<std::string, int64_t>{{"new", 200}, {"old", 100}}));
  EXPECT_EQ(need(late.template load<Shelf>(shelf.id())).image(), shelf.image());
  EXPECT_EQ(E::highest_revision(find_image_field(shelf.image(), 2, 'E')), 1u);  // a set counts
  copy = shelf;
  copy.places.erase("new");
  need(late.save(copy));
  const Bytes map = find_image_field(copy.image(), 1, 'M');
  MapReader reader(map);
  const auto erased = reader.next();
  ASSERT_TRUE(erased && !erased->is_live());
  EXPECT_EQ(magnitude_of(erased->key_stamp.revision), 2u);
}

TYPED_TEST(ClockTest, WhatIsReceivedMovesNoClock) {
  Replica here = this->open(1, Revisions::wall_time);
  Replica ahead = this->open(2, Revisions::wall_time);
  Note note;
  need(here.save(note));
  this->sync(here, ahead);
  Note copy = need(ahead.template load<Note>(note.id()));
  this->now_ms_ += int64_t{1000} * 3600 * 24 * 365 * 100;
  copy.title = "from the next century";
  need(ahead.save(copy));
  this->now_ms_ = kNow + 5;
  this->sync(here, ahead);  // taken, whatever its date is
  note = need(here.template load<Note>(note.id()));
  EXPECT_EQ(note.title, "from the next century");
  note.stars = 1;
  need(here.save(note));
  const uint64_t now = static_cast<uint64_t>(kNow + 5) << 12;
  EXPECT_EQ(I::highest_revision(find_image_field(note.image(), 2, 'I')), now);
  const uint64_t far = S::highest_revision(find_image_field(note.image(), 1, 'S'));
  note.title = "one above it";
  need(here.save(note));
  EXPECT_EQ(S::highest_revision(find_image_field(note.image(), 1, 'S')), far + 1);
}

TYPED_TEST(ClockTest, AClockThatNobodyTakesCountsAsNone) {
  Replica replica = this->open(1, Revisions::wall_time);
  for (const int64_t wrong : {int64_t{-1}, std::numeric_limits<int64_t>::max(), int64_t{1} << 47}) {
    this->now_ms_ = wrong;
    Note note;
    note.title = "logical";
    need(replica.save(note));
    EXPECT_EQ(S::highest_revision(find_image_field(note.image(), 1, 'S')), 1u) << wrong;
  }
  this->now_ms_ = (int64_t{1} << 47) - 1;
  Note note;
  note.title = "the last millisecond";
  need(replica.save(note));
  EXPECT_GT(S::highest_revision(find_image_field(note.image(), 1, 'S')), uint64_t{1} << 58);
}

TYPED_TEST(ClockTest, ARevisionAbove2To59IsRefusedByEveryoneAlike) {
  for (const Revisions revisions : {Revisions::logical, Revisions::wall_time}) {
    Replica replica = this->open(3, revisions);
    for (const uint64_t revision : {kMaxDoorRevision, kMaxDoorRevision + 1}) {
      PacketBuilder builder({9, revision == kMaxDoorRevision ? 1U : 2U});
      const Id id = builder.begin_object(Note::kClass.id);
      builder.change('S', id, 1, S::tlv("x", {revision, 9}));
      const auto taken = replica.integrate_ops(builder.packet());
      EXPECT_EQ(taken.has_value(), revision == kMaxDoorRevision);
    }
    Note last = need(replica.template load<Note>(Id(9, 1, 0)));
    last.title = "one above it";
    EXPECT_FALSE(replica.save(last));  // nor is it written
  }
}

TEST(Clock, TheSystemsIsTheDefault) {
  Replica replica = need(open_memory({.source = 1, .revisions = Revisions::wall_time}));
  Note note;
  note.title = "now";
  need(replica.save(note));
  EXPECT_GT(S::highest_revision(find_image_field(note.image(), 1, 'S')), uint64_t{1'700'000'000'000} << 12);
}

}  // namespace
}  // namespace rdx::test
