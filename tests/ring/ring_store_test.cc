#include "rdx/store/ring_store.h"

#include <gtest/gtest.h>

#include "rdx/rdx.h"
#include "rdx/rdx/causal_counter.h"
#include "tests/replica/note.h"
#include "tests/ring/few_nodes.h"

namespace rdx {
namespace {

using test::Author;
using test::FewNodes;
using test::Note;
using test::Poet;

Author author(Replica& replica, const std::string& name) {
  Author made;
  made.name = name;
  const auto saved = replica.save(made);
  EXPECT_TRUE(saved) << saved.error().message;
  return made;
}

std::vector<Author> many(Replica& replica, int count) {
  std::vector<Author> all;
  for (int i = 0; i < count; ++i) all.push_back(author(replica, "author " + std::to_string(i)));
  return all;
}

// How many nodes have the object's slot with that packet.
std::size_t copies(FewNodes& ring, Id object) {
  std::size_t count = 0;
  for (const RingMember& each : ring.view().members)
    if (ring.node(each.number).seen(slot_of(object)).contains(dot_of(object))) ++count;
  return count;
}

TEST(Ring, OneNodeIsASimpleDatabase) {
  FewNodes ring(1);
  Replica replica = ring.replica();
  Author ada = author(replica, "Ada");
  ada.born = 1815;
  ASSERT_TRUE(replica.save(ada));
  EXPECT_EQ(replica.load<Author>(ada.id())->born, 1815);
  EXPECT_EQ(static_cast<RingStore&>(replica.store()).degraded(), 0U);
  ASSERT_TRUE(replica.remove(ada));
  EXPECT_EQ(replica.load<Author>(ada.id()).error().code, ErrorCode::gone);
}

TEST(Ring, HasTwoCopiesOfEverything) {
  FewNodes ring(4);
  Replica replica = ring.replica();
  for (const Author& each : many(replica, 100)) EXPECT_EQ(copies(ring, each.id()), 2U);
  EXPECT_EQ(replica.objects<Author>()->size(), 100U);
  const Placement placement = ring.placement();
  for (uint32_t number = 0; number < kSlots; ++number) {
    const auto slot = static_cast<uint16_t>(number);
    ASSERT_EQ(ring.content(placement.owners(slot)[0], slot), ring.content(placement.owners(slot)[1], slot));
    ASSERT_TRUE(ring.content(placement.ranked(slot)[2], slot).empty());
  }
}

TEST(Ring, OpensNoSlotWithoutPackets) {
  FewNodes ring(3);
  Replica replica = ring.replica();
  for (uint32_t number : {1U, 2U, 3U}) EXPECT_EQ(ring.node(number).open_slots(), 0U);
  author(replica, "Ada");
  for (uint32_t number : {1U, 2U, 3U}) EXPECT_LE(ring.node(number).open_slots(), 3U);
}

TEST(Ring, ListsAndFindsAcrossNodes) {
  FewNodes ring(3);
  Replica replica = ring.replica();
  const std::vector<Author> all = many(replica, 50);
  Poet homer;
  homer.name = "Homer";
  ASSERT_TRUE(replica.save(homer));
  EXPECT_EQ(replica.objects<Author>()->size(), 51U);
  const auto found = replica.find<Author>(1, "author 7");
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().id(), all[7].id());
  EXPECT_EQ(replica.find<Author>(1, "Homer")->size(), 1U);
  Replica other = ring.replica();  // who knows only what the ring says
  EXPECT_EQ(other.objects<Author>()->size(), 51U);
  EXPECT_EQ(other.load<Author>(homer.id())->name, "Homer");
}

TEST(Ring, GoesThroughMoreIdsThanAPage) {
  FewNodes ring(2);
  Replica replica = ring.replica();
  many(replica, 5000);
  EXPECT_EQ(replica.objects<Author>()->size(), 5000U);
}

TEST(Ring, WritesATransactionIntoEverySlotThatItNames) {
  FewNodes ring(4);
  Replica replica = ring.replica();
  Transaction transaction = replica.begin();
  Author ada;
  ada.name = "Ada";
  ASSERT_TRUE(transaction.save(ada));
  Note note;
  note.author = Ref<Author>(ada.id());
  ASSERT_TRUE(transaction.save(note));
  ASSERT_TRUE(transaction.commit());
  EXPECT_NE(slot_of(ada.id()), slot_of(note.id()));
  EXPECT_EQ(copies(ring, ada.id()), 2U);
  EXPECT_EQ(copies(ring, note.id()), 2U);
  EXPECT_EQ(replica.load<Note>(note.id())->author.id(), ada.id());
}

TEST(Ring, LosesNothingWithOneNode) {
  for (const uint32_t lost : {1U, 2U, 3U, 4U}) {
    FewNodes ring(4);
    Replica replica = ring.replica();
    std::vector<Author> all = many(replica, 40);
    ring.lose_disk(lost);
    for (Author& each : all) {
      EXPECT_EQ(replica.load<Author>(each.id())->name, each.name);
      each.born = 1;
      ASSERT_TRUE(replica.save(each));
    }
    EXPECT_EQ(static_cast<RingStore&>(replica.store()).degraded(), 0U) << "a third keeps hints";
    ring.start(lost);
    EXPECT_TRUE(ring.settle());
    for (const Author& each : all) EXPECT_EQ(copies(ring, each.id()), 2U);
    const Placement placement = ring.placement();
    for (uint32_t number = 0; number < kSlots; ++number) {
      const auto slot = static_cast<uint16_t>(number);
      ASSERT_EQ(ring.content(placement.owners(slot)[0], slot), ring.content(placement.owners(slot)[1], slot));
    }
  }
}

TEST(Ring, SaysWhereThereIsOneDiskAlone) {
  FewNodes ring(2);
  Replica replica = ring.replica();
  Author ada = author(replica, "Ada");
  ring.kill(2);
  ada.born = 1;
  ASSERT_TRUE(replica.save(ada));
  EXPECT_EQ(static_cast<RingStore&>(replica.store()).degraded(), 1U);
}

TEST(Ring, EndsForWritingWhereNoOwnerAnswers) {
  FewNodes ring(4);
  Replica replica = ring.replica();
  std::vector<Author> saved{author(replica, "next")};
  ring.kill(1);
  ring.kill(2);
  Result<std::string> done;
  while (done) {  // until one falls into a slot of both
    Author next;
    next.name = "next";
    done = replica.save(next);
    if (done) saved.push_back(next);
    ASSERT_LT(saved.size(), 500U);
  }
  EXPECT_EQ(done.error().code, ErrorCode::closed);
  EXPECT_EQ(replica.save(saved.back()).error().code, ErrorCode::closed);
  ring.start(1);
  ring.start(2);
  EXPECT_TRUE(ring.settle());
  Replica again = ring.replica();
  for (const Author& each : saved) EXPECT_EQ(again.load<Author>(each.id())->name, "next");
  const Id in_doubt(replica.source(), saved.back().id().sequence() + 1, 0);
  EXPECT_EQ(again.load<Author>(in_doubt)->name, "next") << "the hints made it to the owners";
}

TEST(Ring, ANodeServesAfterItHasPulledFromEveryOther) {
  FewNodes ring(3);
  Replica replica = ring.replica();
  Author ada = author(replica, "Ada");
  const uint16_t slot = slot_of(ada.id());
  const Placement placement = ring.placement();
  const uint32_t primary = placement.owners(slot)[0];
  const uint32_t third = placement.ranked(slot)[2];
  ring.kill(primary);
  ada.born = 1;
  ASSERT_TRUE(replica.save(ada));
  ring.kill(third);
  ring.start(primary);
  EXPECT_FALSE(ring.node(primary).serves(slot));
  EXPECT_EQ(ring.node(primary).repair(ring)->unreached, std::vector<uint32_t>{third});
  EXPECT_FALSE(ring.node(primary).serves(slot)) << "one did not answer";
  EXPECT_EQ(replica.load<Author>(ada.id())->born, 1) << "the secondary does";
  ring.raise(*without_member(ring.view(), third));
  EXPECT_TRUE(ring.node(primary).repair(ring)->unreached.empty());
  EXPECT_TRUE(ring.node(primary).serves(slot));
  EXPECT_EQ(replica.load<Author>(ada.id())->born, 1);
}

TEST(Ring, GoesByTheLatestListOfMembers) {
  FewNodes ring(3);
  Replica replica = ring.replica();
  const std::vector<Author> all = many(replica, 30);
  const RingCaller old(*ring.find(1), ring.view().epoch);
  ring.raise(*with_member(ring.view(), 4));
  EXPECT_EQ(old.digests().error().code, ErrorCode::wrong_view);
  ring.start(4);
  for (const Author& each : all) EXPECT_EQ(replica.load<Author>(each.id())->name, each.name);
  EXPECT_TRUE(ring.settle());
  for (const Author& each : all) EXPECT_EQ(copies(ring, each.id()), 2U);
  EXPECT_GT(ring.node(4).present().count(), 0U);
  EXPECT_EQ(static_cast<RingStore&>(replica.store()).view(), ring.view());
}

TEST(Ring, AMemberThatLeavesHandsOnWhatItHas) {
  FewNodes ring(4);
  Replica replica = ring.replica();
  const std::vector<Author> all = many(replica, 60);
  ring.raise(*with_leaving(ring.view(), 2));
  EXPECT_GT(ring.node(2).present().count(), 0U);
  EXPECT_TRUE(ring.settle());
  EXPECT_EQ(ring.node(2).present().count(), 0U);
  ring.raise(*without_member(ring.view(), 2));
  ring.lose_disk(2);
  for (const Author& each : all) {
    EXPECT_EQ(copies(ring, each.id()), 2U);
    EXPECT_EQ(replica.load<Author>(each.id())->name, each.name);
  }
}

TEST(Ring, HalfAPacketCompletesItself) {
  FewNodes ring(3);
  Replica phone = *open_memory({.source = 0x77});
  Transaction transaction = phone.begin();
  Author ada;
  Author bob;
  ASSERT_TRUE(transaction.save(ada));
  ASSERT_TRUE(transaction.save(bob));
  const std::string ops = *transaction.commit();
  const uint16_t slot = slot_of(ada.id());
  const uint32_t holder = ring.placement().owners(slot)[1];
  // One slot of one node has it, as a writer that fell over leaves it.
  ASSERT_EQ(RingCaller(*ring.find(holder), ring.view().epoch).slot_integrate(slot, ops)->applied, 1U);
  EXPECT_EQ(copies(ring, bob.id()), 0U);
  EXPECT_TRUE(ring.settle());
  EXPECT_EQ(copies(ring, ada.id()), 2U);
  EXPECT_EQ(copies(ring, bob.id()), 2U);
}

TEST(Ring, ARetryCountsOnce) {
  FewNodes ring(3);
  auto store = ring.store();
  PacketBuilder first({store->source(), 1});
  const Id id = first.begin_object(Id(0, 7, 9));
  first.change('C', id, 1, C::tlv(3));
  const std::string bytes = first.packet();
  Bytes rest = bytes;
  const Packet packet = *take_packet(rest);
  EXPECT_EQ(store->apply(std::vector{packet})->applied, 1U);
  EXPECT_EQ(store->apply(std::vector{packet})->known, 1U);
  EXPECT_EQ(C::native(find_image_field(store->load(id)->image, 1, 'C')), 3);
}

TEST(Ring, AppliesAPacketEverywhereOrNowhere) {
  FewNodes ring(3);
  auto store = ring.store();
  const Id unknown(0x99, 1, 0);
  PacketBuilder builder({store->source(), 1});
  const Id begun = builder.begin_object(Id(0, 7, 9));
  builder.change('I', unknown, 1, I::tlv(3, {}));
  const std::string bytes = builder.packet();
  Bytes rest = bytes;
  const auto taken = store->apply(std::vector{*take_packet(rest)});
  EXPECT_EQ(taken->left_out, 1U);
  EXPECT_EQ(taken->missing, std::vector<Dot>{dot_of(unknown)});
  EXPECT_EQ(store->load(begun).error().code, ErrorCode::not_found);
}

TEST(Ring, SyncsLikeAnyStore) {
  FewNodes ring(3);
  Replica replica = ring.replica();
  const std::vector<Author> all = many(replica, 40);
  Replica phone = *open_memory({.source = 0x77});
  for (bool more = true; more;) {
    const auto taken = phone.integrate_diff(*replica.build_diff(*phone.request_diff(), 500));
    ASSERT_TRUE(taken) << taken.error().message;
    EXPECT_EQ(taken->left_out, 0U);
    more = taken->more;
  }
  EXPECT_EQ(phone.objects<Author>()->size(), 40U);
  Author on_phone = *phone.load<Author>(all[3].id());
  on_phone.born = 3;
  ASSERT_TRUE(phone.save(on_phone));
  author(phone, "Zoe");
  const auto taken = replica.integrate_diff(*phone.build_diff(*replica.request_diff()));
  EXPECT_EQ(taken->applied, 2U);
  EXPECT_EQ(replica.load<Author>(all[3].id())->born, 3);
  EXPECT_TRUE(replica.seen() == phone.seen());
  const auto nothing = phone.integrate_diff(*replica.build_diff(*phone.request_diff()));
  ASSERT_TRUE(nothing) << nothing.error().message;
  EXPECT_EQ(nothing->applied + nothing->known, 0U);
}

// A ring has no log of its own that could be followed; a replica beside it has.
TEST(Ring, IsFollowedThroughAReplicaBesideIt) {
  FewNodes ring(3);
  Replica writer = ring.replica();
  Replica beside = *open_memory({.source = 0x77});
  Subscription authors = *beside.subscribe<Author>();
  Author ada = author(writer, "Ada");
  const auto pull = [&] { return beside.integrate_diff(*writer.build_diff(*beside.request_diff())); };
  ASSERT_TRUE(pull());
  ada.born = 1815;
  ASSERT_TRUE(writer.save(ada));
  ASSERT_TRUE(writer.remove(ada));
  ASSERT_TRUE(pull());
  std::vector<Event::Kind> kinds;
  const auto events = *authors.poll();
  for (const Event& event : events) {
    EXPECT_EQ(event.object, ada.id());
    kinds.push_back(event.kind);
  }
  using enum Event::Kind;
  EXPECT_EQ(kinds, (std::vector<Event::Kind>{begun, changed, changed, ended}));
}

// However many slots there are: each call may be a way to another machine and back.
TEST(Ring, SyncsInAFewCalls) {
  FewNodes ring(3);
  Replica replica = ring.replica();
  many(replica, 500);
  Replica phone = *open_memory({.source = 0x77});
  const std::string request = *phone.request_diff();
  const uint64_t before = ring.calls();
  const std::string diff = *replica.build_diff(request);
  EXPECT_LE(ring.calls() - before, 10U);
  EXPECT_EQ(phone.integrate_diff(diff)->left_out, 0U);
  EXPECT_EQ(phone.objects<Author>()->size(), 500U);
}

// A ring takes packets only, so whoever syncs with one keeps those that it may lack.
TEST(Ring, IsWaitedForByTheGcOfWhoSyncsWithIt) {
  FewNodes ring(3);
  Replica server = ring.replica();
  Replica phone = *open_memory({.source = 0x77});
  Author ada = author(phone, "Ada");
  ASSERT_TRUE(server.integrate_diff(*phone.build_diff(*server.request_diff())));
  ada.born = 1815;
  ASSERT_TRUE(phone.save(ada));
  const auto collected = phone.gc();
  ASSERT_TRUE(collected) << collected.error().message;
  EXPECT_EQ(collected->packets, 0U);
  EXPECT_EQ(collected->waits_for.size(), 1U);
  const auto taken = server.integrate_diff(*phone.build_diff(*server.request_diff()));
  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_EQ(server.load<Author>(ada.id())->born, 1815);
}

// Under one name, however many writers there are, so that there are not ever more peers to wait for.
TEST(Ring, IsOnePeerToWhoSyncsWithIt) {
  FewNodes ring(3);
  Replica phone = *open_memory({.source = 0x77});
  std::set<uint32_t> lowest;
  uint32_t least = ~0U;
  for (int i = 0; i < 40; ++i) {
    const auto server = ring.store();
    least = std::min(least, server->source());
    lowest.insert(least);
    ASSERT_TRUE(phone.build_diff(*server->request_diff()));
    ASSERT_TRUE(phone.integrate_diff(*server->build_diff(*phone.request_diff())));
  }
  EXPECT_EQ(phone.peers().size(), lowest.size());
}

TEST(Ring, TwoWritersHaveTwoSources) {
  FewNodes ring(3);
  RingStore::Setup setup = ring.setup();
  setup.source = 0x51;
  const auto first = RingStore::open(ring, setup);
  ASSERT_TRUE(first);
  EXPECT_EQ(RingStore::open(ring, setup).error().code, ErrorCode::source_taken);
  EXPECT_NE(ring.store()->source(), ring.store()->source());
}

TEST(Ring, SaysWhatItDoesNotDo) {
  FewNodes ring(3);
  Replica replica = ring.replica();
  const Author ada = author(replica, "Ada");
  const auto refuses = [](const auto& answer) { return !answer && answer.error().code == ErrorCode::invalid; };
  EXPECT_TRUE(refuses(replica.gc()));
  EXPECT_TRUE(refuses(replica.subscribe()));
  EXPECT_TRUE(refuses(replica.subscribe<Author>()));
  EXPECT_TRUE(refuses(replica.subscribe(ada.id())));
  EXPECT_TRUE(refuses(replica.tail()));
  EXPECT_TRUE(refuses(replica.forget_peer(5)));
  EXPECT_TRUE(refuses(replica.backup("/tmp", 1)));
  EXPECT_TRUE(refuses(Replica::over(ring.store(), {.gc_interval = std::chrono::milliseconds(1)})));
  EXPECT_EQ(replica.store().snapshot(), nullptr);
  Transaction demanding = replica.begin(Conflicts::loaded);
  Author loaded = *demanding.load<Author>(ada.id());
  loaded.born = 1815;
  ASSERT_TRUE(demanding.save(loaded));
  EXPECT_TRUE(refuses(demanding.commit()));
  EXPECT_EQ(replica.load<Author>(ada.id())->born, 0);
}

TEST(Ring, RefusesGarbage) {
  FewNodes ring(2);
  RingNode& node = ring.node(1);
  EXPECT_EQ(node.answer({}).error().code, ErrorCode::invalid);
  for (const char name : Bytes("WHLRIFTKCSPQBGNE?")) {
    const std::string call = ring_call(name, ring.view().epoch) + "\xff\xff garbage \x03";
    EXPECT_FALSE(node.answer(call)) << name;
  }
  EXPECT_EQ(node.view(), ring.view());
}

TEST(Ring, ADatabaseIsOfOneNode) {
  const auto engine = make_memory_engine();
  ASSERT_TRUE(RingNode::open(*engine, {.number = 1}));
  EXPECT_EQ(RingNode::open(*engine, {.number = 2}).error().code, ErrorCode::invalid);
  EXPECT_TRUE(RingNode::open(*engine, {.number = 1}));
}

}  // namespace
}  // namespace rdx
