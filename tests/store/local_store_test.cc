// A store: exactly once, ready or not at all, removal, reopening. Over both engines.
#include "rdx/store/local_store.h"

#include <algorithm>
#include <random>

#include "rdx/rdx/register.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

constexpr Id kClass(0, 7, 2);

std::string begin_packet(Dot dot, int64_t value = 1) {
  PacketBuilder builder(dot);
  const Id object = builder.begin_object(kClass);
  builder.change('I', object, 1, I::tlv(value, {1, dot.source}));
  return builder.packet();
}
std::string change_packet(Dot dot, Id object, int64_t value, uint64_t revision) {
  PacketBuilder builder(dot);
  builder.change('I', object, 1, I::tlv(value, {revision, dot.source}));
  return builder.packet();
}
std::string end_packet(Dot dot, Id object) {
  PacketBuilder builder(dot);
  builder.end_object(object);
  return builder.packet();
}

std::unique_ptr<LocalStore> open_store(Engine& engine, const std::string& prefix = {}) {
  LocalStore::Setup setup;
  setup.prefix = prefix;
  return need(LocalStore::open(engine, setup));
}

Result<Integrated> try_apply(LocalStore& store, const std::vector<std::string>& packets) {
  std::vector<Packet> views;
  for (const std::string& packet : packets) {
    Bytes rest = packet;
    views.push_back(*take_packet(rest));
  }
  return store.apply(views);
}
Integrated apply_all(LocalStore& store, const std::vector<std::string>& packets) {
  return need(try_apply(store, packets));
}

int64_t value_of(const LocalStore& store, Id object) {
  StoredObject stored = need(store.load(object, nullptr));
  Bytes rest = stored.image;
  const auto record = take_record(rest);
  Bytes bare = record->body;
  take_tiny(bare, 'I');
  return I::native(bare);
}

size_t count_keys(const Engine& engine, Bytes first, Bytes end) {
  size_t count = 0;
  need(engine.scan(first, end, [&](Bytes, Bytes) { return ++count, true; }));
  return count;
}

template <class Kind>
class LocalStoreTest : public ::testing::Test {
 protected:
  void reopen() {
    store_.reset();
    store_ = open_store(*engine_);
  }

  Kind kind_;
  std::unique_ptr<Engine> engine_ = kind_.engine();
  std::unique_ptr<LocalStore> store_ = open_store(*engine_);
};
TYPED_TEST_SUITE(LocalStoreTest, ReplicaKinds);

TYPED_TEST(LocalStoreTest, APacketIsAppliedOnce) {
  const std::string packet = begin_packet({5, 1}, 42);
  EXPECT_EQ(apply_all(*this->store_, {packet}).applied, 1u);
  EXPECT_EQ(apply_all(*this->store_, {packet}).known, 1u);
  EXPECT_EQ(value_of(*this->store_, Id(5, 1, 0)), 42);
  EXPECT_EQ(this->store_->arrivals(), 1u);
  const Integrated twice = apply_all(*this->store_, {begin_packet({5, 2}), begin_packet({5, 2})});
  EXPECT_EQ(twice.applied, 1u);
  EXPECT_EQ(twice.known, 1u);
}

TYPED_TEST(LocalStoreTest, APacketThatIsNotReadyLeavesNothing) {
  const std::string change = change_packet({6, 1}, Id(5, 1, 0), 9, 2);
  const Integrated early = apply_all(*this->store_, {change});
  EXPECT_EQ(early.left_out, 1u);
  EXPECT_EQ(early.missing, (std::vector<Dot>{{5, 1}}));
  EXPECT_TRUE(this->store_->seen().empty());
  EXPECT_EQ(count_keys(*this->engine_, "A", "M"), 0u);
  const Integrated both = apply_all(*this->store_, {begin_packet({5, 1}), change});
  EXPECT_EQ(both.applied, 2u);
  EXPECT_EQ(value_of(*this->store_, Id(5, 1, 0)), 9);
}

TYPED_TEST(LocalStoreTest, LateChangesToAnEndedObjectAreDropped) {
  const Id object(5, 1, 0);
  apply_all(*this->store_, {begin_packet({5, 1}), end_packet({6, 1}, object)});
  EXPECT_EQ(this->store_->load(object, nullptr).error().code, ErrorCode::gone);
  const Integrated late = apply_all(*this->store_, {change_packet({7, 1}, object, 3, 8), end_packet({8, 1}, object)});
  EXPECT_EQ(late.applied, 2u);
  EXPECT_EQ(this->store_->load(object, nullptr).error().code, ErrorCode::gone);
  EXPECT_EQ(count_keys(*this->engine_, "K", "M"), 0u);
  EXPECT_EQ(count_keys(*this->engine_, "O", "P"), 0u);
}

