// The codes of Debian's package iso-codes, /usr/share/iso-codes/json, read into the atlas' classes. References are not
// set: they need ids, which an object gets when it is saved.
#pragma once

#include <rdx/rdx.h>

#include <string>
#include <vector>

#include "country.rdx.h"
#include "currency.rdx.h"
#include "language.rdx.h"
#include "subdivision.rdx.h"

namespace atlas_example {

rdx::Result<std::vector<atlas::Currency>> read_currencies(const std::string& folder);  // iso_4217.json
rdx::Result<std::vector<atlas::Language>> read_languages(const std::string& folder);   // iso_639-3.json
rdx::Result<std::vector<atlas::Country>> read_countries(const std::string& folder);    // iso_3166-1.json

/// A subdivision and the codes that its references shall lead to.
struct SubdivisionRow {
  atlas::Subdivision subdivision;
  std::string country;  // DE
  std::string parent;   // a code as DE-BY, or empty
};
rdx::Result<std::vector<SubdivisionRow>> read_subdivisions(const std::string& folder);  // iso_3166-2.json

}  // namespace atlas_example
