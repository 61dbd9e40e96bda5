// The contract as cases: every line of tests/vectors/*.jsonl, through the table of types.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "rdx/base/id.h"
#include "rdx/rdx/text.h"
#include "rdx/rdx/types.h"

namespace rdx {
namespace {

using nlohmann::json;

constexpr uint32_t kSeed = 3604;
constexpr int kOrders = 5;

std::vector<json> read_lines(const std::string& name) {
  std::ifstream file(std::string(RDX_VECTORS) + "/" + name + ".jsonl");
  std::vector<json> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(json::parse(line));
  return lines;
}

std::string bytes_of(const json& hex) { return from_hex(hex.get<std::string>()).value(); }

std::vector<std::string> inputs_of(const json& vector) {
  std::vector<std::string> inputs;
  for (const json& hex : vector["in"]) inputs.push_back(bytes_of(hex));
  return inputs;
}

std::string merge(const TypeFunctions& type, const std::vector<std::string>& values) {
  const std::vector<Bytes> bares(values.begin(), values.end());
  return type.merge(bares);
}

// All of it at once, and the first few merged before the rest.
void expect_merge(const TypeFunctions& type, const std::vector<std::string>& values, const std::string& expected) {
  EXPECT_EQ(to_hex(merge(type, values)), expected);
  const std::size_t half = values.size() / 2;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(half);
  std::vector<std::string> grouped(middle, values.end());
  grouped.push_back(merge(type, {values.begin(), middle}));
  EXPECT_EQ(to_hex(merge(type, grouped)), expected);
}

void check_merge(const TypeFunctions& type, const json& vector) {
  std::mt19937 random(kSeed);
  std::vector<std::string> inputs = inputs_of(vector);
  const auto expected = vector["out"].get<std::string>();
  for (int order = 0; order < kOrders; ++order) {
    expect_merge(type, inputs, expected);
    std::shuffle(inputs.begin(), inputs.end(), random);
  }
  const std::string merged = bytes_of(vector["out"]);
  EXPECT_TRUE(type.valid(merged));
  EXPECT_EQ(type.string(merged), vector["text"].get<std::string>());
  const auto parsed = type.parse(vector["text"].get<std::string>());
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
  EXPECT_TRUE(type.valid(*parsed));
  EXPECT_EQ(type.string(*parsed), vector["text"].get<std::string>());
  if (type.letter == 'C') return;  // adds up whatever comes twice
  inputs.insert(inputs.end(), inputs.begin(), inputs.end());
  inputs.push_back(merged);
  std::shuffle(inputs.begin(), inputs.end(), random);
  expect_merge(type, inputs, expected);
}

void check_diff(const TypeFunctions& type, const json& vector) {
  VersionVector sources;
  for (const json& source : vector["sources"]) sources.raise(source.get<uint32_t>(), -1);
  const std::string diff = type.diff(bytes_of(vector["in"][0]), sources);
  EXPECT_EQ(to_hex(diff), vector["out"].get<std::string>());
  EXPECT_TRUE(type.valid(diff));
}

void check(const TypeFunctions& type, const json& vector) {
  const std::string op = vector["op"];
  if (op == "merge")
    check_merge(type, vector);
  else if (op == "diff")
    check_diff(type, vector);
  else
    EXPECT_EQ(type.valid(bytes_of(vector["in"][0])), vector["out"].get<bool>());
}

class Vectors : public testing::TestWithParam<char> {};

TEST_P(Vectors, hold) {
  const char letter = GetParam();
  const TypeFunctions& type = *built_in_types().find(letter);
  const std::vector<json> vectors = read_lines(std::string(1, letter == 'Z' ? 'U' : letter));
  ASSERT_GE(vectors.size(), 100U);
  for (const json& vector : vectors) {
    SCOPED_TRACE(vector.dump());
    check(type, vector);
  }
}

std::vector<char> letters() {
  std::vector<char> found;
  for (char letter = 'A'; letter <= 'Z'; ++letter)
    if (built_in_types().find(letter) != nullptr) found.push_back(letter);
  return found;
}

INSTANTIATE_TEST_SUITE_P(each, Vectors, testing::ValuesIn(letters()),
                         [](const auto& test) { return std::string(1, test.param); });

std::string text_of(Bytes bytes, char letter) {
  std::string text;
  append_value_text(text, letter, bytes);
  return text;
}

TEST(PrimitiveVectors, hold) {
  const std::vector<json> vectors = read_lines("primitives");
  ASSERT_EQ(vectors.size(), 367U);
  for (const json& vector : vectors) {
    SCOPED_TRACE(vector.dump());
    const std::string op = vector["op"];
    const json& value = vector["value"];
    const std::string bytes = bytes_of(vector["out"]);
    if (op == "zip_uint64") {
      EXPECT_EQ(Bytes(zip(std::stoull(value.get<std::string>()))), bytes);
      EXPECT_EQ(unzip(bytes), std::stoull(value.get<std::string>()));
    } else if (op == "zip_int64") {
      EXPECT_EQ(Bytes(zip_int(std::stoll(value.get<std::string>()))), bytes);
      EXPECT_EQ(text_of(bytes, 'I'), value.get<std::string>());
    } else if (op == "zip_pair") {
      const Pair pair{std::stoull(value[0].get<std::string>()), std::stoull(value[1].get<std::string>())};
      EXPECT_EQ(Bytes(zip_pair(pair)), bytes);
      EXPECT_EQ(unzip_pair(bytes), pair);
      EXPECT_EQ(pair_size(pair.a, pair.b), bytes.size());
    } else if (op == "zip_float64") {
      EXPECT_EQ(TextScanner(value.get<std::string>()).take_value('F').value(), bytes);
      EXPECT_TRUE(is_value('F', bytes));
    } else if (op == "id64") {
      EXPECT_EQ(Bytes(zip_id(parse_id(value.get<std::string>()).value())), bytes);
      EXPECT_EQ(text_of(bytes, 'R'), value.get<std::string>());
    } else {
      ASSERT_EQ(op, "record");
      const auto letter = static_cast<char>(std::toupper(value[0].get<std::string>()[0]));
      std::string record;
      append_record(record, letter, bytes_of(value[1]));
      EXPECT_EQ(record, bytes);
    }
  }
}

}  // namespace
}  // namespace rdx
