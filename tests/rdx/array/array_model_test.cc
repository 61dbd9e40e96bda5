// merge, diff, gc and valid, against the naive array: replicas that insert anywhere and erase anything, whose changes
// come in any order, some of them without the ones that they stand on.
#include <gtest/gtest.h>

#include <iostream>
#include <optional>

#include "rdx/base/bytes.h"
#include "rdx/rdx/array.h"
#include "tests/rdx/array/drivers.h"
#include "tests/rdx/array/model.h"

namespace rdx::test {
namespace {

std::string merge(const std::vector<std::string>& values) {
  const std::vector<Bytes> bares(values.begin(), values.end());
  return L::merge(bares);
}

model::Array model_of(const std::string& bytes) { return model::read(bytes).value(); }

model::Array model_merge(const std::vector<std::string>& values) {
  std::vector<model::Array> arrays;
  for (const std::string& value : values) arrays.push_back(model_of(value));
  return model::merge(arrays);
}

template <class Map>
auto any_key(Random& random, const Map& map) {
  return std::next(map.begin(), static_cast<std::ptrdiff_t>(random.below(map.size())))->first;
}

void insert_chain(Random& random, const model::Array& seen, model::Array& change, uint64_t source) {
  model::Id parent = model::kRoot;
  if (!seen.elements.empty() && !random.one_in(6)) parent = any_key(random, seen.elements);
  model::Id id{std::max(seen.highest(), change.highest()).revision + 1 + (random.one_in(20) ? 70000 : 0), source};
  for (std::size_t count = 1 + random.below(5); count > 0; --count) {
    const Value value = random.one_in(3) ? random_value(random) : Value(random.one_in(2) ? "x" : "\xe6\x97\xa5");
    const bool erased = random.one_in(10);
    change.elements[id] = {parent, erased, erased ? '\0' : value.letter(), erased ? "" : value.bytes()};
    parent = id;
    id = id.next();
  }
}

void erase_some(Random& random, const model::Array& seen, model::Array& change) {
  if (seen.elements.empty()) return;
  model::Id id = any_key(random, seen.elements);
  for (std::size_t count = 1 + random.below(4); count > 0; --count, id = id.next())
    if (seen.elements.count(id) != 0) change.erased.insert(id);
}

// The changes of a few replicas, each made in sight of some of those before.
std::vector<std::string> random_changes(Random& random) {
  std::vector<std::string> changes;
  const std::size_t sources = 1 + random.below(3);
  std::vector<model::Array> peers(sources);
  for (std::size_t count = 3 + random.below(20); count > 0; --count) {
    const std::size_t peer = random.below(sources);
    model::Array change;
    for (std::size_t parts = 1 + random.below(2); parts > 0; --parts) {
      if (random.one_in(3))
        erase_some(random, peers[peer], change);
      else
        insert_chain(random, peers[peer], change, random.one_in(9) ? peer + 1 : peer + 0x1000);
    }
    changes.push_back(model::write(change));
    peers[peer] = model::merge({peers[peer], change});
    if (random.one_in(3)) peers[peer] = model::merge({peers[peer], random.pick(peers)});
  }
  return changes;
}

std::vector<std::string> some(Random& random, const std::vector<std::string>& values) {
  std::vector<std::string> picked;
  const std::size_t odds = 1 + random.below(4);
  for (const std::string& value : values)
    if (random.one_in(odds)) picked.push_back(value);
  random.shuffle(picked);
  return picked;
}

void expect_same(const std::string& bytes, const model::Array& expected, const char* what) {
  EXPECT_EQ(to_hex(bytes), to_hex(model::write(expected))) << what;
  EXPECT_TRUE(L::valid(bytes)) << what << ' ' << to_hex(bytes);
}

void check_history(uint64_t seed) {
  SCOPED_TRACE("RDX_SEED=" + std::to_string(seed) + " RDX_HISTORIES=1");
  Random random(seed);
  const std::vector<std::string> changes = random_changes(random);
  std::vector<std::string> states;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto picked = some(random, changes);
    states.push_back(merge(picked));
    expect_same(states.back(), model_merge(picked), "merge of changes");
  }
  std::vector<std::string> mixed = some(random, changes);
  mixed.insert(mixed.end(), states.begin(), states.end());
  const std::string state = merge(mixed);
  const model::Array array = model_of(state);
  expect_same(state, model_merge(mixed), "merge of states and changes");
  EXPECT_EQ(L::text(state), model::text(array));
  EXPECT_EQ(L::highest_revision(state), array.highest().revision);
  for (const std::string& old : states) {
    expect_same(L::gc(state, old), model::gc(array, model_of(old)), "gc");
    expect_same(L::gc(old, state), model::gc(model_of(old), array), "gc, by a later one");
  }
  VersionVector versions;
  std::set<uint64_t> sources;
  for (const uint32_t source : {1U, 2U, 3U, 0x1000U, 0x1001U, 0x1002U})
    if (random.one_in(2)) versions.raise(source, -1), sources.insert(source);
  expect_same(L::diff(state, versions), model::diff(array, sources), "diff");
}

TEST(ArrayModel, agrees_over_histories) {
  const uint64_t histories = history_count(1500);
  std::cout << histories << " histories from seed " << first_seed() << '\n';
  for (uint64_t i = 0; i < histories && !HasFailure(); ++i) check_history(first_seed() + i);
}

// The same elements in the same places, some with another value: what the door keeps out. The larger value stands.
std::string with_other_values(Random& random, const std::string& change) {
  model::Array array = model_of(change);
  static const std::vector<Value> kOthers{"a", "z", "\xc3\xa9", 7, "long", Id(1, 2, 3)};
  for (auto& [id, element] : array.elements) {
    if (!random.one_in(3)) continue;
    const Value& other = random.pick(kOthers);
    element = {element.parent, false, other.letter(), other.bytes()};
  }
  return model::write(array);
}

TEST(ArrayModel, agrees_where_an_id_has_two_values) {
  const uint64_t histories = history_count(500);
  for (uint64_t i = 0; i < histories && !HasFailure(); ++i) {
    SCOPED_TRACE("RDX_SEED=" + std::to_string(first_seed() + i) + " RDX_HISTORIES=1");
    Random random(first_seed() + i);
    const std::vector<std::string> changes = random_changes(random);
    std::vector<std::string> values = changes;
    for (const std::string& change : changes) values.push_back(with_other_values(random, change));
    for (int variant = 0; variant < 3; ++variant)
      values.push_back(with_other_values(random, merge(some(random, changes))));
    random.shuffle(values);
    expect_same(merge(values), model_merge(values), "merge");
    const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    const std::string grouped = merge({merge({values.begin(), half}), merge({half, values.end()})});
    EXPECT_EQ(to_hex(grouped), to_hex(merge(values)));
  }
}

// Bytes that differ a little from valid ones: valid exactly where the model writes the same bytes again.
std::string mutate(Random& random, std::string bytes) {
  for (std::size_t changes = 1 + random.below(2); changes > 0; --changes) {
    const std::size_t at = random.below(bytes.size() + 1);
    const std::size_t from = random.below(bytes.size() + 1);
    switch (random.below(5)) {
      case 0: bytes.insert(at, 1, static_cast<char>(random.below(8))); break;
      case 1: bytes.erase(at, 1 + random.below(3)); break;
      case 2: bytes.insert(at, bytes.substr(from, random.below(12))); break;
      default:
        if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] + (random.one_in(2) ? 1 : -1));
    }
  }
  return bytes;
}

