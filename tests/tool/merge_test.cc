#include "rdx/tool/merge.h"

#include <gtest/gtest.h>

#include "rdx/rdx/register.h"
#include "rdx/store/local_store.h"
#include "rdx/store/memory_engine.h"

namespace rdx::tool {
namespace {

constexpr Id kClass(0, 1, 0);

std::string begun(Dot dot) {
  PacketBuilder packet(dot);
  packet.change('I', packet.begin_object(kClass), 1, I::tlv(dot.sequence, {1, dot.source}));
  return packet.packet();
}
std::string changed(Dot dot, Id object) {
  PacketBuilder packet(dot);
  packet.change('I', object, 1, I::tlv(1000, {dot.sequence + 1, dot.source}));
  return packet.packet();
}
void add(Engine& engine, const std::string& bytes) {
  const auto store = LocalStore::open(engine, {});
  Bytes rest = bytes;
  const auto packet = take_packet(rest);
  ASSERT_TRUE(store && packet && (*store)->apply(std::span(&*packet, 1)));
}

class Merge : public testing::Test {
 protected:
  Merge() {
    for (int i = 0; i < 3; ++i) from_.push_back(make_memory_engine());
  }

  std::vector<std::unique_ptr<Engine>> from_;
  std::unique_ptr<Engine> into_ = make_memory_engine();
};

TEST_F(Merge, HasWhatEachHas) {
  for (uint32_t i = 1; i <= 300; ++i) add(*from_[i % 3], begun({0xa0 + i % 3, i}));
  add(*from_[1], begun({0xa0, 300}));  // two have it
  const auto merged = merge_stores(from_, *into_);
  ASSERT_TRUE(merged) << merged.error().message;
  EXPECT_EQ(merged->packets, 300U);
  EXPECT_EQ(merged->left_out, 0U);
  const auto store = LocalStore::open(*into_, {});
  ASSERT_TRUE(store);
  EXPECT_EQ((*store)->seen().size(), 300U);
}

TEST_F(Merge, OfTwoUnderOneSourceIsRefused) {
  add(*from_[0], begun({0xa1, 1}));
  PacketBuilder other({0xa1, 1});
  other.change('I', other.begin_object(kClass), 1, I::tlv(-5, {1, 0xa1}));
  add(*from_[1], other.packet());
  add(*from_[1], begun({0xa1, 2}));
  // Equal numbers are not asked for again; the keys of the two tell them apart.
  for (int i = 0; i < 2; ++i) {
    const auto book = SourceBook::open(*from_[static_cast<std::size_t>(i)], {}, [i] { return uint64_t(i) + 7; });
    ASSERT_TRUE(book && (*book)->claim(0xa1, DotSet()));
  }
  const auto merged = merge_stores(from_, *into_);
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().code, ErrorCode::source_taken);
}

TEST_F(Merge, OfNothingIsNothing) {
  const auto merged = merge_stores(from_, *into_);
  ASSERT_TRUE(merged);
  EXPECT_EQ(merged->packets, 0U);
}

TEST_F(Merge, ChangesFindTheirObjectsWhicheverStoreHasThem) {
  const std::string object = begun({0xb2, 1});
  const std::string change = changed({0xa1, 1}, Id(0xb2, 1, 0));
  add(*from_[2], object);
  add(*from_[0], object);
  add(*from_[0], change);
  const auto merged = merge_stores(from_, *into_);
  ASSERT_TRUE(merged);
  EXPECT_EQ(merged->packets, 2U);
  EXPECT_EQ(merged->left_out, 0U);
}

}  // namespace
}  // namespace rdx::tool
