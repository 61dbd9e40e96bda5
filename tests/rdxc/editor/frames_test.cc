#include "rdxc/editor/frames.h"

#include <gtest/gtest.h>

#include <string>

namespace rdxc {
namespace {

using Kind = FrameReader::Kind;

// Every frame of a stream, as "message x", "bad", "lost".
std::string read(std::string_view stream, size_t step) {
  FrameReader reader;
  std::string out;
  for (size_t at = 0; at < stream.size(); at += step) {
    reader.feed(stream.substr(at, step));
    for (;;) {
      const FrameReader::Frame frame = reader.next();
      if (frame.kind == Kind::kNone) break;
      if (frame.kind == Kind::kLost) return out + "lost";
      out += frame.kind == Kind::kBad ? "bad, " : "message " + frame.text + ", ";
    }
  }
  return out;
}

TEST(Frames, AreReadInPiecesOfAnySize) {
  const std::string stream = frame("one") + "content-length:3\r\nContent-Type: x; charset=utf-8\r\n\r\ntwo" + frame("");
  for (size_t step = 1; step <= stream.size(); ++step)
    EXPECT_EQ(read(stream, step), "message one, message two, message , ");
}

TEST(Frames, GoOnBehindHeadersWithoutALength) {
  EXPECT_EQ(read("Content-Type: x\r\n\r\n" + frame("one"), 7), "bad, message one, ");
  EXPECT_EQ(read("\r\n\r\n" + frame("one"), 7), "bad, message one, ");
}

TEST(Frames, EndWhereALengthIsNoNumber) {
  EXPECT_EQ(read("Content-Length: x\r\n\r\n", 5), "lost");
  EXPECT_EQ(read("Content-Length: -1\r\n\r\n", 5), "lost");
  EXPECT_EQ(read("Content-Length: 99999999999999999999999\r\n\r\n", 5), "lost");
}

TEST(Frames, EndWhereHeadersHaveNoEnd) { EXPECT_EQ(read(std::string(20000, 'x'), 1000), "lost"); }

TEST(Frames, PassOverWhatIsTooLong) {
  FrameReader reader;
  const size_t size = FrameReader::kLongestContent + 5;
  reader.feed("Content-Length: " + std::to_string(size) + "\r\n\r\n");
  EXPECT_EQ(reader.next().kind, Kind::kNone);
  for (size_t left = size; left > 0;) {
    const size_t piece = std::min<size_t>(left, 1 << 20);
    reader.feed(std::string(piece, 'x'));
    left -= piece;
    EXPECT_EQ(reader.next().kind, left == 0 ? Kind::kBad : Kind::kNone);
  }
  reader.feed(frame("next"));
  EXPECT_EQ(reader.next().text, "next");
}

}  // namespace
}  // namespace rdxc
