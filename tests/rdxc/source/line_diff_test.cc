#include "rdxc/source/line_diff.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace rdxc {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// What patch does. Empty and a failure where a line is not as the diff says.
std::string patched(const std::string& text, const std::string& diff) {
  const std::vector<std::string> before = lines_of(text);
  std::string out;
  size_t at = 0;
  for (const std::string& line : lines_of(diff)) {
    if (line.starts_with("---") || line.starts_with("+++") || line[0] == '\\') continue;
    if (line[0] == '@') {
      size_t first = 0;
      size_t count = 1;
      if (std::sscanf(line.c_str(), "@@ -%zu,%zu", &first, &count) == 1) count = 1;
      const size_t target = count == 0 ? first : first - 1;
      while (at < target) out += before.at(at++) + '\n';
    } else if (line[0] == '+') {
      out += line.substr(1) + '\n';
    } else {
      EXPECT_EQ(before.at(at), line.substr(1));
      if (line[0] == ' ') out += before.at(at) + '\n';
      ++at;
    }
  }
  while (at < before.size()) out += before.at(at++) + '\n';
  return out;
}

TEST(LineDiff, ShowsThreeLinesAroundAChange) {
  EXPECT_EQ(unified_diff("old", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "new", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
            "--- old\n+++ new\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(LineDiff, JoinsWhatLiesNearAndPartsWhatLiesFar) {
  const std::string far = unified_diff("a", "x\n1\n2\n3\n4\n5\n6\n7\ny\n", "b", "X\n1\n2\n3\n4\n5\n6\n7\nY\n");
  EXPECT_NE(far.find("@@ -1,4 +1,4 @@\n"), std::string::npos) << far;
  EXPECT_NE(far.find("@@ -6,4 +6,4 @@\n"), std::string::npos) << far;
  const std::string near = unified_diff("a", "x\n1\n2\n3\n4\n5\n6\ny\n", "b", "X\n1\n2\n3\n4\n5\n6\nY\n");
  EXPECT_NE(near.find("@@ -1,8 +1,8 @@\n"), std::string::npos) << near;
}

TEST(LineDiff, SaysWhereTheLastLineHasNoEnd) {
  EXPECT_EQ(unified_diff("a", "x", "b", "x\n"), "--- a\n+++ b\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n");
  EXPECT_EQ(unified_diff("a", "", "b", "x\n"), "--- a\n+++ b\n@@ -0,0 +1 @@\n+x\n");
  EXPECT_EQ(unified_diff("a", "x\n", "b", "x\n"), "");
}

TEST(LineDiff, LeadsFromTheOldTextToTheNew) {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::string texts[2];
    for (std::string& text : texts)
      for (auto i = random() % 30; i > 0; --i) text += static_cast<char>('a' + random() % 4) + std::string("\n");
    ASSERT_EQ(patched(texts[0], unified_diff("a", texts[0], "b", texts[1])), texts[1]) << texts[0];
  }
}

TEST(LineDiff, IsBoundedWhereEverythingDiffers) {
  std::string texts[2];
  for (int i = 0; i < 20000; ++i) {
    texts[0] += "old " + std::to_string(i) + '\n';
    texts[1] += "new " + std::to_string(i) + '\n';
  }
  EXPECT_EQ(patched(texts[0], unified_diff("a", texts[0], "b", texts[1])), texts[1]);
}

}  // namespace
}  // namespace rdxc