TYPED_TEST(LocalStoreTest, AnObjectMayBeginAndEndInOnePacket) {
  PacketBuilder builder({5, 1});
  const Id object = builder.begin_object(kClass);
  builder.end_object(object);
  builder.change('I', object, 1, I::tlv(3, {1, 5}));
  apply_all(*this->store_, {builder.packet()});
  EXPECT_EQ(this->store_->load(object, nullptr).error().code, ErrorCode::gone);
  EXPECT_EQ(count_keys(*this->engine_, "O", "P"), 0u);
}

TYPED_TEST(LocalStoreTest, ManyFieldsAreRemovedToo) {
  PacketBuilder builder({5, 1});
  const Id object = builder.begin_object(kClass);
  for (uint8_t field = 1; field <= 127; ++field) {
    for (const char letter : {'I', 'S', 'F', 'R'}) {
      std::string bare;
      append_stamp(bare, Stamp{1, 5});
      builder.change(letter, object, field, bare);
    }
  }
  apply_all(*this->store_, {builder.packet(), begin_packet({5, 2})});
  EXPECT_EQ(count_keys(*this->engine_, "O", "P"), 127u * 4 + 1 + 2);
  apply_all(*this->store_, {end_packet({6, 1}, object)});
  EXPECT_EQ(count_keys(*this->engine_, "O", "P"), 2u);
}

TYPED_TEST(LocalStoreTest, TheSameDotOverOtherBytesIsForked) {
  apply_all(*this->store_, {begin_packet({5, 1}, 1)});
  const auto forked = try_apply(*this->store_, {begin_packet({5, 2}), begin_packet({5, 1}, 2)});
  ASSERT_FALSE(forked);
  EXPECT_EQ(forked.error().code, ErrorCode::forked);
  EXPECT_EQ(this->store_->seen().size(), 1u);  // nothing of the two
  EXPECT_EQ(try_apply(*this->store_, {begin_packet({6, 1}, 1), begin_packet({6, 1}, 2)}).error().code,
            ErrorCode::forked);
}

TYPED_TEST(LocalStoreTest, ItIsThereAfterReopening) {
  std::vector<std::string> packets;
  for (uint32_t i = 1; i <= 100; ++i) packets.push_back(begin_packet({i % 3 + 1, i / 3 + 1}, i));
  apply_all(*this->store_, packets);
  const DotSet seen = this->store_->seen();
  this->reopen();
  EXPECT_EQ(this->store_->seen(), seen);
  EXPECT_EQ(this->store_->arrivals(), 100u);
  EXPECT_EQ(apply_all(*this->store_, packets).known, 100u);
}

TYPED_TEST(LocalStoreTest, ItReopensPastASetOfDotsThatWasWrittenDown) {
  for (uint32_t i = 0; i < 9; ++i) {
    std::vector<std::string> packets;
    for (uint32_t k = 1; k <= 1000; ++k) packets.push_back(begin_packet({5, i * 1000 + k}));
    apply_all(*this->store_, packets);
  }
  ASSERT_TRUE(need(this->engine_->get(Keys().about(kCheckpointName))));
  this->reopen();
  EXPECT_EQ(this->store_->arrivals(), 9000u);
  EXPECT_EQ(this->store_->seen().size(), 9000u);
  EXPECT_EQ(apply_all(*this->store_, {begin_packet({5, 9000}), begin_packet({5, 9001})}).known, 1u);
}

TYPED_TEST(LocalStoreTest, AHoleInItsLogIsSeenWhenItOpens) {
  apply_all(*this->store_, {begin_packet({5, 1}), begin_packet({5, 2}), begin_packet({5, 3})});
  WriteBatch damage;
  damage.remove(Keys().packet({5, 2}));
  need(this->engine_->write(damage));
  const auto opened = LocalStore::open(*this->engine_, {});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::input_output);
  EXPECT_NE(opened.error().message.find("packet 5-2 is missing"), std::string::npos) << opened.error().message;
}

TYPED_TEST(LocalStoreTest, StoresUnderTwoPrefixesDoNotMeet) {
  const auto one = open_store(*this->engine_, "s1/");
  const auto two = open_store(*this->engine_, "s2/");
  apply_all(*one, {begin_packet({5, 1}, 1)});
  apply_all(*two, {begin_packet({5, 1}, 2)});
  EXPECT_EQ(value_of(*one, Id(5, 1, 0)), 1);
  EXPECT_EQ(value_of(*two, Id(5, 1, 0)), 2);
  EXPECT_EQ(this->store_->load(Id(5, 1, 0), nullptr).error().code, ErrorCode::not_found);
  EXPECT_EQ(open_store(*this->engine_, "s2/")->arrivals(), 1u);
}

TYPED_TEST(LocalStoreTest, IdsOfAClassAscendPastAnId) {
  std::vector<std::string> packets;
  for (uint32_t i = 1; i <= 20; ++i) packets.push_back(begin_packet({5, i}));
  apply_all(*this->store_, packets);
  std::vector<Id> ids;
  need(this->store_->for_each_id(
      kClass, Id(5, 15, 0), [&](Id id) { return ids.push_back(id), ids.size() < 3; }, nullptr));
  EXPECT_EQ(ids, (std::vector<Id>{Id(5, 16, 0), Id(5, 17, 0), Id(5, 18, 0)}));
  ids.clear();
  need(this->store_->for_each_id(
      Id(0, 7, 3), Id(), [&](Id id) { return ids.push_back(id), true; }, nullptr));
  EXPECT_TRUE(ids.empty());
}

