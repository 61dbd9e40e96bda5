#include "rdxc/syntax/lexer.h"

#include <gtest/gtest.h>

#include <string>

namespace rdxc {
namespace {

struct Lexed {
  Files files;
  Diagnostics diagnostics;
  Tokens tokens;

  explicit Lexed(const std::string& text) { tokens = lex(files, files.add("x", text), diagnostics); }

  std::string texts() const {
    std::string out;
    for (const Token& token : tokens.list) {
      if (token.kind == TokenKind::end) break;
      out += (out.empty() ? "" : "|") + std::string(files[0].text().substr(token.begin, token.end - token.begin));
    }
    return out;
  }

  std::string codes() const {
    std::string out;
    for (const Diagnostic& one : diagnostics.list()) out += (out.empty() ? "" : " ") + code_text(one.code);
    return out;
  }
};

TEST(Lexer, CutsAFieldIntoTokens) {
  const Lexed lexed("x:M<S,R<a.b.C>>@1[unit=\"m\"]=-1.5e-3;");
  EXPECT_EQ(lexed.texts(), "x|:|M|<|S|,|R|<|a.b.C|>|>|@|1|[|unit|=|\"m\"|]|=|-|1.5e-3|;");
  EXPECT_EQ(lexed.codes(), "");
}

TEST(Lexer, ARangeIsNoReal) {
  EXPECT_EQ(Lexed("@30..@39").texts(), "@|30|..|@|39");
  EXPECT_EQ(Lexed("30..39").texts(), "30|..|39");
}

TEST(Lexer, KnowsKinds) {
  const Lexed lexed("a a.b 1 0x1F 1.5 1e9 \"s\" ..");
  const TokenKind kinds[] = {TokenKind::name,    TokenKind::path, TokenKind::integer,
                             TokenKind::integer, TokenKind::real, TokenKind::real,
                             TokenKind::string,  TokenKind::dots, TokenKind::end};
  ASSERT_EQ(lexed.tokens.list.size(), std::size(kinds));
  for (size_t i = 0; i < std::size(kinds); ++i) EXPECT_EQ(lexed.tokens.list[i].kind, kinds[i]) << i;
}

TEST(Lexer, CommentsAreKeptApart) {
  const Lexed lexed("/// doc\na // line\n/* block\n*/ b //// no doc\n");
  EXPECT_EQ(lexed.texts(), "a|b");
  ASSERT_EQ(lexed.tokens.comments.size(), 4u);
  EXPECT_EQ(lexed.tokens.comments[0].kind, CommentKind::kDoc);
  EXPECT_TRUE(lexed.tokens.comments[0].own_line);
  EXPECT_EQ(lexed.tokens.comments[1].kind, CommentKind::kLine);
  EXPECT_FALSE(lexed.tokens.comments[1].own_line);
  EXPECT_EQ(lexed.tokens.comments[2].kind, CommentKind::kBlock);
  EXPECT_EQ(lexed.tokens.comments[3].kind, CommentKind::kLine);
  EXPECT_TRUE(lexed.tokens.list[1].first_on_line);
}

TEST(Lexer, TakesAByteOrderMarkAndCarriageReturns) {
  const Lexed lexed("\xef\xbb\xbfrdx 1;\r\npackage a;\r\n// c\r\n\"s\"\r\n");
  EXPECT_EQ(lexed.texts(), "rdx|1|;|package|a|;|\"s\"");
  EXPECT_EQ(lexed.codes(), "");
}

TEST(Lexer, RefusesEachKindOfBadBytesOnce) {
  EXPECT_EQ(Lexed("a \xff\xfe b \xff").codes(), "RDX0001");
  EXPECT_EQ(Lexed(std::string("a \0\0\0 b", 7)).codes(), "RDX0002");
  EXPECT_EQ(Lexed("a\rb").codes(), "RDX0002");
  EXPECT_EQ(Lexed("// \xe2\x80\xae").codes(), "RDX0003");
  EXPECT_EQ(Lexed("a ## b").codes(), "RDX0004");
  EXPECT_EQ(Lexed("\"abc\nd").codes(), "RDX0005");
  EXPECT_EQ(Lexed("\"\\q\"").codes(), "RDX0006");
  EXPECT_EQ(Lexed("\"\\ud83d\\ude00\"").codes(), "RDX0006 RDX0006");
  EXPECT_EQ(Lexed("/* a").codes(), "RDX0007");
  EXPECT_EQ(Lexed("12px 1.2.3 0x").codes(), "RDX0008 RDX0008 RDX0008");
  EXPECT_EQ(Lexed("naïve Кот").codes(), "RDX0009 RDX0009");
}

TEST(Lexer, AUtf16FileIsOneFault) { EXPECT_EQ(Lexed(std::string("\xff\xfer\0d\0x\0", 8)).codes(), "RDX0001"); }

TEST(Lexer, UnescapesAsJsonDoes) {
  EXPECT_EQ(unescape(R"("a\"\\\/\b\f\n\r\té")"), "a\"\\/\b\f\n\r\té");
  EXPECT_EQ(unescape(R"("\u00e9\u0000\u6F22")"), std::string("é\0漢", 6));
  EXPECT_EQ(unescape("\""), "");
}

}  // namespace
}  // namespace rdxc
