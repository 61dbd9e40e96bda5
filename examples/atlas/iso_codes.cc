#include "iso_codes.h"

#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>

namespace atlas_example {
namespace {

using Json = nlohmann::json;

rdx::Error fault(const std::string& path, const std::string& what) {
  return {rdx::ErrorCode::input_output, path + ": " + what};
}

/// The rows of a file `{"4217": [{…}, …]}`.
rdx::Result<Json> read_rows(const std::string& path, const char* standard) {
  std::ifstream file(path);
  if (!file) return fault(path, "cannot be read; on Debian: apt-get install iso-codes");
  Json json = Json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains(standard) || !json[standard].is_array())
    return fault(path, std::string("is no JSON with a list \"") + standard + "\"");
  return json[standard];
}

/// Empty where the row has no such text.
std::string text_of(const Json& row, const char* key) {
  const auto found = row.is_object() ? row.find(key) : row.end();
  return found != row.end() && found->is_string() ? found->get<std::string>() : std::string();
}

int64_t number_of(const Json& row, const char* key) {
  const std::string digits = text_of(row, key);
  int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

atlas::Scope scope_of(const std::string& letter) {
  if (letter == "I") return atlas::Scope::individual;
  if (letter == "M") return atlas::Scope::macrolanguage;
  return letter == "S" ? atlas::Scope::special_scope : atlas::Scope::unknown_scope;
}

atlas::Use use_of(const std::string& letter) {
  if (letter == "L") return atlas::Use::living;
  if (letter == "E") return atlas::Use::extinct;
  if (letter == "A") return atlas::Use::ancient;
  if (letter == "H") return atlas::Use::historical;
  if (letter == "C") return atlas::Use::constructed;
  return letter == "S" ? atlas::Use::special_use : atlas::Use::unknown_use;
}

}  // namespace

rdx::Result<std::vector<atlas::Currency>> read_currencies(const std::string& folder) {
  RDX_TRY(const Json rows, read_rows(folder + "/iso_4217.json", "4217"));
  std::vector<atlas::Currency> currencies;
  for (const Json& row : rows) {
    atlas::Currency& currency = currencies.emplace_back();
    currency.name = text_of(row, "name");
    currency.code = text_of(row, "alpha_3");
    currency.number = number_of(row, "numeric");
  }
  return currencies;
}

rdx::Result<std::vector<atlas::Language>> read_languages(const std::string& folder) {
  RDX_TRY(const Json rows, read_rows(folder + "/iso_639-3.json", "639-3"));
  std::vector<atlas::Language> languages;
  for (const Json& row : rows) {
    atlas::Language& language = languages.emplace_back();
    language.name = text_of(row, "name");
    language.code = text_of(row, "alpha_3");
    language.short_code = text_of(row, "alpha_2");
    language.scope = scope_of(text_of(row, "scope"));
    language.use = use_of(text_of(row, "type"));
  }
  return languages;
}

rdx::Result<std::vector<atlas::Country>> read_countries(const std::string& folder) {
  RDX_TRY(const Json rows, read_rows(folder + "/iso_3166-1.json", "3166-1"));
  std::vector<atlas::Country> countries;
  for (const Json& row : rows) {
    atlas::Country& country = countries.emplace_back();
    const std::string common_name = text_of(row, "common_name");
    country.name = common_name.empty() ? text_of(row, "name") : common_name;
    country.official_name = text_of(row, "official_name");
    country.code = text_of(row, "alpha_2");
    country.long_code = text_of(row, "alpha_3");
    country.number = number_of(row, "numeric");
    country.flag = text_of(row, "flag");
  }
  return countries;
}

rdx::Result<std::vector<SubdivisionRow>> read_subdivisions(const std::string& folder) {
  RDX_TRY(const Json rows, read_rows(folder + "/iso_3166-2.json", "3166-2"));
  std::vector<SubdivisionRow> subdivisions;
  for (const Json& row : rows) {
    SubdivisionRow& each = subdivisions.emplace_back();
    each.subdivision.name = text_of(row, "name");
    each.subdivision.code = text_of(row, "code");
    each.subdivision.kind = text_of(row, "type");
    each.country = each.subdivision.code.substr(0, 2);
    each.parent = text_of(row, "parent");
    if (!each.parent.empty() && each.parent.find('-') == std::string::npos)
      each.parent = each.country + '-' + each.parent;
  }
  return subdivisions;
}

}  // namespace atlas_example
