#include "rdx/tool/merge.h"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "rdx/store/local_store.h"
#include "rdx/tool/dump.h"
#include "rdx/tool/ring_folder.h"
#include "rdx/tool/value.h"

namespace rdx::tool {
namespace {

// A given engine as it is: what its store would note of whom it meets is dropped. It gives as the replica that it is,
// and writes as none: so it never goes on under a fresh source, however old a copy it is.
class Untouched final : public Engine {
 public:
  explicit Untouched(const Engine& engine) : engine_(engine) {}

  Result<void> write(const WriteBatch& /*batch*/) override { return {}; }
  Result<void> sync() override { return {}; }
  Result<std::optional<std::string>> get(Bytes key, const Snapshot* at) const override {
    if (key == Bytes(Keys().about(kCurrentSourceName))) return std::optional<std::string>();
    return engine_.get(key, at);
  }
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
  std::string name;
  std::unique_ptr<Engine> engine;
  std::unique_ptr<SourceBook> book;
  std::unique_ptr<LocalStore> store;
  bool is_forgotten = false;
};

Error named(const std::string& name, Error error) {
  error.message.insert(0, name + ": ");
  return error;
}

Result<void> check_settled(const Engine& engine) {
  RDX_TRY(const auto mark, engine.get(Keys().about(kSwitchName)));
  if (!mark) return {};
  return Error{ErrorCode::busy,
               "the state of a peer is just taking the place of what it had; have its replica finish that"};
}

Result<Given> open_given(const GivenStore& from) {
  if (auto settled = check_settled(*from.engine); !settled) return std::move(settled).error();
  Given given;
  given.name = from.name;
  given.engine = std::make_unique<Untouched>(*from.engine);
  RDX_TRY(given.book, SourceBook::open(*given.engine, {}, {}));
  LocalStore::Setup setup;
  setup.sources = given.book.get();
  RDX_TRY(given.store, LocalStore::open(*given.engine, setup));
  return given;
}

// Which replicas a store has forgotten, as it would tell a peer.
Result<std::vector<uint32_t>> forgotten_by(LocalStore& store) {
  const std::string request = write_request({}, {}, DotSet(), {});
  RDX_TRY(const std::string diff, store.build_diff(request, 0));
  Bytes rest = diff;
  RDX_TRY(const DiffPart head, take_diff_part(rest));
  return head.sender.forgotten;
}

// Who was forgotten by any of them: the others have gone on without it, so what it alone has nobody takes any more.
Result<void> find_forgotten(std::span<Given> given) {
  for (const Given& each : given) {
    RDX_TRY(const auto forgotten, forgotten_by(*each.store));
    for (Given& other : given)
      for (const uint32_t source : other.store->present_sources())
        other.is_forgotten =
            other.is_forgotten || std::find(forgotten.begin(), forgotten.end(), source) != forgotten.end();
  }
  return {};
}

// How far a store has got: packets, and of a state that it receives.
struct Reached {
  DotSet seen;
  std::string dots;
  std::optional<std::string> place;

