#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "rdx/rdx/show.h"
#include "rdx/tlv/record.h"

namespace rdx {
namespace {

std::string bytes(std::string_view hex) { return from_hex(hex).value(); }

struct Case {
  char letter;
  const char* hex;
  const char* text;
};

constexpr Case kCases[] = {
    {'I', "", "I"},
    {'S', "", "S"},
    {'I', "32040515", "I{4,5}-11"},
    {'I', "30", "I0"},
    {'S', "30", "S\"\""},
    {'S', "32020361", "S{2,3}\"a\""},
    {'F', "320203fc9d999999999959", "F{2,3}0.1"},
    {'R', "320703013001", "R{7,3}1-3-1"},
    {'C', "", "C0"},
    {'C', "01", "C-1"},
    {'U', "", "{}"},
    {'U', "690432040109690432010301", "{I{4,1}-5 I{1,3}-1}"},
    {'Z', "690432040109", "{I{4,1}-5}"},
    {'N', "750201017502000275", "{U{1,1} U{0,2} #75}"},
    {'V', "7601a776030101017602f802", "{V{167,0} V{257,1} V{248,2}}"},
    {'E', "69033202026903320303", "{I{1,2}0 I{-2,3}0}"},
    {'E', "690432060302690432030304", "{I{3,3}1 I{-2,3}2}"},
    {'E',
     "7402311273043202"
     "0361",
     "{T{9,0} S{1,3}\"a\"}"},
    {'M', "730432020361690432040305730432030362", "{S{1,3}\"a\":I{2,3}-3 S{-2,3}\"b\"}"},
    {'M',
     "690332020174033202037304320201617304320201"
     "62",
     "{I{1,1}0:T{1,3} S{1,1}\"a\":S{1,1}\"b\"}"},
    {'L', "", "[]"},
    {'L', "6903320103780330616269093201020000000000027303306162", "[I{1,3}0 X\"ab\" I{1,2}1099511627776 S\"ab\"]"},
    {'L',
     "780432060162"
     "67023002730130620264",
     "[X{6,1}\"b\" G2 S\"\" #620264]"},
    {'L', "620a3207027305320d016162", "[B{7,2}[S{13,1}\"ab\"]]"},
    {'L', "6406320101320201", "[D{2,1}]"},
    {'L', "640c320502320103320201320101", "[#640c320502320103320201320101]"},  // says 2 ranges, brings 3
    {'L', "6409320502320103320201", "[D{1..3,5}{6,5}]"},
    {'Q', "0102", "#0102"},
    {'Q', "", ""},
};

TEST(Show, WritesTheRecordsAsTheyStand) {
  for (const Case& each : kCases) {
    EXPECT_EQ(show(each.letter, bytes(each.hex)), each.text) << each.letter << ' ' << each.hex;
  }
}

TEST(Show, ReadsBackWhatItWrote) {
  for (const Case& each : kCases) {
    const std::string text = show(each.letter, bytes(each.hex));
    const auto read = read_shown(each.letter, text);
    ASSERT_TRUE(read) << text << ": " << read.error().message;
    EXPECT_EQ(to_hex(*read), each.hex) << text;
  }
}

TEST(Show, TakesBlanksBetweenTokens) {
  EXPECT_EQ(to_hex(read_shown('I', " I { 4 , 5 } -11 ").value()), "32040515");
  EXPECT_EQ(to_hex(read_shown('E', "{ I { -2 , 3 } 2 }").value()), "690432030304");
}

TEST(Show, KeepsWhatIsNotCanonicalAsHex) {
  EXPECT_EQ(show('I', bytes("3204051500")), "#3204051500");        // an overlong number
  EXPECT_EQ(show('S', bytes("320401ff")), "#320401ff");            // no UTF-8
  EXPECT_EQ(show('E', bytes("690432020100")), "{#690432020100}");  // one record, then another that is fine
  EXPECT_EQ(show('E', bytes("6904320201006903320201")), "{#690432020100 I{1,1}0}");
  EXPECT_EQ(show('C', bytes("00")), "#00");
}

TEST(Show, AHeapOfBlocksInBlocksEnds) {
  std::string nested;
  for (int depth = 0; depth < 20000; ++depth) {
    std::string block;
    append_record(block, 'B', "0" + nested);
    nested = std::move(block);
  }
  const std::string text = show('L', nested);
  EXPECT_EQ(read_shown('L', text).value(), nested);
  EXPECT_FALSE(read_shown('L', "[B[B[B[I1]]]]"));
}

struct Wrong {
  char letter;
  const char* text;
  const char* message;
};

TEST(Show, SaysWhereAWrongTextWentWrong) {
  constexpr Wrong kWrong[] = {
      {'I', "", "byte 0: expected 'I'"},
      {'I', "S\"a\"", "byte 0: expected 'I'"},
      {'I', "I{4,5}", "byte 6: expected a value"},
      {'I', "I{4,5}1 2", "byte 8: expected nothing more"},
      {'I', "I{4 5}1", "byte 4: expected ','"},
      {'I', "I{x,5}1", "byte 2: expected a number"},
      {'I', "I{-4,5}1", "byte 2: expected a number"},
      {'I', "I{4,xyz}1", "byte 4: expected a source in hex"},
      {'I', "I{99999999999999999999,5}1", "byte 2: a number past 64 bits"},
      {'E', "{I{9223372036854775808,5}1}", "byte 3: a revision past 63 bits"},
      {'E', "{I1", "byte 3: expected a record, one of F I R S T X G U V B D or '#' and hex"},
      {'E', "{K1}", "byte 1: expected a record, one of F I R S T X G U V B D or '#' and hex"},
      {'E', "{I1:I2}", "byte 3: expected a record, one of F I R S T X G U V B D or '#' and hex"},
      {'E', "{I\"a\"}", "byte 2: expected a value of I, found one of S"},
      {'E', "{#123}", "byte 2: expected two hex digits a byte"},
      {'L', "{I1}", "byte 0: expected '['"},
      {'L', "[D{3..1,5}]", "byte 3: the range ends before it begins"},
      {'L', "[D{1..3,5}{3,5}]", "byte 11: the range begins before the one in front of it ends"},
      {'L', "[D{1..3,5}{5.6,5}]", "byte 13: expected '.'"},
      {'L', "[B{1,2}I1]", "byte 7: expected '['"},
      {'Q', "{}", "byte 0: expected '#' and hex"},
  };
  for (const Wrong& each : kWrong) {
    const auto read = read_shown(each.letter, each.text);
    ASSERT_FALSE(read) << each.text;
    EXPECT_EQ(read.error().message, each.message) << each.text;
  }
}

// Every value of the vectors, whether it is valid or not: nothing is lost on the way through text.
TEST(Show, KeepsEveryByteOfTheVectors) {
  std::size_t values = 0;
  for (const char letter : std::string("CEFILMNRSUV")) {
    std::ifstream file(std::string(RDX_VECTORS) + '/' + letter + ".jsonl");
    ASSERT_TRUE(file) << letter;
    for (std::string line; std::getline(file, line);) {
      for (std::size_t at = 0; (at = line.find('"', at)) != std::string::npos; ++at) {
        const std::string word = line.substr(at + 1, line.find('"', at + 1) - at - 1);
        const auto value = from_hex(word);
        if (!value) continue;
        const auto read = read_shown(letter, show(letter, *value));
        ASSERT_TRUE(read) << letter << ' ' << word << ' ' << show(letter, *value) << ' ' << read.error().message;
        ASSERT_EQ(to_hex(*read), word) << letter << ' ' << show(letter, *value);
        ++values;
      }
    }
  }
  EXPECT_GT(values, 9000U);
}

TEST(Show, KeepsEveryByteOfBytesMadeUp) {
  std::mt19937 random(20240318);  // NOLINT: a fixed seed
  constexpr std::string_view kLikely = "0123456firstxgubvdT\x01\x02\x03\x04\x00\x7f\xff";
  for (int round = 0; round < 20000; ++round) {
    std::string made;
    for (auto size = random() % 24; size > 0; --size) made += kLikely[random() % kLikely.size()];
    for (const char letter : std::string("CEFILMNRSUVZQ")) {
      const std::string text = show(letter, made);
      const auto read = read_shown(letter, text);
      ASSERT_TRUE(read) << letter << ' ' << text << ' ' << read.error().message;
      ASSERT_EQ(to_hex(*read), to_hex(made)) << letter << ' ' << text;
    }
  }
}

}  // namespace
}  // namespace rdx
