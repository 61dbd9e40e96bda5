// Diagnostics as text: for people, for editors that know gcc's lines, as JSON, and as SARIF for code hosts.
//
//   error[RDX0203]: field number 3 is taken by 'city'; the next free one is 7
//     --> school.rdx:9:18
//      |
//    9 |   street: S      @3;
//      |                  ^^
//   note: 'city' is here
//     --> school.rdx:8:18
//      |
//    8 |   city: S        @3;
//      |                  --
//   help: write @7
//
//   school.rdx:9:18: error: field number 3 is taken by 'city'; the next free one is 7 [RDX0203]
//   school.rdx:8:18: note: 'city' is here
//
// A tab in a line is shown as blanks up to its stop, so that carets stand where they should on every terminal.
#pragma once

#include <string>

#include "rdxc/source/diagnostic.h"
#include "rdxc/source/file.h"

namespace rdxc {

enum class Form { kText, kGcc, kJson, kSarif };

std::string render_text(const Files& files, const Diagnostics& diagnostics, bool colour);
std::string render_gcc(const Files& files, const Diagnostics& diagnostics);

//   {"diagnostics": [{code, severity, message, place…, help, fix: {place…, text}, notes: [{message, place…}]}],
//    "errors": n, "warnings": n}
//   fix   := what to put in place of a text, where one remedy is right
//   place := file, line, column, end_line, end_column (as displayed), character, byte, offset, length
std::string render_json(const Files& files, const Diagnostics& diagnostics);

// A SARIF 2.1.0 log of one run: columns in code points, notes as related locations, fixes, and the pages of the codes
// as rules.
std::string render_sarif(const Files& files, const Diagnostics& diagnostics);

std::string render(const Files& files, const Diagnostics& diagnostics, Form form, bool colour);

}  // namespace rdxc
