// Which currencies and languages belong to a country. iso-codes does not say; glibc's locales do, one of each language
// of a country: Debian's package locales, /usr/share/i18n/locales.
//
//   LC_ADDRESS    country_ab2 "CH"   lang_term "deu"         a category may be a `copy` of another locale's
//   LC_MONETARY   int_curr_symbol "CHF "
//
// A country without a locale has no languages here: that is a gap of the data, and nothing is made up to fill it.
#pragma once

#include <rdx/rdx.h>

#include <map>
#include <set>
#include <string>

namespace atlas_example {

struct CountryFacts {
  std::set<std::string> currencies;  // EUR
  std::set<std::string> languages;   // deu, of ISO 639
};

/// By the country's code, DE.
rdx::Result<std::map<std::string, CountryFacts>> read_locales(const std::string& folder);

}  // namespace atlas_example
