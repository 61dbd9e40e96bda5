#include "rdx/tlv/record.h"

#include <gtest/gtest.h>

namespace rdx {
namespace {

std::string raw(const char* digits) { return from_hex(digits).value(); }

std::string record(char letter, const std::string& body) {
  std::string bytes;
  append_record(bytes, letter, body);
  return bytes;
}

TEST(Record, is_short_up_to_255_bytes) {
  EXPECT_EQ(record('S', "ab"), "s\2ab");
  EXPECT_EQ(record('S', ""), std::string("s\0", 2));
  EXPECT_EQ(record('S', std::string(255, 'x')).substr(0, 3), "s\xffx");
  EXPECT_EQ(to_hex(record('S', std::string(256, 'x')).substr(0, 6)), "530001000078");
}

TEST(Record, is_cut_off_the_front) {
  for (const std::size_t size : {0U, 1U, 255U, 256U, 70000U}) {
    const std::string bytes = record('E', std::string(size, 'x')) + "rest";
    Bytes from = bytes;
    const auto taken = take_record(from);
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->letter, 'E');
    EXPECT_EQ(taken->body, std::string(size, 'x'));
    EXPECT_EQ(taken->whole.size(), record_size(size));
    EXPECT_EQ(from, "rest");
  }
}

TEST(Record, refused_leaves_the_position_unchanged) {
  for (const char* digits : {"", "73", "7302", "730261", "53ff00000061", "530001", "5300010000", "53ffffffff",
                             "530000008061", "3100", "5b00", "40", "7b00", "00"}) {
    const std::string bytes = raw(digits);
    Bytes from = bytes;
    EXPECT_FALSE(take_record(from)) << digits;
    EXPECT_EQ(from, bytes) << digits;
  }
}

TEST(Record, of_another_letter_is_refused) {
  const std::string bytes = record('S', "ab");
  Bytes from = bytes;
  EXPECT_FALSE(take_record(from, 'E'));
  EXPECT_EQ(from, bytes);
  EXPECT_TRUE(take_record(from, 'S'));
}

TEST(Tiny, carries_its_length_up_to_nine) {
  for (std::size_t size = 0; size <= 20; ++size) {
    std::string bytes;
    append_tiny(bytes, 'T', std::string(size, 'x'));
    EXPECT_EQ(bytes.size(), tiny_size(size));
    EXPECT_EQ(bytes[0], size <= 9 ? static_cast<char>('0' + size) : 't');
    Bytes from = bytes;
    EXPECT_EQ(take_tiny(from, 'T'), std::string(size, 'x'));
    EXPECT_TRUE(from.empty());
  }
}

TEST(Tiny, has_one_form) {
  for (const char* digits : {"", "31", "7409616161616161616161", "7400", "640a61616161616161616161", "3a61", "2f"}) {
    const std::string bytes = raw(digits);
    Bytes from = bytes;
    EXPECT_FALSE(take_tiny(from, 'T')) << digits;
    EXPECT_EQ(from, bytes) << digits;
  }
}

}  // namespace
}  // namespace rdx
