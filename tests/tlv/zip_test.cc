#include "rdx/tlv/zip.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace rdx {
namespace {

std::string hex(Bytes bytes) { return to_hex(bytes); }
std::string raw(const char* digits) { return from_hex(digits).value(); }

// 0, and each power of two with its neighbours: every width, from both sides.
std::vector<uint64_t> edges() {
  std::vector<uint64_t> numbers{0, ~uint64_t{0}};
  for (int bit = 0; bit < 64; ++bit)
    for (const uint64_t offset : {~uint64_t{0}, uint64_t{0}, uint64_t{1}})
      numbers.push_back((uint64_t{1} << bit) + offset);
  return numbers;
}

TEST(LoadNumber, reads_any_size_within_its_bytes) {
  const std::string bytes = raw("0102030405060708");
  for (std::size_t size = 0; size <= 8; ++size) {
    const std::string exact = bytes.substr(0, size);
    uint64_t expected = 0;
    for (std::size_t i = size; i > 0; --i) expected = expected << 8 | byte_at(exact, i - 1);
    EXPECT_EQ(load_number(exact.data(), size), expected) << size;
  }
}

TEST(Zip, has_no_leading_zero_bytes) {
  EXPECT_EQ(hex(zip(0)), "");
  EXPECT_EQ(hex(zip(256)), "0001");
  for (const uint64_t number : edges()) EXPECT_EQ(unzip(zip(number)), number);
}

TEST(Zip, refuses_overlong_forms) {
  EXPECT_FALSE(unzip(raw("00")));
  EXPECT_FALSE(unzip(raw("0100")));
  EXPECT_FALSE(unzip(raw("010203040506070809")));
}

TEST(ZipInt, is_zigzag) {
  EXPECT_EQ(hex(zip_int(-11)), "15");
  EXPECT_EQ(hex(zip_int(std::numeric_limits<int64_t>::min())), "ffffffffffffffff");
  for (const uint64_t number : edges())
    EXPECT_EQ(unzip_int(zip_int(static_cast<int64_t>(number))), static_cast<int64_t>(number));
}

TEST(ZipFloat, has_one_nan) {
  EXPECT_EQ(hex(zip_float(1.0)), "fc0f");
  EXPECT_EQ(hex(zip_float(-0.0)), "01");
  EXPECT_EQ(hex(zip_float(std::nan("1"))), hex(zip_float(std::nan("2"))));
  EXPECT_TRUE(std::isnan(unzip_float(zip_float(std::nan(""))).value()));
  EXPECT_FALSE(unzip_float(raw("fe0f000000000080")));
  for (const double number : {0.1, -1e300, 5e-324, std::numeric_limits<double>::infinity()})
    EXPECT_EQ(unzip_float(zip_float(number)), number);
}

TEST(Pair, takes_the_shortest_of_its_widths) {
  EXPECT_EQ(hex(zip_pair(0, 0)), "");
  EXPECT_EQ(hex(zip_pair(5, 0)), "05");
  EXPECT_EQ(hex(zip_pair(0, 7)), "0007");
  EXPECT_EQ(hex(zip_pair(256, 0)), "000100");
  EXPECT_EQ(hex(zip_pair(1, 256)), "01000001");
  EXPECT_EQ(hex(zip_pair(0, 0x10000)), "0000000000000100");
}

TEST(Pair, reads_back_every_width) {
  for (const uint64_t a : edges())
    for (const uint64_t b : edges()) {
      const ZipBytes bytes = zip_pair(a, b);
      ASSERT_EQ(unzip_pair(bytes), (Pair{a, b})) << a << ' ' << b;
      ASSERT_EQ(pair_size(a, b), bytes.size);
      const std::string exact{Bytes(bytes)};
      Pair pair;
      ASSERT_TRUE(read_pair(exact, exact.data() + exact.size(), pair));
      ASSERT_EQ(pair, (Pair{a, b}));
    }
}

// Of all bytes of one size, those that a pair is written as are the only ones taken.
TEST(Pair, refuses_any_other_form) {
  for (std::size_t size = 0; size <= 20; ++size)
    for (const char fill : {'\0', '\1', '\xff'})
      for (std::size_t zeroes = 0; zeroes <= size; ++zeroes) {
        std::string bytes(size, fill);
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(zeroes), bytes.end(), '\0');
        if (const auto pair = unzip_pair(bytes)) {
          EXPECT_EQ(hex(zip_pair(*pair)), hex(bytes));
        }
      }
  for (const char* overlong :
       {"00", "0500", "ff0001", "01000100", "0100000001", "010000000100", "0100000001000000", "01"})
    EXPECT_EQ(unzip_pair(raw(overlong)).has_value(), std::string(overlong) == "01") << overlong;
  EXPECT_FALSE(unzip_pair(raw("01020304050607")));
}

}  // namespace
}  // namespace rdx
