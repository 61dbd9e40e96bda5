// The edits of a schema's text that several rules propose.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rdxc/source/diagnostic.h"
#include "rdxc/source/file.h"
#include "rdxc/syntax/tree.h"

namespace rdxc {

// The text in place of the span, where there is one.
inline std::optional<Fix> fix_of(const Span& span, const std::optional<std::string>& text) {
  return text ? std::optional(Fix{span, *text}) : std::nullopt;
}

// A line before all others, behind a BOM.
Fix add_first_line(const File& file, FileId id, std::string_view line);

// An import on a line of its own: below the last one, else below the package or the edition.
Fix add_import(const File& file, const tree::File& tree, const std::string& name);

// A statement gone, with its line where nothing else stands on it.
Fix remove_statement(const File& file, const Span& statement);

// A line of a class's body, before its '}'; on one line with it where the whole class is.
Fix add_member(const Span& closing, bool closes_on_own_line, const std::string& member);

}  // namespace rdxc
