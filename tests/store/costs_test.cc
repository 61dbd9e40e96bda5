// What syncing costs does not grow with how often it is asked: a large diff, or a state, of many parts reads what it
// hands over about once, and keeps little of it in memory.
#include "tests/store/counting_engine.h"
#include "tests/store/members.h"

namespace rdx::test {
namespace {

class Costs : public ::testing::Test {
 protected:
  static CountingEngine& counted(Member& member) { return static_cast<CountingEngine&>(member.engine()); }
  static std::unique_ptr<Engine> engine() { return std::make_unique<CountingEngine>(make_memory_engine()); }
  /// So many packets of about that size, all of one object.
  void fill(int count, std::size_t size) {
    const Id object = a_.begin();
    for (int i = 0; i < count; ++i)
      a_.write([&](PacketBuilder& builder) {
        builder.change('S', object, 3, S::tlv(std::string(size, 'x'), {1 + uint64_t(i), 0xa}));
      });
    written_bytes_ = static_cast<std::size_t>(count) * size;
    counted(a_).reset();
  }

  Member a_{engine(), 0xa};
  Member b_{engine(), 0xb};
  std::size_t written_bytes_ = 0;
};

TEST_F(Costs, ADiffOfFewLargePacketsReadsEachAboutOnce) {
  fill(1000, 20'000);
  EXPECT_EQ(b_.pull(a_, 100'000).applied, 1001u);
  EXPECT_LT(2 * counted(a_).got_bytes(), 3 * written_bytes_);
  EXPECT_LT(counted(a_).visited(), 60'000u);
}

TEST_F(Costs, ADiffOfManySmallPacketsReadsTheLogAboutOnce) {
  fill(40'000, 20);
  EXPECT_EQ(b_.pull(a_, 20'000).applied, 40'001u);
  EXPECT_LT(counted(a_).visited(), 100'000u);
}

// However large an object is, and from where the last step ended.
TEST_F(Costs, AStateTakesItsPlaceInSmallSteps) {
  for (int objects = 0; objects < 3; ++objects) {
    const Id object = a_.begin();
    for (uint8_t field = 1; field <= 60; ++field)
      a_.write([&](PacketBuilder& builder) {
        builder.change('S', object, field, S::tlv(std::string(100'000, 'x'), {1, 0xa}));
      });
  }
  std::vector<Id> small;
  for (int i = 0; i < 8; ++i) {
    small.push_back(a_.begin());
    a_.set_name(small.back(), std::string(600'000, static_cast<char>('a' + i)));
  }
  need(a_.store().gc());
  need(b_.store().declare_class(kThings, Id(), std::array<uint8_t, 1>{3}));
  const Id own = b_.begin();
  for (int i = 0; i < 1000; ++i) b_.count(own, 1);
  counted(b_).reset();
  b_.pull(a_, 300'000);
  EXPECT_EQ(b_.store().states_taken(), 1u);
  EXPECT_EQ(b_.counted(own), 1000);
  EXPECT_EQ(b_.keys('K'), 3u + 8u + 1u);
  for (std::size_t i = 0; i < small.size(); ++i) {
    const std::string name(600'000, static_cast<char>('a' + i));
    EXPECT_EQ(need(b_.store().find(kThings, 3, name, nullptr)), std::vector<Id>{small[i]});
  }
  EXPECT_LT(counted(b_).largest_batch(), std::size_t{2} << 20);
  for (const char* letter : {"TO", "TA"}) {
    const auto scans = counted(b_).scans(letter);
    EXPECT_GT(scans.size(), 3u);
    for (const std::string& first : scans)
      EXPECT_LE(std::count(scans.begin(), scans.end(), first), 2) << letter << " is walked again and again";
  }
}

TEST_F(Costs, AChunkIsLargeForOneLargePacketOnly) {
  const Id object = a_.begin();
  b_.pull(a_);
  const auto chunk_of = [&](int count, std::size_t size) {
    std::string chunk;
    for (int i = 0; i < count; ++i)
      chunk += a_.write([&](PacketBuilder& builder) {
        builder.change('S', object, 3, S::tlv(std::string(size, 'x'), {1 + uint64_t(i), 0xa}));
      });
    std::string record;
    append_record(record, 'C', chunk);
    return record;
  };
  const auto many = b_.store().integrate_diff(chunk_of(1200, 1000));
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().code, ErrorCode::limit);
  EXPECT_EQ(b_.store().seen().size(), 1u);
  EXPECT_EQ(need(b_.store().integrate_diff(chunk_of(1, std::size_t{3} << 20))).applied, 1u);
}

}  // namespace
}  // namespace rdx::test
