// What every engine keeps: order, batches, snapshots, and merges that fall together however they are split.
#include <fstream>
#include <map>
#include <random>
#include <regex>
#include <sstream>

#include "rdx/rdx/register.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

template <class Kind>
class EngineTest : public ::testing::Test {
 protected:
  std::string get(Bytes key, const Snapshot* at = nullptr) { return need(engine_->get(key, at)).value_or("nothing"); }
  std::string scan(Bytes first, Bytes end, const Snapshot* at = nullptr) {
    std::string seen;
    need(engine_->scan(
        first, end,
        [&](Bytes key, Bytes value) { return seen.append(key).append("=").append(value).append(" "), true; }, at));
    return seen;
  }
  void write(const std::function<void(WriteBatch&)>& fill) {
    WriteBatch batch;
    fill(batch);
    need(engine_->write(batch));
  }

  Kind kind_;
  std::unique_ptr<Engine> engine_ = kind_.engine();
};
using EngineKinds = ReplicaKinds;
TYPED_TEST_SUITE(EngineTest, EngineKinds);

// RocksDB keeps its format mark among the keys, under M; tests look in front of it.
constexpr Bytes kEnd = "L";

TYPED_TEST(EngineTest, KeysAscendAndAScanHasItsBounds) {
  this->write([](WriteBatch& batch) {
    batch.put("B2", "two");
    batch.put("B", "zero");
    batch.put("B1", "one");
    batch.put(Bytes("B\xff", 2), "last");
    batch.put(Bytes("B\0", 2), "first");
  });
  EXPECT_EQ(this->scan("B", kEnd), std::string("B=zero B\0=first B1=one B2=two B\xff=last ", 38));
  EXPECT_EQ(this->scan("B1", "B2"), "B1=one ");
  EXPECT_EQ(this->get("B2"), "two");
  EXPECT_EQ(this->get("B3"), "nothing");
}

TYPED_TEST(EngineTest, ABatchActsInItsOrder) {
  this->write([](WriteBatch& batch) {
    batch.put("A1", "gone");
    batch.put("A2", "x");
    batch.remove_range("A", "A2");
    batch.put("A3", "a");
    batch.remove("A3");
    batch.remove("A2");
    batch.put("A2", "back");
    batch.remove("never there");
  });
  EXPECT_EQ(this->scan("A", "B"), "A2=back ");
}

TYPED_TEST(EngineTest, ASnapshotStaysAsItWas) {
  this->write([](WriteBatch& batch) {
    for (int i = 100; i < 400; ++i) batch.put("A" + std::to_string(i), "old");
  });
  const auto snapshot = this->engine_->snapshot();
  const std::string before = this->scan("A", kEnd);
  this->write([](WriteBatch& batch) {
    for (int i = 150; i < 500; ++i) batch.put("A" + std::to_string(i), "new");
    batch.remove_range("A100", "A150");
  });
  EXPECT_EQ(this->scan("A", kEnd, snapshot.get()), before);
  EXPECT_EQ(this->get("A100", snapshot.get()), "old");
  EXPECT_EQ(this->get("A450", snapshot.get()), "nothing");
  EXPECT_EQ(this->get("A100"), "nothing");
  EXPECT_EQ(this->get("A450"), "new");
}

TYPED_TEST(EngineTest, ItIsWhatAMapWouldBe) {
  std::mt19937 random(7);
  std::map<std::string, std::string> expected;
  for (int round = 0; round < 300; ++round) {
    WriteBatch batch;
    for (int i = 0; i < 40; ++i) {
      const std::string key = "B" + std::to_string(random() % 2000);
      if (random() % 100 == 0) {
        const std::string end = key + "5";
        batch.remove_range(key, end);
        expected.erase(expected.lower_bound(key), expected.lower_bound(end));
      } else if (random() % 3 == 0) {
        batch.remove(key);
        expected.erase(key);
      } else {
        batch.put(key, std::to_string(round));
        expected[key] = std::to_string(round);
      }
    }
    need(this->engine_->write(batch));
  }
  std::string text;
  for (const auto& [key, value] : expected) text += key + "=" + value + " ";
  EXPECT_EQ(this->scan("B", "C"), text);
}

// RocksDB looks for the place of a key behind the last one of its row; a range is no key of a row.
TYPED_TEST(EngineTest, RangesMayStartAtKeysThatComeInRows) {
  const Keys keys;
  const auto put = [&](uint64_t first, uint64_t count) {
    for (uint64_t i = first; i < first + count; ++i) {
      WriteBatch batch;
      const auto number = static_cast<uint32_t>(i);
      batch.put(keys.arrival(i), "a");
      batch.put(keys.packet({5, number}), "p");
      batch.put(keys.value(Id(5, number, 0), 1, 'S'), "v");
      batch.put(keys.member(Id(7), Id(5, number, 0)), "m");
      need(this->engine_->write(batch));
    }
  };
  put(1, 50);
  WriteBatch ranges;
  ranges.remove_range(keys.arrival(10), keys.arrival(20));
  ranges.remove_range(keys.packet({5, 10}), keys.packet({5, 20}));
  ranges.remove_range(keys.value(Id(5, 10, 0), 1, 'S'), keys.object(Id(5, 20, 0)));
  ranges.remove_range(keys.member(Id(7), Id(5, 10, 0)), keys.member(Id(7), Id(5, 20, 0)));
  ranges.remove_range(keys.arrival(40), keys.arrival(30));
  need(this->engine_->write(ranges));
  put(51, 50);
  std::map<char, int> counts;
  std::string last;
  need(this->engine_->scan("", "", [&](Bytes key, Bytes) {
    EXPECT_LT(last, key);
    last = key;
    return ++counts[key.front()], true;
  }));
  for (const char letter : {'A', 'P', 'O', 'K'}) EXPECT_EQ(counts[letter], 90) << letter;
}

