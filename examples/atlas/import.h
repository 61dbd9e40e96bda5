// Brings the data into a replica, in transactions. What is there already, by its code, is left alone: cut off anywhere,
// the next run goes on where this one was.
#pragma once

#include <rdx/rdx.h>

#include <iosfwd>
#include <string>

namespace atlas_example {

struct DataFolders {
  std::string iso_codes = "/usr/share/iso-codes/json";
  std::string locales = "/usr/share/i18n/locales";
};

/// Says on `out` how far it is: on one line that changes if that is a `terminal`, else when a kind is done.
rdx::Result<void> import_atlas(rdx::Replica& replica, const DataFolders& folders, std::ostream& out, bool terminal);

}  // namespace atlas_example
