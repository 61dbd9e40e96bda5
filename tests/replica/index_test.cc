// Indexes: what `find` gives is what a walk over all objects gives, after merges, syncs, removals, and for an index
// that is added to what is there.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "tests/replica/note.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

// Author before its name had an index.
struct EarlyAuthor : Author {
  static constexpr std::array<FieldInfo, 2> kFields{{{1, 'S', "name", "S"}, {2, 'I', "born", "I"}}};
  static constexpr ClassInfo kClass{"notes.Author", Author::kClass.id, nullptr, kFields};
};

template <class Kind>
class IndexTest : public ::testing::Test {
 protected:
  Kind kind_;
};
TYPED_TEST_SUITE(IndexTest, ReplicaKinds);

const std::array<std::string, 4> kNames{"Ada", "Bob", "Eve", ""};

// By the index and by a walk.
void expect_index_is_right(const Replica& replica) {
  for (const std::string& name : kNames) {
    std::set<Id> found;
    for (const Author& each : need(replica.find<Author>(1, name))) EXPECT_TRUE(found.insert(each.id()).second);
    std::set<Id> wanted;
    for (const Author& each : need(replica.objects<Author>()))
      if (each.name == name && each.is_set(1)) wanted.insert(each.id());
    EXPECT_EQ(found, wanted) << name;
  }
}

void sync(Replica& to, Replica& from) {
  for (bool more = true; more;)
    more = need(to.integrate_diff(need(from.build_diff(need(to.request_diff()), 2000)))).more;
}

TYPED_TEST(IndexTest, FollowsWhatWinsAMerge) {
  Replica left = this->kind_.open({.source = 1});
  Replica right = this->kind_.open({.source = 2});
  Author ada;
  ada.name = "Ada";
  need(right.integrate_ops(need(left.save(ada))));
  Author copy = need(right.load<Author>(ada.id()));
  ada.name = "Bob";
  need(left.save(ada));
  copy.name = "Eve";
  need(right.save(copy));
  sync(left, right);
  sync(right, left);
  for (const Replica* each : {&left, &right}) {
    EXPECT_TRUE(need(each->find<Author>(1, "Ada")).empty());
    EXPECT_TRUE(need(each->find<Author>(1, "Bob")).empty());
    EXPECT_EQ(need(each->find<Author>(1, "Eve")).size(), 1u);
  }
}

TYPED_TEST(IndexTest, IsRightThroughAnyHistory) {
  std::minstd_rand random(7);
  std::vector<Replica> replicas;
  for (uint32_t source = 1; source <= 3; ++source) replicas.push_back(this->kind_.open({.source = source}));
  for (int step = 0; step < 400; ++step) {
    Replica& replica = replicas[random() % 3];
    const auto all = need(replica.objects<Author>());
    const auto what = random() % 10;
    if (all.empty() || what < 2) {
      Poet fresh;  // an Author too
      fresh.name = kNames[random() % 4];
      need(replica.save(fresh));
    } else if (what < 7) {
      Author each = all[random() % all.size()];
      each.name = kNames[random() % 4];
      need(replica.save(each));
    } else if (what < 8) {
      need(replica.remove(all[random() % all.size()]));
    } else {
      sync(replica, replicas[random() % 3]);
    }
    if (step % 20 == 0) expect_index_is_right(replica);
  }
  for (Replica& to : replicas)
    for (Replica& from : replicas) sync(to, from);
  for (const Replica& each : replicas) expect_index_is_right(each);
}

TYPED_TEST(IndexTest, IsAddedToWhatIsThere) {
  Replica replica = this->kind_.open({.source = 1});
  Replica peer = this->kind_.open({.source = 2});
  std::vector<EarlyAuthor> authors(30);
  for (std::size_t i = 0; i < authors.size(); ++i) {
    authors[i].name = kNames[i % 3];
    need(peer.integrate_ops(need(replica.save(authors[i]))));
  }
  EXPECT_EQ(replica.find<EarlyAuthor>(1, "Ada").error().code, ErrorCode::not_found);
  EXPECT_EQ(need(replica.find<Author>(1, "Ada")).size(), 10u);
  expect_index_is_right(replica);
  EarlyAuthor theirs = need(peer.load<EarlyAuthor>(authors[0].id()));  // this one has no index yet
  theirs.name = "Eve";
  need(replica.integrate_ops(need(peer.save(theirs))));
  need(replica.integrate_ops(need(peer.remove(authors[3]))));
  expect_index_is_right(replica);
  EXPECT_EQ(need(replica.find<Author>(1, "Ada")).size(), 8u);
  expect_index_is_right(peer);
}

TEST(Index, IsThereAgainAfterReopening) {
  const TemporaryFolder folder;
  const RocksOptions rocks{.durability = Durability::written, .least_free_bytes = 0};
  {
    Replica replica = need(open_rocksdb(folder / "db", {.source = 1}, rocks));
    for (int i = 0; i < 9; ++i) {
      EarlyAuthor author;
      author.name = kNames[static_cast<std::size_t>(i % 3)];
      need(replica.save(author));
    }
  }
  {
    const Replica replica = need(open_rocksdb(folder / "db", {.source = 1}, rocks));
    expect_index_is_right(replica);
  }
  Replica replica = need(open_rocksdb(folder / "db", {.source = 1}, rocks));
  EarlyAuthor author;
  author.name = "Ada";
  need(replica.save(author));  // by a program that does not know of the index
  expect_index_is_right(replica);
  EXPECT_EQ(need(replica.find<Author>(1, "Ada")).size(), 4u);
}

}  // namespace
}  // namespace rdx::test
