// A schema as an editor asks about it: what stands at a place, and where else it stands.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rdxc/check/check.h"
#include "rdxc/editor/text_index.h"
#include "rdxc/source/disk.h"

namespace rdxc {

// One open schema, read and checked with what it imports.
struct Model {
  Files files;
  Diagnostics diagnostics;
  Checked checked;

  const TextIndex& index(FileId file) const;

  // The schema itself; null where it cannot be read.
  const schema::File* root() const { return checked.schema.files.empty() ? nullptr : &checked.schema.files.front(); }

 private:
  mutable std::map<FileId, TextIndex> indexes_;
};

std::unique_ptr<Model> make_model(Disk& disk, const std::string& path, const std::vector<std::string>& folders);

enum class SymbolKind { kClass, kEnum, kField, kValue, kFile, kLetter };

// What a name stands for; `declaration` is where it is declared, unset for a letter, and a file's first byte for a
// file.
struct Symbol {
  SymbolKind kind = SymbolKind::kLetter;
  Span declaration;
  const schema::Class* class_ = nullptr;
  const schema::Enum* enum_ = nullptr;  // of a value, too
  const schema::Field* field = nullptr;
  const schema::Enumerator* value = nullptr;
  const schema::File* file = nullptr;
  std::string_view letter;  // "S", "text", "bool"
};

struct Occurrence {
  Span span;  // of the name alone, without its package
  Symbol symbol;
};

// Every name in a file that stands for something, in no order.
std::vector<Occurrence> occurrences(const Model& model, const schema::File& file);

// What stands at a byte, or ends there.
std::optional<Occurrence> occurrence_at(const Model& model, const schema::File& file, uint32_t offset);

// The class around a byte.
const schema::Class* class_at(const schema::File& file, uint32_t offset);

// The number that a new field of the class should have; 0: none is left.
int next_free_number(const schema::Class& one);

// What a person wants to know of it, as Markdown.
std::string hover_text(const Symbol& symbol);

}  // namespace rdxc
