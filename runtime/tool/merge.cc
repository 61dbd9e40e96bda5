#include "rdx/tool/merge.h"

#include <filesystem>
#include <ostream>

#include "rdx/store/local_store.h"
#include "rdx/tool/dump.h"
#include "rdx/tool/ring_folder.h"
#include "rdx/tool/value.h"

namespace rdx::tool {
namespace {

// A given engine as it is: what its store would note of whom it meets is dropped.
class Untouched final : public Engine {
 public:
  explicit Untouched(const Engine& engine) : engine_(engine) {}

  Result<void> write(const WriteBatch& /*batch*/) override { return {}; }
  Result<void> sync() override { return {}; }
  Result<std::optional<std::string>> get(Bytes key, const Snapshot* at) const override { return engine_.get(key, at); }
  Result<void> scan(Bytes first, Bytes end, VisitEntry visit, const Snapshot* at) const override {
    return engine_.scan(first, end, visit, at);
  }
  std::shared_ptr<const Snapshot> snapshot() const override { return engine_.snapshot(); }
  Result<void> compact() override { return {}; }

 private:
  const Engine& engine_;
};

// One of the given stores, and who its sources are.
struct Given {
  std::unique_ptr<Engine> engine;
  std::unique_ptr<SourceBook> book;
  std::unique_ptr<LocalStore> store;
};

Result<std::vector<Given>> open_given(std::span<const std::unique_ptr<Engine>> from) {
  std::vector<Given> all;
  for (const auto& each : from) {
    auto engine = std::make_unique<Untouched>(*each);
    RDX_TRY(auto book, SourceBook::open(*engine, {}, {}));
    RDX_TRY(auto store, LocalStore::open(*engine, {}));
    all.push_back({std::move(engine), std::move(book), std::move(store)});
  }
  return all;
}

// All that `from` has and can give now.
Result<Integrated> pull(LocalStore& into, LocalStore& from) {
  Integrated sum;
  for (bool goes_on = true; goes_on;) {
    RDX_TRY(const std::string request, into.request_diff());
    RDX_TRY(const std::string diff, from.build_diff(request, kDiffBytes));
    RDX_TRY(const Integrated taken, into.integrate_diff(diff));
    sum.applied += taken.applied;
    sum.left_out = taken.left_out;
    goes_on = taken.more && taken.applied > 0;
  }
  return sum;
}

// A store may hold what another one's packets wait for, so it goes round until nothing moves.
Result<Merged> pull_all(LocalStore& into, std::span<const Given> given) {
  Merged merged;
  for (bool moves = true; moves;) {
    moves = false;
    merged.left_out = 0;
    for (const Given& each : given) {
      RDX_TRY(const Integrated taken, pull(into, *each.store));
      merged.packets += taken.applied;
      merged.left_out += taken.left_out;
      moves = moves || taken.applied > 0;
    }
  }
  return merged;
}

Result<Merged> merge_folders(const std::vector<std::string>& folders, const std::string& into) {
  std::vector<std::unique_ptr<Engine>> engines;
  for (const std::string& folder : folders) {
    RDX_TRY(engines.emplace_back(), open_replica_database(folder));
  }
  RDX_TRY(const auto made, make_database(into));
  return merge_stores(engines, *made);
}

}  // namespace

Result<Merged> merge_stores(std::span<const std::unique_ptr<Engine>> from, Engine& into) {
  RDX_TRY(const auto given, open_given(from));
  RDX_TRY(const auto book, SourceBook::open(into, {}, {}));
  for (const Given& each : given) {
    if (auto met = book->meet(each.book->table(each.store->seen())); !met) return std::move(met).error();
  }
  LocalStore::Setup setup;
  setup.sources = book.get();
  RDX_TRY(const auto store, LocalStore::open(into, setup));
  auto merged = pull_all(*store, given);
  if (auto done = into.sync(); !done) return std::move(done).error();
  return merged;
}

int run_merge(const std::vector<std::string>& folders, const std::string& into, std::ostream& out,
              std::ostream& errors) {
  std::error_code ignored;
  if (std::filesystem::exists(into, ignored)) {
    errors << "rdx: '" << into << "' is there already; name a folder that is not\n";
    return kFiles;
  }
  const auto merged = merge_folders(folders, into);
  if (!merged) {
    std::filesystem::remove_all(into, ignored);
    errors << "rdx: " << merged.error().message << '\n';
    return kFiles;
  }
  out << merged->packets << " packets\n";
  if (merged->left_out != 0)
    out << merged->left_out << " packets were left out: they name objects that none of the stores has seen begin\n";
  if (!out.flush()) return kFiles;
  return merged->left_out == 0 ? kFine : kFindings;
}

}  // namespace rdx::tool