TYPED_TEST(EngineTest, AnEmptiedEngineTakesKeysAgain) {
  for (int round = 0; round < 3; ++round) {
    this->write([](WriteBatch& batch) {
      for (int i = 0; i < 5000; ++i) batch.put("A" + std::to_string(i), "x");
    });
    this->write([](WriteBatch& batch) { batch.remove_range("A", "B"); });
    EXPECT_EQ(this->scan("A", kEnd), "");
  }
}

struct MergeCase {
  std::vector<std::string> values;
  std::string merged;
};

// The merge rows of a letter's vectors.
std::vector<MergeCase> merge_cases(char letter) {
  const char type = letter == 'Z' ? 'U' : letter;  // one type under two letters
  std::ifstream file(std::string(RDX_VECTORS) + "/" + type + ".jsonl");
  const std::regex row(R"re("op": "merge", "in": \[([^\]]*)\], "out": "([0-9a-f]*)")re");
  const std::regex quoted(R"re("([0-9a-f]*)")re");
  std::vector<MergeCase> cases;
  for (std::string line; std::getline(file, line);) {
    std::smatch match;
    if (!std::regex_search(line, match, row)) continue;
    MergeCase found{{}, *from_hex(match[2].str())};
    const std::string in = match[1].str();
    for (std::sregex_iterator at(in.begin(), in.end(), quoted), end; at != end; ++at)
      found.values.push_back(*from_hex((*at)[1].str()));
    cases.push_back(std::move(found));
  }
  return cases;
}

// Operands come in any split: in one batch, in many, with folds to the disk in between.
TYPED_TEST(EngineTest, MergesFallTogetherHoweverTheyAreSplit) {
  std::mt19937 random(11);
  std::map<std::string, std::string> expected;
  std::vector<std::pair<std::string, std::string>> operands;
  for (char letter = 'A'; letter <= 'Z'; ++letter) {
    if (built_in_types().find(letter) == nullptr) continue;
    int number = 0;
    for (const MergeCase& each : merge_cases(letter)) {
      const std::string key = "B" + std::to_string(number++) + letter;
      expected[key] = each.merged;
      for (const std::string& value : each.values) operands.emplace_back(key, value);
    }
    EXPECT_GT(number, 10) << "no vectors for " << letter;
  }
  for (const bool with_folds : {false, true}) {
    this->write([](WriteBatch& batch) { batch.remove_range("B", "C"); });
    std::shuffle(operands.begin(), operands.end(), random);
    WriteBatch batch;
    for (size_t i = 0; i < operands.size(); ++i) {
      batch.merge(operands[i].first, operands[i].second);
      if (random() % 8 != 0 && i + 1 < operands.size()) continue;
      need(this->engine_->write(batch));
      batch.clear();
      if (with_folds && random() % 64 == 0) need(this->engine_->compact());
    }
    for (const auto& [key, merged] : expected) EXPECT_EQ(to_hex(this->get(key)), to_hex(merged)) << key;
    need(this->engine_->compact());
    for (const auto& [key, merged] : expected) EXPECT_EQ(to_hex(this->get(key)), to_hex(merged)) << key;
  }
}

TYPED_TEST(EngineTest, AMergeOfAnythingSucceeds) {
  this->write([](WriteBatch& batch) {
    batch.merge("B1I", "\xff garbage");
    batch.merge("B1I", "");
    batch.merge("B1?", "b");
    batch.merge("B1?", "c");
    batch.merge("B1?", "a");
  });
  need(this->engine_->compact());
  EXPECT_EQ(this->get("B1?"), "c");
  this->write([](WriteBatch& batch) { batch.merge("B1I", I::tlv(5, {1, 1})); });
  EXPECT_EQ(I::native(this->get("B1I")), 5);
}

TYPED_TEST(EngineTest, AHotKeyIsFolded) {
  for (int64_t i = 1; i <= 2000; ++i) {
    this->write([&](WriteBatch& batch) { batch.merge("B1I", I::tlv(i, {static_cast<uint64_t>(i), 1})); });
  }
  EXPECT_EQ(I::native(this->get("B1I")), 2000);
}

TEST(EndOfPrefix, IsTheNextKeyPastIt) {
  EXPECT_EQ(end_of_prefix("A"), "B");
  EXPECT_EQ(end_of_prefix(Bytes("A\xff", 2)), "B");
  EXPECT_EQ(end_of_prefix(Bytes("\xff\xff", 2)), "");
}

}  // namespace
}  // namespace rdx::test