  friend bool operator==(const Reached&, const Reached&) = default;
};

Result<Reached> reached(const LocalStore& into, Bytes request) {
  RDX_TRY(const DiffRequest read, read_request(request));
  Reached at{into.seen(), {}, {}};
  if (read.progress) at.dots = read.progress->dots, at.place = read.progress->place;
  return at;
}

// All that `from` has and can give now.
Result<void> pull(LocalStore& into, LocalStore& from) {
  for (std::optional<Reached> before;;) {
    RDX_TRY(const std::string request, into.request_diff());
    RDX_TRY(Reached now, reached(into, request));
    if (before == now) return {};
    before = std::move(now);
    RDX_TRY(const std::string diff, from.build_diff(request, kDiffBytes));
    RDX_TRY(const Integrated taken, into.integrate_diff(diff));
    if (!taken.more) return {};
  }
}

// A store may hold what another one's packets wait for, so it goes round until nothing moves.
Result<void> pull_all(LocalStore& into, std::span<const Given> given) {
  for (std::optional<DotSet> before; before != into.seen();) {
    before = into.seen();
    for (const Given& each : given) {
      if (each.is_forgotten) continue;
      auto done = pull(into, *each.store);
      if (!done && done.error().code == ErrorCode::behind)
        return Error{ErrorCode::behind, each.name +
                                            " and those named before it have each forgotten what the other has not "
                                            "seen, so no store can have both; merge without one of them"};
      if (!done) return named(each.name, std::move(done).error());
    }
  }
  return {};
}

Merged count(const LocalStore& into, std::span<const Given> given) {
  Merged merged;
  const DotSet seen = into.seen();
  merged.packets = seen.size();
  for (const Given& each : given) {
    DotSet lacking = each.store->seen();
    lacking.remove(seen);
    if (!lacking.empty()) merged.left_out.push_back({each.name, lacking.size(), each.is_forgotten});
  }
  return merged;
}

Result<Merged> merge_folders(const std::vector<std::string>& folders, const std::string& into) {
  std::vector<std::unique_ptr<Engine>> engines;
  std::vector<GivenStore> stores;
  for (const std::string& folder : folders) {
    RDX_TRY(engines.emplace_back(), open_replica_database(folder));
    stores.push_back({folder, engines.back().get()});
  }
  RDX_TRY(const auto made, make_database(into));
  return merge_stores(stores, *made);
}

// Made beside its place and moved there when it is whole: what is there after a merge that was cut off is not taken for
// one that was not.
Result<Merged> merge_beside(const std::vector<std::string>& folders, std::string into) {
  while (into.size() > 1 && into.ends_with('/')) into.pop_back();
  const std::string part = into + ".part";
  std::error_code fault;
  if (std::filesystem::exists(part, fault))
    return Error{ErrorCode::busy, "'" + part + "' is there, of a merge that goes on or was cut off; remove it then"};
  auto merged = merge_folders(folders, part);
  if (merged) std::filesystem::rename(part, into, fault);
  if (merged && fault) merged = Error{ErrorCode::input_output, "'" + into + "': " + fault.message()};
  std::error_code ignored;
  if (!merged) std::filesystem::remove_all(part, ignored);
  return merged;
}

void tell(const Merged& merged, std::ostream& out) {
  out << merged.packets << " packets\n";
  for (const LeftOut& each : merged.left_out)
    out << each.name << ": " << each.packets << " packets were left out: "
        << (each.is_forgotten ? "its replica was forgotten by another one's\n"
                              : "they name objects that none of the stores has seen begin\n");
}

}  // namespace

Result<Merged> merge_stores(std::span<const GivenStore> from, Engine& into) {
  std::vector<Given> given;
  for (const GivenStore& each : from) {
    auto opened = open_given(each);
    if (!opened) return named(each.name, std::move(opened).error());
    given.push_back(std::move(*opened));
  }
  if (auto done = find_forgotten(given); !done) return std::move(done).error();
  RDX_TRY(const auto book, SourceBook::open(into, {}, {}));
  for (const Given& each : given) {
    if (auto met = book->meet(each.book->table(each.store->seen())); !met)
      return named(each.name, std::move(met).error());
  }
  LocalStore::Setup setup;
  setup.sources = book.get();
  RDX_TRY(const auto store, LocalStore::open(into, setup));
  if (auto done = pull_all(*store, given); !done) return std::move(done).error();
  if (auto done = into.sync(); !done) return std::move(done).error();
  return count(*store, given);
}

int run_merge(const std::vector<std::string>& folders, const std::string& into, std::ostream& out,
              std::ostream& errors) {
  std::error_code ignored;
  if (std::filesystem::exists(into, ignored)) {
    errors << "rdx: '" << into << "' is there already; name a folder that is not\n";
    return kFiles;
  }
  const auto merged = merge_beside(folders, into);
  if (!merged) {
    errors << "rdx: " << merged.error().message << '\n';
    return kFiles;
  }
  tell(*merged, out);
  if (!out.flush()) return kFiles;
  return merged->left_out.empty() ? kFine : kFindings;
}

}  // namespace rdx::tool