bool has_valid_values(const model::Array& array) {
  return std::all_of(array.elements.begin(), array.elements.end(), [](const auto& entry) {
    const model::Element& element = entry.second;
    return element.erased || is_value(element.letter, element.value);
  });
}

// Nothing where it is more than the model takes.
std::optional<bool> is_valid_to_model(const std::string& bytes) {
  model::Array array;
  const bool is_read = model::read_into(array, bytes);
  if (array.is_beyond) return std::nullopt;
  return is_read && model::write(array) == bytes && has_valid_values(array);
}

TEST(ArrayModel, agrees_on_what_is_valid) {
  const uint64_t histories = history_count(1500);
  uint64_t valid = 0;
  for (uint64_t i = 0; i < histories && !HasFailure(); ++i) {
    SCOPED_TRACE("RDX_SEED=" + std::to_string(first_seed() + i) + " RDX_HISTORIES=1");
    Random random(first_seed() + i);
    const std::string state = merge(some(random, random_changes(random)));
    for (int mutation = 0; mutation < 20; ++mutation) {
      const std::string bytes = mutate(random, state);
      const std::optional<bool> expected = is_valid_to_model(bytes);
      if (!expected) continue;
      valid += uint64_t{*expected};
      EXPECT_EQ(L::valid(bytes), *expected) << to_hex(bytes);
    }
  }
  EXPECT_GT(valid, histories / 10) << "too few of the mutations are valid for this to mean anything";
}

}  // namespace
}  // namespace rdx::test
