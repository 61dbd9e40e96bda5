// The remedies of diagnostics, put in: those that are the one right fix (Diagnostic::fix).
//
//   round := look; put in all fixes that do not overlap; look again; keep them, or the first half of them, …, or none
//
// Kept is what mends: the faults that were fixed are gone, and there are fewer in all. A syntax error may hide one
// other fault, and an import that is not found any number: what they hid is then said. A fix that mends nothing is
// taken back and not tried again. Rounds go on until there is nothing to put in.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "rdxc/source/diagnostic.h"
#include "rdxc/source/file.h"
#include "rdxc/source/overlay.h"

namespace rdxc {

// Reads the schemas and says what is wrong with them.
using Look = std::function<void(Disk& disk, Files& files, Diagnostics& diagnostics)>;

// The text of a file with such fixes of it put in as do not overlap, the first of each two that do.
struct Fixed {
  std::string text;
  std::vector<size_t> used;  // which of `fixes`
};
Fixed put_in(std::string_view text, const std::vector<const Fix*>& fixes);

// Fixes the files at `paths`, and no others, in the overlay. How many fixes were put into each, by identity.
std::map<std::string, size_t> fix_all(Overlay& disk, const std::vector<std::string>& paths, const Look& look);

}  // namespace rdxc
