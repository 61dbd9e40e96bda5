#include "rdx/tool/check.h"

#include <gtest/gtest.h>

#include <array>

#include "rdx/rdx/register.h"
#include "rdx/rdx/value.h"
#include "rdx/store/keys.h"
#include "rdx/store/local_store.h"
#include "rdx/store/memory_engine.h"

namespace rdx::tool {
namespace {

constexpr Id kClass(0, 1, 0);
constexpr Id kFirst(0xa1, 1, 0);

class Check : public testing::Test {
 protected:
  // Three objects with an indexed field, one that ends, one change by another.
  void SetUp() override {
    const auto store = LocalStore::open(*engine_, {});
    ASSERT_TRUE(store);
    const std::array<uint8_t, 1> indexed{1};
    ASSERT_TRUE((*store)->declare_class(kClass, Id(), indexed));
    for (uint32_t i = 1; i <= 3; ++i) {
      PacketBuilder packet({0xa1, i});
      packet.change('S', packet.begin_object(kClass), 1, S::tlv("n" + std::to_string(i), {1, 0xa1}));
      apply(**store, packet.packet());
    }
    PacketBuilder end({0xb2, 1});
    end.end_object(Id(0xa1, 2, 0));
    apply(**store, end.packet());
    PacketBuilder change({0xb2, 2});
    change.change('S', kFirst, 1, S::tlv("changed", {2, 0xb2}));
    apply(**store, change.packet());
  }
  static void apply(LocalStore& store, const std::string& bytes) {
    Bytes rest = bytes;
    const auto packet = take_packet(rest);
    ASSERT_TRUE(packet && store.apply(std::span(&*packet, 1)));
  }
  void write(const std::function<void(WriteBatch&)>& damage) {
    WriteBatch batch;
    damage(batch);
    ASSERT_TRUE(engine_->write(batch));
  }
  // The one thing that is wrong.
  std::string finding() {
    const auto report = check(*engine_);
    EXPECT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->wrong, report->findings.size());
    std::string text;
    for (const std::string& each : report->findings) text += each + "\n";
    return text;
  }

  std::unique_ptr<Engine> engine_ = make_memory_engine();
  const Keys keys_;
};

TEST_F(Check, AGoodStoreIsFine) {
  const auto report = check(*engine_);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->wrong, 0U);
  EXPECT_EQ(report->packets, 5U);
  EXPECT_EQ(report->objects, 2U);
  EXPECT_TRUE(report->is_replayed);
}

TEST_F(Check, AValueThatIsNotValid) {
  write([&](WriteBatch& batch) { batch.put(keys_.value(kFirst, 5, 'I'), "\x39"); });
  EXPECT_EQ(finding(), "object a1-1-0, field 5 I: the value is not valid\n");
}

TEST_F(Check, AValueThatTheLogDoesNotMake) {
  write([&](WriteBatch& batch) { batch.put(keys_.value(kFirst, 2, 'I'), I::tlv(7, {1, 0xa1})); });
  EXPECT_EQ(finding(), "object a1-1-0, field 2 I is not what the log makes of it\n");
}

TEST_F(Check, AValueThatIsMissing) {
  write([&](WriteBatch& batch) {
    batch.remove(keys_.value(Id(0xa1, 3, 0), 1, 'S'));
    batch.remove(keys_.index(kClass, 1, hash_of("n3"), Id(0xa1, 3, 0)));
  });
  EXPECT_EQ(finding(), "object a1-3-0, field 1 S is missing\n");
}

TEST_F(Check, AnIndexThatDoesNotHaveWhatItHasTo) {
  write([&](WriteBatch& batch) { batch.remove(keys_.index(kClass, 1, hash_of("changed"), kFirst)); });
  EXPECT_EQ(finding().rfind("index entry 58", 0), 0U);
  EXPECT_NE(finding().find(" is missing"), std::string::npos);
  write([&](WriteBatch& batch) {
    batch.put(keys_.index(kClass, 1, hash_of("changed"), kFirst), {});
    batch.put(keys_.index(kClass, 1, hash_of("n1"), kFirst), {});
  });
  EXPECT_NE(finding().find(" has no value"), std::string::npos);
}

TEST_F(Check, AnObjectThatDoesNotStandAmongThoseOfItsClass) {
  write([&](WriteBatch& batch) { batch.remove(keys_.member(kClass, kFirst)); });
  EXPECT_EQ(finding(), "object a1-1-0 does not stand among those of its class\n");
  write([&](WriteBatch& batch) {
    batch.put(keys_.member(kClass, kFirst), {});
    batch.put(keys_.member(kClass, Id(0xa1, 2, 0)), {});
  });
  EXPECT_EQ(finding(), "object a1-2-0 stands among those of class 0-1-0 and is not of it\n");
}

TEST_F(Check, ADamagedPacketAndWhatFollowsFromIt) {
  write([&](WriteBatch& batch) { batch.put(keys_.packet({0xb2, 1}), "\x30?"); });
  EXPECT_EQ(finding(), "packet b2-1 cannot be read\narrival 3 is not that of b2-1\n");
}

TEST_F(Check, APacketThatStandsNowhere) {
  std::string dot;
  append_dot(dot, {0xa1, 1});
  write([&](WriteBatch& batch) { batch.put(keys_.arrival(4), dot); });
  EXPECT_EQ(finding(),
            "packet b2-2 is in the log and not among the dots\n"
            "arrival 4 is not that of a1-1\npacket b2-2 does not stand in the order of arrival\n");
}

TEST_F(Check, ALogThatWasCutIsNotReplayed) {
  const auto store = LocalStore::open(*engine_, {});
  ASSERT_TRUE(store);
  std::string checkpoint;
  append_tiny(checkpoint, 'A', zip(5));
  write([&](WriteBatch& batch) {
    batch.put(keys_.about(kCheckpointName), checkpoint + (*store)->seen().record());
    batch.remove(keys_.packet({0xa1, 1}));
    batch.remove(keys_.arrival(0));
  });
  const auto report = check(*engine_);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->wrong, 0U);
  EXPECT_FALSE(report->is_replayed);
}

}  // namespace
}  // namespace rdx::tool
