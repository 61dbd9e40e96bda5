// A disk that fills up between two writes of one step: what was written is answered so, what is in memory is not ahead
// of the disk, and the next write goes on where one was refused. Over both engines.
#include "tests/store/full_engine.h"
#include "tests/store/members.h"

namespace rdx::test {
namespace {

constexpr Id kParent(0, 7, 1);
constexpr std::array<uint8_t, 1> kNameField{3};
constexpr uint64_t kMuch = ~uint64_t{0};

template <class Kind>
class FullDiskTest : public ::testing::Test {
 protected:
  LocalStore& store() { return member_.store(); }
  void describe() {
    member_.write([](PacketBuilder& builder) { builder.change('R', kThings, 3, R::tlv(kParent)); });
  }
  Result<std::vector<Id>> find(const char* name) { return store().find(kThings, 3, name, nullptr); }

  Kind kind_;
  FullEngine& disk_ = *new FullEngine(kind_.engine());
  Member member_{std::unique_ptr<Engine>(&disk_), 0xa};
};
TYPED_TEST_SUITE(FullDiskTest, ReplicaKinds);

// The packet takes one write, the index that its description asks for the next.
TYPED_TEST(FullDiskTest, APacketWhoseIndexesFindNoRoomIsWrittenAndSaysSo) {
  const Id object = this->member_.begin();
  this->member_.set_name(object, "Ada");
  need(this->store().declare_class(kParent, Id(), kNameField));
  EXPECT_FALSE(this->find("Ada"));
  const uint64_t arrivals = this->store().arrivals();
  this->disk_.leave(1);
  this->describe();
  EXPECT_EQ(this->store().arrivals(), arrivals + 1);
  EXPECT_TRUE(this->store().is_a(kThings, kParent));
  EXPECT_EQ(this->find("Ada").error().code, ErrorCode::not_found);
  PacketBuilder refused(need(this->store().next_dot()));
  refused.change('C', object, 1, C::tlv(int64_t{1}));
  const std::string bytes = refused.packet();
  Bytes rest = bytes;
  const Packet packet = *take_packet(rest);
  EXPECT_EQ(this->store().commit(std::span(&packet, 1)).error().code, ErrorCode::no_space);
  EXPECT_EQ(this->store().arrivals(), arrivals + 1);
  this->disk_.leave(kMuch);
  need(this->store().commit(std::span(&packet, 1)));
  EXPECT_EQ(need(this->find("Ada")), std::vector<Id>{object});
  EXPECT_EQ(this->member_.counted(object), 1);
}

TYPED_TEST(FullDiskTest, AnIndexThatWasNotBuiltIsBuiltByWhoOpens) {
  const Id object = this->member_.begin();
  this->member_.set_name(object, "Ada");
  need(this->store().declare_class(kParent, Id(), kNameField));
  this->disk_.leave(1);
  this->describe();
  this->disk_.leave(kMuch);
  this->member_.reopen();
  need(this->store().declare_class(kParent, Id(), kNameField));
  EXPECT_EQ(need(this->find("Ada")), std::vector<Id>{object});
}

TYPED_TEST(FullDiskTest, ADeclarationThatWasRefusedIsNotTakenForMade) {
  const Id object = this->member_.begin();
  this->member_.set_name(object, "Ada");
  for (uint64_t writes = 0; writes < 2; ++writes) {
    this->disk_.leave(writes);
    EXPECT_EQ(this->store().declare_class(kThings, kParent, kNameField).error().code, ErrorCode::no_space);
    EXPECT_TRUE(this->store().is_a(kThings, kParent)) << "reading needs no room";
    EXPECT_FALSE(this->find("Ada"));
  }
  this->disk_.leave(kMuch);
  need(this->store().declare_class(kThings, kParent, kNameField));
  EXPECT_EQ(need(this->find("Ada")), std::vector<Id>{object});
}

TYPED_TEST(FullDiskTest, ADeclarationThatWasRefusedIsOnTheDiskOnceItIsMade) {
  const Id object = this->member_.begin();
  this->member_.set_name(object, "Ada");
  this->disk_.leave(0);
  EXPECT_EQ(this->store().declare_class(kParent, Id(), kNameField).error().code, ErrorCode::no_space);
  this->disk_.leave(kMuch);
  need(this->store().declare_class(kParent, Id(), kNameField));
  this->member_.reopen();
  need(this->store().declare_class(kThings, kParent, {}));
  EXPECT_EQ(need(this->find("Ada")), std::vector<Id>{object});
}

// Half switched over, what stands there is neither the old state nor the new one.
TYPED_TEST(FullDiskTest, HalfASwitchIsNotToBeReadInASnapshotEither) {
  Member peer(make_memory_engine(), 0xb);
  const Id object = peer.begin();
  peer.set_name(object, "Ada");
  need(peer.store().gc());
  const Id own = this->member_.begin();
  bool was_half = false;
  for (uint64_t writes = 0; writes < 40 && !was_half; ++writes) {
    this->disk_.leave(writes);
    const auto request = this->store().request_diff();
    if (!request) continue;
    static_cast<void>(this->store().integrate_diff(need(peer.store().build_diff(*request, kDiffBytes))));
    was_half = this->store().load(own, nullptr).has_value() ? false : this->store().snapshot() == nullptr;
  }
  EXPECT_TRUE(was_half);
  EXPECT_EQ(this->store().load(own, nullptr).error().code, ErrorCode::no_space);
  this->disk_.leave(kMuch);
  need(this->store().request_diff());
  const auto snapshot = this->store().snapshot();
  ASSERT_NE(snapshot, nullptr);
  EXPECT_TRUE(this->store().load(own, snapshot.get()));
  EXPECT_TRUE(this->store().load(object, snapshot.get()));
}

// A peer's state may describe a class that nobody has an object of.
TYPED_TEST(FullDiskTest, AStateBringsTheIndexesOfClassesWithoutObjects) {
  Member peer(make_memory_engine(), 0xb);
  peer.write([](PacketBuilder& builder) { builder.change('R', kThings, 3, R::tlv(kParent)); });
  need(peer.store().gc());
  need(this->store().declare_class(kParent, Id(), kNameField));
  this->member_.pull(peer);
  EXPECT_EQ(this->store().states_taken(), 1u);
  EXPECT_EQ(need(this->find("Ada")), std::vector<Id>{});
}

// What was put into an index that could not be ended must not outlive its object.
TYPED_TEST(FullDiskTest, AnIndexThatIsHalfBuiltKeepsNothingOfWhatEnds) {
  const Id object = this->member_.begin();
  this->member_.set_name(object, "Ada");
  for (int i = 0; i < 4200; ++i) this->member_.begin();
  this->disk_.leave(2);  // that it is wanted, and a first part
  EXPECT_EQ(this->store().declare_class(kThings, Id(), kNameField).error().code, ErrorCode::no_space);
  EXPECT_EQ(this->member_.keys('X'), 1u);
  this->disk_.leave(kMuch);
  this->member_.end(object);
  need(this->store().declare_class(kThings, Id(), kNameField));
  EXPECT_EQ(need(this->find("Ada")), std::vector<Id>{});
  EXPECT_EQ(this->member_.keys('X'), 0u);
}

// What is moved in one step may end within an object, and the power may fail there.
TYPED_TEST(FullDiskTest, ASwitchThatIsCutOffWithinAnObjectGoesOnThere) {
  constexpr uint8_t kFields = 60;
  constexpr std::array<uint8_t, 1> kLast{kFields};
  Member peer(make_memory_engine(), 0xb);
  const Id object = peer.begin();
  for (uint8_t field = 1; field <= kFields; ++field)
    peer.write([&](PacketBuilder& builder) {
      builder.change('S', object, field, S::tlv(std::string(50'000, 'x') + std::to_string(field), {1, 0xb}));
    });
  need(peer.store().gc());
  int cuts = 0;
  for (uint64_t writes = 0; cuts < 2; ++writes) {
    ASSERT_LT(writes, 100u);
    FullEngine& disk = *new FullEngine(this->kind_.engine());
    Member taker{std::unique_ptr<Engine>(&disk), 0x100 + static_cast<uint32_t>(writes)};
    need(taker.store().declare_class(kThings, Id(), kLast));
    disk.leave(writes);
    const auto pulled = [&] {
      for (bool more = true; more;) {
        const auto request = taker.store().request_diff();
        if (!request) return;
        const auto part = taker.store().integrate_diff(need(peer.store().build_diff(*request, kDiffBytes)));
        more = part && part->more;
      }
    };
    pulled();
    disk.leave(kMuch);
    if (taker.keys('O') < 3 || taker.keys('O') > kFields) continue;
    ++cuts;
    taker.reopen();
    EXPECT_EQ(need(taker.store().load(object, nullptr)).image, need(peer.store().load(object, nullptr)).image);
    const std::string last = std::string(50'000, 'x') + std::to_string(kFields);
    EXPECT_EQ(need(taker.store().find(kThings, kFields, last, nullptr)), std::vector<Id>{object});
    EXPECT_EQ(taker.keys('K'), 1u);
    EXPECT_EQ(taker.keys('T'), 0u);
  }
}

}  // namespace
}  // namespace rdx::test
