// A schema's text in the one form that rdxc fmt writes.
//
//   two blanks a level, one declaration or member a line, one blank line at most, none at a body's ends
//   a class or enum over several lines has a blank line above and below it
//   a body that was written on one line stays there while it fits and holds no comment; an empty one is {}
//   over fields without a blank line between them, types and numbers stand in columns, and so do the comments behind
//   a line past 120 columns is broken in its options, one a line, or in its reserved numbers
//   a ';' that ends nothing goes, unless a comment stands at it
//
// Works on tokens and comments, never on the tree: each token but such a ';', and each comment, comes out as it went
// in and in the same order; a doc comment documents what it documented before. Only the blanks at a comment's ends and
// the indentation within a block comment change. Line ends are all as the first one is; a BOM goes; tabs in front of
// things become blanks. What comes out is what comes out of it again.
#pragma once

#include <optional>
#include <string>

#include "rdxc/source/diagnostic.h"
#include "rdxc/source/file.h"

namespace rdxc {

inline constexpr uint32_t kFormatWidth = 120;

// Nothing, and diagnostics, where the text has a syntax error.
std::optional<std::string> format(const Files& files, FileId file, Diagnostics& diagnostics);

}  // namespace rdxc
