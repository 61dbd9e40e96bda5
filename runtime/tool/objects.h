// `rdx json`: objects of a store as JSON, out and in, one a line. The store's own descriptions say what the fields are
// called, so no schema is needed; json/json.h has the form.
//
//   {"$class":"board.Card","$id":"a1-2-0","title":"On engines","stars":5}
//
// In: an object with an "$id" that is there gets the members that are named, the others stay; one without begins a new
// object of its "$class". Each is one packet.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "rdx/store/engine.h"

namespace rdx::tool {

struct JsonChoice {
  std::string class_name;  // objects of exactly that class; empty: all
  int indent = 0;          // blanks a level; 0: one line an object
};

/// Writes every object by id, those of classes without a description left out and counted. Answers how many.
Result<uint64_t> write_json(Engine& engine, const JsonChoice& choice, std::ostream& out);

/// Answers each line of `in` with the object's id, or with `error: …`, and goes on. `source` as a replica's: none, the
/// one that the store has. True where no line was wrong; an error where the store itself failed.
Result<bool> read_json(Engine& engine, std::optional<uint32_t> source, std::istream& in, std::ostream& out);

/// `rdx json FOLDER`, and with `--read`. Answers the exit status; what is wrong goes to `errors`.
int run_write_json(const std::string& folder, const JsonChoice& choice, std::ostream& out, std::ostream& errors);
int run_read_json(const std::string& folder, std::optional<uint32_t> source, std::istream& in, std::ostream& out,
                  std::ostream& errors);

}  // namespace rdx::tool
