#include "rdxc/source/file.h"

#include <gtest/gtest.h>

#include <string>

#include "rdxc/source/utf8.h"

namespace rdxc {
namespace {

Place place(const std::string& text, const std::string& at) {
  Files files;
  const FileId id = files.add("x", text);
  return files[id].place(static_cast<uint32_t>(text.find(at)));
}

TEST(File, CountsLinesAndColumnsFromOne) {
  const Place p = place("a\nbc@", "@");
  EXPECT_EQ(p.line, 2u);
  EXPECT_EQ(p.column, 3u);
  EXPECT_EQ(p.character, 3u);
  EXPECT_EQ(p.byte, 3u);
}

TEST(File, TabsGoToTheNextStop) {
  EXPECT_EQ(place("\t@", "@").column, 9u);
  EXPECT_EQ(place("ab\t@", "@").column, 9u);
  EXPECT_EQ(place("\t\t@", "@").character, 3u);
}

TEST(File, ColumnsAreThoseOfATerminal) {
  const Place cyrillic = place("имя@", "@");
  EXPECT_EQ(cyrillic.column, 4u);
  EXPECT_EQ(cyrillic.byte, 7u);
  const Place emoji = place("😀@", "@");
  EXPECT_EQ(emoji.column, 3u);
  EXPECT_EQ(emoji.character, 2u);
  EXPECT_EQ(place("e\xcc\x81@", "@").column, 2u);
  EXPECT_EQ(place("漢字@", "@").column, 5u);
}

TEST(File, LinesEndWithOrWithoutCarriageReturn) {
  Files files;
  const FileId id = files.add("x", "a\r\nb\n");
  EXPECT_EQ(files[id].line_count(), 3u);
  EXPECT_EQ(files[id].line(1), "a");
  EXPECT_EQ(files[id].line(2), "b");
  EXPECT_EQ(files[id].line(3), "");
}

TEST(Utf8, FindsWhatIsNotShortestOrNotWhole) {
  const auto invalid = [](std::string_view text) { return find_invalid_utf8(text); };
  EXPECT_EQ(invalid("plain ascii, longer than eight"), 30u);
  EXPECT_EQ(invalid("é漢😀"), 9u);
  EXPECT_EQ(invalid("abc\xff"), 3u);
  EXPECT_EQ(invalid("\xc0\xaf"), 0u);          // overlong
  EXPECT_EQ(invalid("\xed\xa0\x80"), 0u);      // a surrogate
  EXPECT_EQ(invalid("\xf4\x90\x80\x80"), 0u);  // past U+10FFFF
  EXPECT_EQ(invalid("ab\xe6\xbc"), 2u);        // cut off
}

TEST(Utf8, AppendsWhatItDecodes) {
  for (const char32_t value : {U'a', U'é', U'漢', U'😀'}) {
    std::string text;
    append_utf8(text, value);
    EXPECT_EQ(decode_utf8(text, 0).value, value);
    EXPECT_EQ(decode_utf8(text, 0).size, text.size());
  }
}

}  // namespace
}  // namespace rdxc