// Every order of arrival, with repeats, ends in the same bytes.
TYPED_TEST(LocalStoreTest, AnyOrderOfArrivalEndsTheSame) {
  std::mt19937 random(23);
  std::vector<std::string> packets;
  std::vector<Id> objects;
  for (uint32_t i = 1; i <= 30; ++i) {
    packets.push_back(begin_packet({1, i}));
    objects.emplace_back(1, i, 0);
  }
  for (uint32_t i = 1; i <= 200; ++i)
    packets.push_back(change_packet({2 + i % 3, i / 3 + 1}, objects[random() % objects.size()], i % 9, random() % 5));
  for (uint32_t i = 1; i <= 10; ++i) packets.push_back(end_packet({7, i}, objects[random() % objects.size()]));

  std::string first_state;
  for (int round = 0; round < 5; ++round) {
    const std::string prefix = "r" + std::to_string(round) + "/";
    const auto store = open_store(*this->engine_, prefix);
    std::shuffle(packets.begin(), packets.end(), random);
    for (bool left_out = true; left_out;) {
      left_out = false;
      for (size_t i = 0; i < packets.size(); i += 7) {
        const std::vector<std::string> some(packets.begin() + static_cast<long>(i),
                                            packets.begin() + static_cast<long>(std::min(i + 9, packets.size())));
        left_out = apply_all(*store, some).left_out > 0 || left_out;
      }
    }
    std::string state;
    need(this->engine_->scan(prefix + "K", prefix + "P", [&](Bytes key, Bytes value) {
      if (key[prefix.size()] != 'M') state += to_hex(key.substr(prefix.size())) + "=" + to_hex(value) + "\n";
      return true;
    }));
    if (round == 0) first_state = state;
    EXPECT_EQ(state, first_state) << "round " << round;
    EXPECT_EQ(store->seen().size(), packets.size());
  }
}

TYPED_TEST(LocalStoreTest, AFieldThatCannotBeIsRefused) {
  for (const uint8_t field : std::array<uint8_t, 3>{0, 128, 255}) {
    const std::array<uint8_t, 1> fields{field};
    const auto done = this->store_->declare_class(kClass, Id(), fields);
    EXPECT_FALSE(done) << int{field};
    EXPECT_EQ(this->store_->find(kClass, field, "", nullptr).error().code, ErrorCode::not_found);
  }
}

TYPED_TEST(LocalStoreTest, AnIndexIsBuiltForWhatIsThere) {
  std::vector<std::string> packets;
  for (uint32_t i = 1; i <= 50; ++i) packets.push_back(begin_packet({5, i}, i % 5));
  apply_all(*this->store_, packets);
  const std::string three(Bytes(zip_int(3)));
  EXPECT_EQ(this->store_->find(kClass, 1, three, nullptr).error().code, ErrorCode::not_found);
  const std::array<uint8_t, 1> fields{1};
  need(this->store_->declare_class(kClass, Id(), fields));
  EXPECT_EQ(need(this->store_->find(kClass, 1, three, nullptr)).size(), 10u);
  apply_all(*this->store_, {change_packet({6, 1}, Id(5, 3, 0), 7, 5), change_packet({6, 2}, Id(5, 1, 0), 3, 5),
                            change_packet({6, 3}, Id(5, 2, 0), 3, 5), end_packet({6, 4}, Id(5, 8, 0))});
  EXPECT_EQ(need(this->store_->find(kClass, 1, three, nullptr)).size(), 10u);
  this->reopen();  // the index is the store's, with or without the program that asked for it
  apply_all(*this->store_, {begin_packet({5, 60}, 3)});
  EXPECT_EQ(need(this->store_->find(kClass, 1, three, nullptr)).size(), 11u);
}

TYPED_TEST(LocalStoreTest, AnIndexReachesClassesThatTurnOutToDescend) {
  const Id child(0, 9, 1);
  PacketBuilder builder({5, 1});
  builder.change('I', builder.begin_object(child), 1, I::tlv(3, {1, 5}));
  const std::array<uint8_t, 1> fields{1};
  need(this->store_->declare_class(kClass, Id(), fields));
  apply_all(*this->store_, {builder.packet()});
  const std::string three(Bytes(zip_int(3)));
  EXPECT_FALSE(this->store_->find(child, 1, three, nullptr));
  PacketBuilder description({6, 1});
  description.change('R', child, 3, R::tlv(kClass));
  apply_all(*this->store_, {description.packet()});
  EXPECT_EQ(this->store_->class_and_descendants(kClass), (std::vector<Id>{kClass, child}));
  EXPECT_EQ(need(this->store_->find(child, 1, three, nullptr)).size(), 1u);
}

}  // namespace
}  // namespace rdx::test
