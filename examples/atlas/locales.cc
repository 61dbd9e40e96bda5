#include "locales.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace atlas_example {
namespace {

// `category keyword` → value, with the category's own `copy` under the keyword "copy".
using Locale = std::map<std::string, std::string>;

std::string unquoted(const std::string& rest) {
  const std::size_t open = rest.find('"');
  const std::size_t close = open == std::string::npos ? open : rest.find('"', open + 1);
  return close == std::string::npos ? std::string() : rest.substr(open + 1, close - open - 1);
}

Locale read_locale(const std::filesystem::path& path) {
  Locale locale;
  std::ifstream file(path);
  std::string category;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string keyword;
    std::string rest;
    words >> keyword;
    std::getline(words, rest);
    if (keyword == "LC_ADDRESS" || keyword == "LC_MONETARY")
      category = keyword;
    else if (keyword == "END")
      category.clear();
    else if (!category.empty())
      locale[category + ' ' + keyword] = unquoted(rest);
  }
  return locale;
}

/// A keyword's value, in this locale or in the one that its category is copied from.
std::string value_of(const std::map<std::string, Locale>& locales, std::string name, const std::string& category,
                     const std::string& keyword) {
  for (int copies = 0; copies < 8; ++copies) {
    const auto locale = locales.find(name);
    if (locale == locales.end()) return {};
    if (const auto value = locale->second.find(category + ' ' + keyword); value != locale->second.end())
      return value->second;
    const auto copy = locale->second.find(category + " copy");
    if (copy == locale->second.end()) return {};
    name = copy->second;
  }
  return {};
}

}  // namespace

rdx::Result<std::map<std::string, CountryFacts>> read_locales(const std::string& folder) {
  std::error_code fault;
  std::map<std::string, Locale> locales;
  for (const auto& file : std::filesystem::directory_iterator(folder, fault))
    locales[file.path().filename().string()] = read_locale(file.path());
  if (fault || locales.empty())
    return rdx::Error{rdx::ErrorCode::input_output, folder + ": cannot be read; on Debian: apt-get install locales"};

  std::map<std::string, CountryFacts> countries;
  for (const auto& [name, locale] : locales) {
    const std::string country = value_of(locales, name, "LC_ADDRESS", "country_ab2");
    if (country.empty() || name.find('_' + country) == std::string::npos) continue;  // "C", "translit_…", a copy's
    const std::string language = value_of(locales, name, "LC_ADDRESS", "lang_term");
    const std::string currency = value_of(locales, name, "LC_MONETARY", "int_curr_symbol").substr(0, 3);
    if (!language.empty()) countries[country].languages.insert(language);
    if (!currency.empty()) countries[country].currencies.insert(currency);
  }
  return countries;
}

}  // namespace atlas_example
