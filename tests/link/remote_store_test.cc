#include "rdx/link/remote_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "rdx/link/link.h"
#include "rdx/link/store_calls.h"
#include "rdx/rdx.h"
#include "tests/link/certificates.h"
#include "tests/link/plain.h"
#include "tests/link/waiting.h"
#include "tests/replica/note.h"

namespace rdx {
namespace {

using test::Author;
using test::Poet;
using test::wait_for;
using testing::HasSubstr;

StoreLinkOptions plain() {
  StoreLinkOptions options;
  options.transport = test::plain_transport();
  options.call_ms = 20'000;
  return options;
}

// A replica in memory, offered at an address, and what calls it.
struct Offered {
  explicit Offered(const StoreLinkOptions& options = plain()) {
    server = std::move(*StoreServer::open(replica.store(), options));
    address = *server->listen();
    remote = std::move(*RemoteStore::open(address, options));
  }

  Replica replica = *open_memory({.source = 0xa1});
  std::unique_ptr<StoreServer> server;
  std::string address;
  std::unique_ptr<RemoteStore> remote;
};

Author author(Replica& replica, const std::string& name) {
  Author made;
  made.name = name;
  EXPECT_TRUE(replica.save(made));
  return made;
}

std::vector<Id> ids_of(const Store& store, Id class_id, Id after) {
  std::vector<Id> ids;
  const auto collect = [&](Id id) {
    ids.push_back(id);
    return true;
  };
  EXPECT_TRUE(store.for_each_id(class_id, after, collect));
  return ids;
}

TEST(RemoteStore, AnswersAsTheStoreDoes) {
  Offered offered;
  Store& local = offered.replica.store();
  const Store& remote = *offered.remote;
  const Author ada = author(offered.replica, "Ada");
  const Author bob = author(offered.replica, "Bob");
  Poet homer;
  ASSERT_TRUE(offered.replica.save(homer));
  EXPECT_EQ(remote.load(ada.id())->class_id, Author::kClass.id);
  EXPECT_EQ(remote.load(ada.id())->image, local.load(ada.id())->image);
  EXPECT_EQ(ids_of(remote, Author::kClass.id, {}), (std::vector<Id>{ada.id(), bob.id()}));
  EXPECT_EQ(ids_of(remote, Author::kClass.id, ada.id()), std::vector<Id>{bob.id()});
  EXPECT_EQ(*remote.find(Author::kClass.id, 1, "Bob"), std::vector<Id>{bob.id()});
  EXPECT_EQ(remote.class_and_descendants(Author::kClass.id), local.class_and_descendants(Author::kClass.id));
  EXPECT_EQ(remote.class_and_descendants(Author::kClass.id).size(), 2U);
  EXPECT_TRUE(remote.seen() == local.seen());
  EXPECT_EQ(remote.snapshot(), nullptr);
  EXPECT_TRUE(offered.remote->declare_class(Id(0, 9, 9), Author::kClass.id, std::vector<uint8_t>{1}));
  EXPECT_EQ(local.class_and_descendants(Author::kClass.id).size(), 3U);
}

TEST(RemoteStore, HandsErrorsOn) {
  Offered offered;
  Author ada = author(offered.replica, "Ada");
  ASSERT_TRUE(offered.replica.remove(ada));
  EXPECT_EQ(offered.remote->load(ada.id()).error().code, ErrorCode::gone);
  EXPECT_EQ(offered.remote->load(Id(7, 7, 7)).error(), offered.replica.store().load(Id(7, 7, 7)).error());
  EXPECT_EQ(offered.remote->integrate_diff("nonsense").error().code, ErrorCode::invalid);
  EXPECT_EQ(offered.remote->load(ada.id(), offered.replica.store().snapshot().get()).error().code, ErrorCode::invalid);
  EXPECT_TRUE(offered.remote->is_open());
}

TEST(RemoteStore, GoesThroughManyObjects) {
  Offered offered;
  Replica& replica = offered.replica;
  for (int i = 0; i < 5; ++i) {
    Transaction transaction = replica.begin();
    for (int j = 0; j < 1000; ++j) {
      Author made;
      ASSERT_TRUE(transaction.save(made));
    }
    ASSERT_TRUE(transaction.commit());
  }
  const auto ids = ids_of(*offered.remote, Author::kClass.id, {});
  EXPECT_EQ(ids.size(), 5000U);
  EXPECT_EQ(ids, ids_of(replica.store(), Author::kClass.id, {}));
}

TEST(RemoteStore, SyncsAndAppliesLikeAnyOther) {
  Offered offered;
  Replica here = *open_memory({.source = 0xb2});
  const Author ada = author(here, "Ada");
  const Author bob = author(offered.replica, "Bob");
  auto taken = here.integrate_diff(*offered.remote->build_diff(*here.request_diff()));
  EXPECT_EQ(taken->applied, 1U);
  taken = offered.remote->integrate_diff(*here.build_diff(*offered.remote->request_diff()));
  EXPECT_EQ(taken->applied, 1U);
  EXPECT_TRUE(here.seen() == offered.replica.seen());
  EXPECT_EQ(offered.replica.load<Author>(ada.id())->name, "Ada");

  Author eve;
  const std::string ops = *here.save(eve);
  eve.name = "Eve";
  const std::string later = *here.save(eve);
  Bytes bytes = later;
  const Packet second = *take_packet(bytes);
  const auto early = offered.remote->apply(std::span(&second, 1));
  EXPECT_EQ(early->left_out, 1U);
  EXPECT_EQ(early->missing, std::vector<Dot>{dot_of(eve.id())});
  bytes = ops;
  const Packet first = *take_packet(bytes);
  const std::vector<Packet> both{first, second};
  EXPECT_EQ(offered.remote->apply(both)->applied, 2U);
  EXPECT_EQ(offered.remote->apply(both)->known, 2U);
  EXPECT_EQ(offered.replica.load<Author>(eve.id())->name, "Eve");
}

TEST(RemoteStore, IsAwayWhileItsServerIs) {
  Offered offered;
  const Author ada = author(offered.replica, "Ada");
  ASSERT_TRUE(offered.remote->load(ada.id()));
  const DotSet seen = offered.remote->seen();
  offered.server.reset();
  ASSERT_TRUE(wait_for([&] { return !offered.remote->is_open(); }));
  EXPECT_EQ(offered.remote->load(ada.id()).error().code, ErrorCode::input_output);
  EXPECT_THAT(offered.remote->load(ada.id()).error().message, HasSubstr("the other side is away"));
  EXPECT_TRUE(offered.remote->seen() == seen);
  offered.server = std::move(*StoreServer::open(offered.replica.store(), plain()));
  ASSERT_TRUE(wait_for([&] { return offered.server->listen(offered.address).has_value(); }));
  EXPECT_TRUE(wait_for([&] { return offered.remote->load(ada.id()).has_value(); }));
}

TEST(RemoteStore, RefusesAPeerThatWantsToSync) {
  Replica replica = *open_memory({.source = 0xb2});
  LinkOptions options;
  options.transport = plain().transport;
  Link link = *Link::open(replica, options);
  const auto remote = std::move(*RemoteStore::open(*link.listen(), plain()));
  EXPECT_TRUE(wait_for([&] {
    const auto loaded = remote->load(Id(1, 1, 1));
    return loaded.error().message.find("want different things") != std::string::npos;
  }));
}

TEST(RemoteStore, ServesManyThreadsOverTls) {
  const test::Certificates certificates;
  StoreLinkOptions options = plain();
  options.transport.unsafe_plain = false;
  options.transport.tls = certificates.files("good");
  options.transport.threads = 2;
  Offered offered(options);
  std::vector<Author> authors;
  for (int i = 0; i < 50; ++i) authors.push_back(author(offered.replica, std::to_string(i)));
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (const Author& each : authors)
        if (const auto found = offered.remote->find(Author::kClass.id, 1, each.name);
            found && *found == std::vector{each.id()})
          ++right;
    });
  for (std::thread& each : threads) each.join();
  EXPECT_EQ(right, 400);
}

