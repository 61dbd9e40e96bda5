// State instead of packets: how it is taken, cut off, and what is refused. Over both engines.
#include "rdx/store/state_piece.h"
#include "tests/sanitized.h"
#include "tests/store/full_engine.h"
#include "tests/store/members.h"

namespace rdx::test {
namespace {

template <class Kind>
class StateTest : public ::testing::Test {
 protected:
  /// So many objects, with erased tags; the log is cut.
  void fill(int count) {
    for (int i = 0; i < count; ++i) {
      objects_.push_back(a_.begin());
      a_.count(objects_.back(), i);
      a_.set_tags(objects_.back(), tags_of({"x", "y"}));
      a_.set_tags(objects_.back(), tags_of({"y"}));
      a_.set_name(objects_.back(), "name " + std::to_string(i % 7));
    }
    need(a_.store().gc());
  }
  void expect_same(Member& one, Member& two) {
    EXPECT_EQ(one.store().seen(), two.store().seen());
    for (const Id object : objects_)
      EXPECT_EQ(need(one.store().load(object, nullptr)).image, need(two.store().load(object, nullptr)).image);
  }

  Kind kind_;
  Member a_{kind_.engine(), 0xa};
  Member b_{kind_.engine(), 0xb};
  std::vector<Id> objects_;
};
TYPED_TEST_SUITE(StateTest, ReplicaKinds);

TYPED_TEST(StateTest, ANewReplicaTakesTheState) {
  this->fill(20);
  Member& b = this->b_;
  const Id own = b.begin();
  b.count(own, 9);
  need(b.store().declare_class(kThings, Id(), std::array<uint8_t, 1>{3}));
  EXPECT_EQ(b.pull(this->a_).applied, 100u);
  EXPECT_EQ(b.store().states_taken(), 1u);
  EXPECT_EQ(b.counted(own), 9) << "from its own log";
  EXPECT_EQ(this->a_.pull(b).applied, 2u);
  this->expect_same(this->a_, b);
  EXPECT_EQ(need(b.store().find(kThings, 3, "name 3", nullptr)).size(), 3u);
  EXPECT_EQ(b.keys('K'), 21u);
  EXPECT_EQ(b.keys('T'), 0u);
  this->a_.count(this->objects_[0], 100);
  EXPECT_EQ(b.pull(this->a_).applied, 1u) << "and goes on with packets";
  EXPECT_GT(b.store().log_start(), 2u);
  b.reopen();
  this->expect_same(this->a_, b);
}

TYPED_TEST(StateTest, ItsSenderGoesOnWritingMeanwhile) {
  this->fill(30);
  Member& a = this->a_;
  Member& b = this->b_;
  int written = 0;
  for (int rounds = 0; rounds < 2000; ++rounds) {
    const Integrated part = need(b.pull_once(a, 60));
    if (!part.more) break;
    if (b.store().states_taken() > 0 || rounds % 3 != 0 || written == 40) continue;
    ++written;
    a.count(this->objects_[static_cast<std::size_t>(rounds * 7) % 29], 1000);
    if (written == 20) a.end(this->objects_.back());
    if (written % 10 == 0) b.reopen();
    EXPECT_EQ(b.store().seen().size(), 0u) << "its old state stands";
  }
  EXPECT_GT(written, 5);
  b.pull(a);
  this->objects_.pop_back();
  this->expect_same(a, b);
}

TYPED_TEST(StateTest, ADiffMayBeCutOffAnywhereAndComeTwice) {
  this->fill(5);
  Member& a = this->a_;
  uint32_t source = 0x100;
  const std::string first = need(a.store().build_diff(need(this->b_.store().request_diff()), 200));
  for (std::size_t size = 0; size <= first.size(); size += 7) {
    Member c(make_memory_engine(), source++);
    need(c.store().integrate_diff(Bytes(first).substr(0, size)));
    EXPECT_EQ(c.store().seen().size(), 0u);
    need(c.store().integrate_diff(first));
    c.pull(a, 200);
    need(c.store().integrate_diff(first));  // late
    this->expect_same(a, c);
    c.pull(a);
    this->expect_same(a, c);
    EXPECT_EQ(c.keys('T'), 0u);
  }
}

TYPED_TEST(StateTest, PiecesOutOfOrderOrOfAnotherStateChangeNothing) {
  this->fill(10);
  Member& a = this->a_;
  Member& b = this->b_;
  Member c(make_memory_engine(), 0xc);
  std::vector<std::string> pieces;
  for (int i = 0; i < 4; ++i) {
    pieces.push_back(need(a.store().build_diff(need(b.store().request_diff()), 200)));
    need(b.store().integrate_diff(pieces.back()));
  }
  need(c.store().integrate_diff(pieces[2]));  // not the first
  EXPECT_EQ(c.keys('T'), 0u);
  need(c.store().integrate_diff(pieces[0]));
  const std::string progress = need(c.store().request_diff());
  need(c.store().integrate_diff(pieces[2]));
  need(c.store().integrate_diff(pieces[0]));
  EXPECT_EQ(need(c.store().request_diff()), progress);
  c.pull(a, 200);
  this->expect_same(a, c);
}

std::string diff_of(Bytes part, char letter, uint32_t taker) {
  DiffWriter writer({}, 'C', std::array{taker});
  std::string diff = writer.finish(false);
  std::string whole = diff.substr(0, diff.size() - 2);
  append_record(whole, letter, part);
  return whole;
}

TYPED_TEST(StateTest, GarbageIsRefused) {
  this->fill(3);
  Member& b = this->b_;
  DotSet dots;
  dots.add_range(0xa, 1, 5);
  const Id object(0xa, 1, 0);
  const auto piece_with = [&](const std::function<void(PieceWriter&)>& add) {
    PieceWriter piece(DotSet().record(), dots.record(), first_place());
    add(piece);
    return piece.finish(std::nullopt);
  };
  const std::string class_id{Bytes(zip_id(kThings))};
  const auto begin = [&](PieceWriter& piece) { piece.add(place_of(object, 0, 'O'), class_id); };
  const std::string good = piece_with([&](PieceWriter& piece) {
    begin(piece);
    piece.add(place_of(object, 1, 'C'), C::tlv(5));
  });
  EXPECT_TRUE(read_piece(good, built_in_types()));
  const std::vector<std::string> bad = {
      "",
      "x",
      good.substr(0, good.size() - 1),
      good + "x",
      good.substr(2),
      piece_with([&](PieceWriter& piece) { piece.add(place_of(object, 1, 'C'), C::tlv(5)); }),  // no class
      piece_with([&](PieceWriter& piece) { begin(piece), begin(piece); }),                      // twice
      piece_with([&](PieceWriter& piece) { begin(piece), piece.add(place_of(object, 1, 'C'), "long past nine"); }),
      piece_with([&](PieceWriter& piece) { begin(piece), piece.add(place_of(object, 1, 'Q'), ""); }),  // no such type
      piece_with([&](PieceWriter& piece) {
        begin(piece), piece.add(place_of(object, 3, 'S'), S::tlv("x", {(uint64_t{1} << 59) + 1, 10}));
      }),
      piece_with([&](PieceWriter& piece) {
        begin(piece), piece.add(place_of(object, 2, 'E'), E::tlv({}, {})),
            piece.add(place_of(object, 1, 'C'), C::tlv(5));
      }),
  };
  const std::string before = need(b.store().request_diff());
  for (const std::string& each : bad) {
    const auto taken = b.store().integrate_diff(diff_of(each, 'S', 0xb));
    ASSERT_FALSE(taken) << to_hex(each);
    EXPECT_EQ(taken.error().code == ErrorCode::limit ? ErrorCode::invalid : taken.error().code, ErrorCode::invalid);
    EXPECT_EQ(need(b.store().request_diff()), before);
  }
  // A horizon past the dots; more packets than there can be.
  PieceWriter past(dots.record(), DotSet().record(), first_place());
  EXPECT_FALSE(read_piece(past.finish(std::nullopt), built_in_types()));
  std::string many;
  for (uint32_t source = 1; source < 200; ++source)
    append_tiny(many, 'D', zip_pair(source, 1)), append_tiny(many, 'D', zip_pair(1, kMaxSequence));
  std::string record;
  append_record(record, 'D', many);
  PieceWriter large(DotSet().record(), record, first_place());
  EXPECT_EQ(read_piece(large.finish(std::nullopt), built_in_types()).error().code, ErrorCode::limit);
  // Packets for a state that nobody is receiving.
  EXPECT_TRUE(b.store().integrate_diff(diff_of(Bytes(), 'T', 0xb)));
  EXPECT_FALSE(b.store().integrate_diff(diff_of("garbage", 'T', 0xb)));
  EXPECT_EQ(b.keys('O') + b.keys('T'), 0u);
}

// What each adds is large, though all of it together is a few ranges and one large set: the gaps of the one before it,
// and a source with gaps.
TEST(State, TheSetsOfItsPiecesAreBounded) {
  if (kIsSanitized) GTEST_SKIP() << "millions of ranges are slow under the sanitizers";
  Member b(make_memory_engine(), 0xb);
  DotSet dots;
  std::string from = first_place();
  for (uint32_t index = 1; index < 1000; ++index) {
    if (index > 1) dots.add_range(0x100 + index - 1, 1, 200'000);
    for (uint32_t number = 1; number < 200'000; number += 2) dots.add({0x100 + index, number});
    const std::string to = place_of(Id(0xa, index, 0), 1, 'C');
    PieceWriter piece(DotSet().record(), dots.record(), from);
    const auto taken = b.store().integrate_diff(diff_of(piece.finish(to), 'S', 0xb));
    if (!taken) {
      EXPECT_EQ(taken.error().message, "the pieces of a state name more sets of packets than anybody sends");
      EXPECT_GT(index, 20u);
      return;
    }
    from = to;
  }
  FAIL() << dots.size() << " packets were taken";
}

// What comes while it is read is kept once, however large what is there already.
TEST(State, TheSetOfAllItsPiecesIsKeptOnce) {
  Member b(make_memory_engine(), 0xb);
  DotSet dots;
  for (uint32_t number = 1; number < 400'000; number += 2) dots.add({0xa, number});
  std::string from = first_place();
  for (uint32_t index = 1; index < 500; ++index) {
    dots.add({0xa, 2 * index});
    const std::string to = place_of(Id(0xa, index, 0), 1, 'C');
    PieceWriter piece(DotSet().record(), dots.record(), from);
    need(b.store().integrate_diff(diff_of(piece.finish(to), 'S', 0xb)));
    from = to;
  }
  const std::string before = need(b.store().request_diff());
  b.reopen();
  EXPECT_EQ(need(b.store().request_diff()), before);
}

TYPED_TEST(StateTest, ARequestFromTheFutureIsAnswered) {
  this->fill(3);
  DotSet future;
  future.add_range(0xa, 1, 1'000'000);
  future.add_range(0xdead, 1, kMaxSequence);
  std::string request = write_request({}, {}, future, Progress{future.record(), first_place()});
  const std::string diff = need(this->a_.store().build_diff(request, kDiffBytes));
  EXPECT_LT(diff.size(), 100u) << "it lacks nothing";
  EXPECT_EQ(this->a_.store().peers().size(), 0u) << "nobody said who asks";
  for (std::size_t size = 0; size < request.size(); ++size)
    EXPECT_FALSE(this->a_.store().build_diff(Bytes(request).substr(0, size), kDiffBytes));
  EXPECT_EQ(this->a_.store().build_diff(std::string(kMaxRequestBytes + 1, 'q'), 100).error().code, ErrorCode::limit);
}

// The old state or the new one, wherever it is cut off; a switch that was begun is finished by whoever opens it.
TYPED_TEST(StateTest, CutOffAtAnyWriteItIsTheOldStateOrTheNewOne) {
  this->fill(8);
  bool was_finished = false;
  for (uint64_t writes = 0; writes < 40 && !was_finished; ++writes) {
    auto full = std::make_unique<FullEngine>(make_memory_engine());
    FullEngine& disk = *full;
    Member c(std::move(full), 0x200 + static_cast<uint32_t>(writes));
    const Id own = c.begin();
    c.count(own, 7);
    disk.leave(writes);
    bool failed = false;
    for (int rounds = 0; rounds < 100 && !failed; ++rounds) {
      const auto request = c.store().request_diff();
      const auto part = request ? c.store().integrate_diff(need(this->a_.store().build_diff(*request, 400)))
                                : Result<Integrated>(request.error());
      failed = !part;
      if (part && !part->more) break;
    }
    was_finished = !failed;
    disk.leave(~uint64_t{0});
    if (writes % 2 == 0) c.reopen();
    need(c.store().request_diff());
    EXPECT_EQ(c.counted(own), 7) << writes;
    EXPECT_TRUE(c.keys('O') == 2 || c.keys('O') == 2 + 8 * 4 - 1) << c.keys('O') << " after " << writes;
    c.pull(this->a_, 400);
    EXPECT_EQ(c.counted(own), 7) << writes;
    EXPECT_EQ(c.counted(this->objects_[3]), 3);
  }
  EXPECT_TRUE(was_finished);
}

TYPED_TEST(StateTest, AReplicaFromAnOldCopyTakesTheStateAndAFreshSource) {
  Member& a = this->a_;
  const Id object = a.begin();
  auto copied = make_memory_engine();
  Member& b = this->b_;
  b.pull(a);
  b.count(object, 1);
  a.pull(b);
  {
    WriteBatch everything;
    need(b.engine().scan("", "", [&](Bytes key, Bytes value) { return everything.put(key, value), true; }));
    need(copied->write(everything));
  }
  b.count(object, 10);
  meet(a, b);
  b.set_tags(object, tags_of({"x"}));
  b.set_tags(object, {});
  meet(a, b);
  EXPECT_EQ(need(a.store().gc()).packets, 5u);
  Member restored(std::move(copied), 0xb);
  EXPECT_EQ(restored.counted(object), 1);
  restored.pull(a);
  EXPECT_EQ(restored.store().states_taken(), 1u);
  EXPECT_EQ(restored.counted(object), 11);
  EXPECT_NE(restored.book().current(), 0xbu);
  restored.count(object, 100);
  a.pull(restored);
  EXPECT_EQ(a.counted(object), 111);
}

}  // namespace
}  // namespace rdx::test
