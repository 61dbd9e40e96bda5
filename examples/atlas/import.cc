#include "import.h"

#include <map>
#include <ostream>

#include "iso_codes.h"
#include "locales.h"

namespace atlas_example {
namespace {

constexpr std::size_t kObjectsATransaction = 500;

template <class T>
using ByCode = std::map<std::string, rdx::Ref<T>>;

/// Says how many objects of a kind are done.
class Progress {
 public:
  Progress(std::ostream& out, bool terminal, std::string kind, std::size_t total)
      : out_(out), terminal_(terminal), kind_(std::move(kind)), total_(total) {}

  void step(std::size_t done) {
    if (terminal_) out_ << "\r  " << kind_ << ": " << done << " of " << total_ << std::flush;
  }
  void end(std::size_t added) {
    out_ << (terminal_ ? "\r  " : "  ") << kind_ << ": " << total_ << " (" << added << " new)";
    out_ << (terminal_ ? "      \n" : "\n") << std::flush;
  }

 private:
  std::ostream& out_;
  bool terminal_;
  std::string kind_;
  std::size_t total_;
};

template <class T>
rdx::Result<ByCode<T>> stored_by_code(const rdx::Replica& replica) {
  ByCode<T> found;
  RDX_TRY([[maybe_unused]] const uint64_t count,
          replica.for_each<T>([&](T& object) { found.emplace(object.code, rdx::Ref<T>(object)); }));
  return found;
}

/// Saves the objects whose code is not stored yet, each after `prepare(index, stored)`. Answers all of that kind.
template <class T, class Prepare>
rdx::Result<ByCode<T>> save_new(rdx::Replica& replica, std::vector<T>& objects, Progress progress, Prepare prepare) {
  RDX_TRY(ByCode<T> stored, stored_by_code<T>(replica));
  std::size_t added = 0;
  for (std::size_t next = 0; next < objects.size();) {
    rdx::Transaction transaction = replica.begin();
    for (std::size_t in_this = 0; next < objects.size() && in_this < kObjectsATransaction; ++next) {
      T& object = objects[next];
      if (stored.contains(object.code)) continue;
      prepare(next, stored);
      RDX_TRY(const rdx::Id id, transaction.save(object));
      stored.emplace(object.code, rdx::Ref<T>(id));
      ++in_this;
      ++added;
    }
    RDX_TRY([[maybe_unused]] const std::string ops, transaction.commit());
    progress.step(next);
  }
  progress.end(added);
  return stored;
}

template <class T>
rdx::Result<ByCode<T>> save_new(rdx::Replica& replica, std::vector<T>& objects, Progress progress) {
  return save_new(replica, objects, progress, [](std::size_t, const ByCode<T>&) {});
}

template <class T>
rdx::Ref<T> find(const ByCode<T>& all, const std::string& code) {
  const auto found = all.find(code);
  return found == all.end() ? rdx::Ref<T>() : found->second;
}

/// ISO 4217 builds a currency's code from its country's and a letter: CHF is of CH. Only for countries whose locales
/// name no currency that is in use.
std::set<rdx::Ref<atlas::Currency>> currencies_by_rule(const std::string& country, const ByCode<atlas::Currency>& all) {
  std::set<rdx::Ref<atlas::Currency>> found;
  for (auto at = all.lower_bound(country); at != all.end() && at->first.starts_with(country); ++at)
    found.insert(at->second);
  return found;
}

void add_facts(atlas::Country& country, const CountryFacts& facts, const ByCode<atlas::Currency>& currencies,
               const ByCode<atlas::Language>& languages) {
  for (const std::string& code : facts.currencies)
    if (const auto currency = find(currencies, code)) country.currencies.insert(currency);
  if (country.currencies.empty()) country.currencies = currencies_by_rule(country.code, currencies);
  for (const std::string& code : facts.languages)
    if (const auto language = find(languages, code)) country.languages.insert(language);
}

/// The whole in front of its parts: a reference needs its target's id.
rdx::Result<std::vector<SubdivisionRow>> wholes_first(std::vector<SubdivisionRow> rows) {
  std::vector<SubdivisionRow> sorted;
  std::set<std::string> known = {""};
  while (!rows.empty()) {
    std::vector<SubdivisionRow> waiting;
    std::set<std::string> met;
    for (SubdivisionRow& row : rows) {
      if (!known.contains(row.parent)) {
        waiting.push_back(std::move(row));
        continue;
      }
      met.insert(row.subdivision.code);
      sorted.push_back(std::move(row));
    }
    if (met.empty())
      return rdx::Error{rdx::ErrorCode::not_found, waiting[0].subdivision.code + " is a part of " + waiting[0].parent +
                                                       ", which is not among the data"};
    known.merge(met);
    rows = std::move(waiting);
  }
  return sorted;
}

rdx::Result<void> save_subdivisions(rdx::Replica& replica, std::vector<SubdivisionRow> unsorted,
                                    const ByCode<atlas::Country>& countries, std::ostream& out, bool terminal) {
  RDX_TRY(const std::vector<SubdivisionRow> rows, wholes_first(std::move(unsorted)));
  std::vector<atlas::Subdivision> subdivisions;
  for (const SubdivisionRow& row : rows) subdivisions.push_back(row.subdivision);
  const auto prepare = [&](std::size_t index, const ByCode<atlas::Subdivision>& stored) {
    subdivisions[index].country = find(countries, rows[index].country);
    subdivisions[index].parent = find(stored, rows[index].parent);
  };
  RDX_TRY([[maybe_unused]] const auto stored,
          save_new(replica, subdivisions, Progress(out, terminal, "subdivisions", rows.size()), prepare));
  return {};
}

}  // namespace

rdx::Result<void> import_atlas(rdx::Replica& replica, const DataFolders& folders, std::ostream& out, bool terminal) {
  RDX_TRY(std::vector<atlas::Currency> currencies, read_currencies(folders.iso_codes));
  RDX_TRY(std::vector<atlas::Language> languages, read_languages(folders.iso_codes));
  RDX_TRY(std::vector<atlas::Country> countries, read_countries(folders.iso_codes));
  RDX_TRY(std::vector<SubdivisionRow> subdivisions, read_subdivisions(folders.iso_codes));
  RDX_TRY(const auto facts, read_locales(folders.locales));

  RDX_TRY(const auto currency_by_code,
          save_new(replica, currencies, Progress(out, terminal, "currencies", currencies.size())));
  RDX_TRY(const auto language_by_code,
          save_new(replica, languages, Progress(out, terminal, "languages", languages.size())));
  for (atlas::Country& country : countries) {
    const auto known = facts.find(country.code);
    add_facts(country, known == facts.end() ? CountryFacts{} : known->second, currency_by_code, language_by_code);
  }
  RDX_TRY(const auto country_by_code,
          save_new(replica, countries, Progress(out, terminal, "countries", countries.size())));
  return save_subdivisions(replica, std::move(subdivisions), country_by_code, out, terminal);
}

}  // namespace atlas_example