TEST(StoreCalls, TakeAnyBytes) {
  Replica replica = *open_memory({.source = 0xa1});
  author(replica, "Ada");
  const DotSet seen = replica.seen();
  std::mt19937 random(20261120);
  const std::string names = "PGQBLIFTKSx";
  for (int i = 0; i < 20'000; ++i) {
    std::string call(1, names[random() % names.size()]);
    for (std::size_t size = random() % 12; size > 0; --size)
      call.push_back(random() % 2 == 0 ? static_cast<char>('0' + random() % 10) : static_cast<char>(random()));
    const auto answer = answer_call(replica.store(), built_in_types(), call);
    EXPECT_FALSE(answer && (call[0] == 'P' || call[0] == 'x') && call.size() > 1) << to_hex(call);
    (void)read_integrated(Bytes(call).substr(1)).has_value();
    (void)read_ids(Bytes(call).substr(1)).has_value();
    (void)read_error(Bytes(call).substr(1));
  }
  EXPECT_TRUE(replica.seen() == seen);
}

TEST(StoreCalls, CarryWhatAnIntegrationAnswers) {
  const Integrated integrated{1, 70'000, 3, {{5, 6}, {7, 8}}, true, false};
  const auto read = read_integrated(write_integrated(integrated));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->applied, 1U);
  EXPECT_EQ(read->known, 70'000U);
  EXPECT_EQ(read->left_out, 3U);
  EXPECT_EQ(read->missing, integrated.missing);
  EXPECT_TRUE(read->cut && !read->more);
  EXPECT_EQ(read_error(write_error({ErrorCode::forked, "so"})), (Error{ErrorCode::forked, "so"}));
}

}  // namespace
}  // namespace rdx
