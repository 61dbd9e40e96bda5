#include <gtest/gtest.h>

#include <sstream>

#include "rdx/tool/value.h"

namespace rdx::tool {
namespace {

struct Ran {
  int status;
  std::string out;

  friend bool operator==(const Ran&, const Ran&) = default;
  friend std::ostream& operator<<(std::ostream& to, const Ran& ran) { return to << ran.status << ": " << ran.out; }
};

Ran run(const char* command, char letter, const std::string& input) {
  std::istringstream in(input);
  std::ostringstream out;
  const int status = run_value(*find_value_command(command), *built_in_types().find(letter), in, out);
  return {status, out.str()};
}

Ran merge_tlv(std::optional<char> letter, const std::string& hex) {
  std::istringstream in(from_hex(hex).value());
  std::ostringstream out;
  std::ostringstream errors;
  const int status = run_value_merge_tlv(built_in_types(), letter, in, out, errors);
  return {status, out.str() + errors.str()};
}

TEST(Value, MergesOneCaseALine) {
  EXPECT_EQ(run("merge", 'I', "32040515\n"), (Ran{0, "32040515\t-11\n"}));
  EXPECT_EQ(run("merge", 'I', "32040515 3205010a\n-\n- 3205010a -\n"), (Ran{0, "3205010a\t5\n-\t0\n3205010a\t5\n"}));
  EXPECT_EQ(run("merge", 'I', "32040515"), (Ran{0, "32040515\t-11\n"}));  // a last line without its end
}

TEST(Value, AnswersAWrongLineAtItsPlaceAndGoesOn) {
  EXPECT_EQ(run("merge", 'I', "3204051\n32040515\n3204051500\n\n"),
            (Ran{1,
                 "error: '3204051' is not hex\n"
                 "32040515\t-11\n"
                 "error: 3204051500 is not a valid I\n"
                 "error: expected a value in hex, '-' for the empty one\n"}));
}

TEST(Value, AsksForTheRightNumberOfFields) {
  EXPECT_EQ(run("diff", 'I', "32040515\n"),
            (Ran{1, "error: expected 2 fields between tabs (value, sources -> value), found 1\n"}));
}

TEST(Value, SaysWhatIsValid) {
  EXPECT_EQ(run("valid", 'S', "-\n320401c3a9\n320401ff\nxx\n"),
            (Ran{1, "true\ntrue\nfalse\nerror: 'xx' is not hex\n"}));
}

TEST(Value, WritesAndParsesText) {
  EXPECT_EQ(run("string", 'S', "320101612009\n"), (Ran{0, "\"a \\t\"\n"}));
  EXPECT_EQ(run("parse", 'F', "0.1\n1\n x\n"),
            (Ran{1, "30fc9d999999999959\n30fc0f\nerror: byte 1: 'x' is no number, id, string or null\n"}));
}

TEST(Value, TakesDiffsAndDeltas) {
  EXPECT_EQ(run("diff", 'I', "32040515\t5\n32040515\t-\n32040515\t1,2,fffff\n32040515\t100000\n"),
            (Ran{1, "32040515\n-\n-\nerror: '100000' is no source: expected hex, at most fffff\n"}));
  EXPECT_EQ(run("delta", 'I', "32040515\t-10\tb0b\n32040515\t-11\t5\n-\t1\t3\n"),
            (Ran{0, "3405000b0b13\n-\n32010302\n"}));
}

TEST(Value, ShowsAndReadsStamps) {
  EXPECT_EQ(run("show", 'I', "32040515\n-\n3204051500\n"), (Ran{0, "I{4,5}-11\nI\n#3204051500\n"}));
  EXPECT_EQ(run("read", 'I', "I{4,5}-11\nI\n#3204051500\nI{4,5\n"),
            (Ran{1,
                 "32040515\n-\nerror: 3204051500 is what it says, but not a valid I\n"
                 "error: byte 5: expected '}'\n"}));
}

TEST(Value, MergesARowOfEnvelopes) {
  EXPECT_EQ(merge_tlv(std::nullopt, "690432040515690432050104"), (Ran{0, "2\n"}));
  EXPECT_EQ(merge_tlv('I', "690432040515"), (Ran{0, "-11\n"}));
  EXPECT_EQ(merge_tlv('S', "690432040515"), (Ran{1, "rdx: byte 0: a record of I among those of S\n"}));
  EXPECT_EQ(merge_tlv(std::nullopt, "6904320405157300"), (Ran{1, "rdx: byte 6: a record of S among those of I\n"}));
  EXPECT_EQ(merge_tlv(std::nullopt, "69043204051569"), (Ran{1, "rdx: byte 6: expected a record\n"}));
  EXPECT_EQ(merge_tlv(std::nullopt, "6904320405006900"), (Ran{1, "rdx: record 1 is not a valid I\n"}));
  EXPECT_EQ(merge_tlv(std::nullopt, "6b00"), (Ran{1, "rdx: no type has the letter K\n"}));
  EXPECT_EQ(merge_tlv(std::nullopt, ""), (Ran{1, "rdx: expected records, found nothing\n"}));
}

}  // namespace
}  // namespace rdx::tool
