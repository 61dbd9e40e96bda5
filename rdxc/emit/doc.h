// Schemas as pages that people read: every class, enum and field with what its comments say.
//
// Markdown: a page for each schema, or one for all. HTML: one page that needs nothing but itself, with the classes
// drawn. Names link to where they are described, where that is among the schemas asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rdxc/check/schema.h"
#include "rdxc/source/disk.h"

namespace rdxc {

// What a name in a text leads to.
struct DocPiece {
  std::string text;
  std::string anchor;                  // "school.Student"; none where empty
  const schema::File* file = nullptr;  // where that is
};
using DocText = std::vector<DocPiece>;

// `R<Group>`, with its names as `file` writes them.
DocText doc_type(const schema::Type& type, const schema::File& file);

DocText doc_name(const schema::Class& one, const schema::File& file);

// The default as a schema writes it; empty where there is none.
std::string doc_default(const schema::Field& field);

// Those whose parent it is, in the files asked for.
std::vector<const schema::Class*> doc_children(const schema::Schema& schema, const schema::Class& one);

// "24, 30 to 39"
std::string doc_reserved(const schema::Class& one);

// One page of the files asked for.
std::string markdown_page(const schema::Schema& schema);

// A page each, "school.md" for school.rdx, below `folder`.
std::vector<NewFile> markdown_pages(const schema::Schema& schema, const std::string& folder);

std::string html_page(const schema::Schema& schema);

// The classes and what they refer to, as SVG.
std::string class_diagram(const schema::Schema& schema);

// For the text of an element or an attribute.
std::string html_text(std::string_view text);

}  // namespace rdxc
