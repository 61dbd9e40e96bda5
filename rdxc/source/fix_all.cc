#include "rdxc/source/fix_all.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

namespace rdxc {
namespace {

constexpr int kMostLooks = 200;

struct Seen {
  Files files;
  Diagnostics diagnostics;
};

struct Candidate {
  std::string path;  // identity
  const Diagnostic* diagnostic;
};

// A fault by what stays when lines move.
using Key = std::tuple<std::string, Code, std::string, std::string>;
Key key_of(const Candidate& one) {
  return {one.path, one.diagnostic->code, one.diagnostic->message, one.diagnostic->fix->text};
}

class Fixer {
 public:
  Fixer(Overlay& disk, const std::vector<std::string>& paths, const Look& look) : disk_(disk), look_(look) {
    for (const std::string& path : paths)
      if (const std::string identity = disk.identity(path); !identity.empty()) paths_.insert(identity);
  }

  std::map<std::string, size_t> run() {
    seen_ = look();
    while (looks_ < kMostLooks) {
      const std::vector<Candidate> all = candidates();
      size_t size = all.size();
      while (size > 0 && looks_ < kMostLooks && !attempt({all.begin(), all.begin() + static_cast<ptrdiff_t>(size)}))
        size /= 2;
      if (all.empty()) break;
      if (size == 0) refused_.insert(key_of(all.front()));
    }
    return std::move(counts_);
  }

 private:
  std::unique_ptr<Seen> look() {
    ++looks_;
    auto out = std::make_unique<Seen>();
    look_(disk_, out->files, out->diagnostics);
    out->diagnostics.finish();
    return out;
  }

  std::string path_of(const Seen& seen, FileId file) const { return disk_.identity(seen.files[file].path()); }

  std::vector<Candidate> candidates() const {
    std::vector<Candidate> out;
    for (const Diagnostic& one : seen_->diagnostics.list()) {
      if (!one.fix) continue;
      Candidate candidate{path_of(*seen_, one.fix->span.file), &one};
      if (paths_.count(candidate.path) != 0 && refused_.count(key_of(candidate)) == 0)
        out.push_back(std::move(candidate));
    }
    return out;
  }

  // Puts these in and keeps them where they mend.
  bool attempt(const std::vector<Candidate>& some) {
    std::map<std::string, std::vector<const Candidate*>> by_path;
    for (const Candidate& one : some) by_path[one.path].push_back(&one);
    const std::map<std::string, std::string> before = disk_.texts();
    std::vector<const Candidate*> used;
    for (const auto& [path, list] : by_path) {
      std::vector<const Fix*> fixes;
      for (const Candidate* one : list) fixes.push_back(&*one->diagnostic->fix);
      Fixed fixed = put_in(seen_->files[fixes.front()->span.file].text(), fixes);
      for (const size_t i : fixed.used) used.push_back(list[i]);
      disk_.replace({{path, std::move(fixed.text)}}, true);
    }
    std::unique_ptr<Seen> after = look();
    if (!mends(*after, used)) {
      disk_.put_back(before);
      return false;
    }
    for (const Candidate* one : used) ++counts_[one->path];
    seen_ = std::move(after);
    return true;
  }

  using Counts = std::map<std::pair<std::string, Code>, size_t>;

  Counts count(const Seen& seen) const {
    Counts out;
    for (const Diagnostic& one : seen.diagnostics.list())
      if (one.fix) ++out[{path_of(seen, one.fix->span.file), one.code}];
    return out;
  }

  static size_t total(const Seen& seen) { return seen.diagnostics.errors() + seen.diagnostics.warnings(); }

  bool mends(const Seen& after, const std::vector<const Candidate*>& used) const {
    constexpr auto kLastOfGrammar = static_cast<Code>(199);
    Counts before = count(*seen_);
    Counts now = count(after);
    Counts fixed;
    size_t gone = 0;  // so many fewer there have to be
    bool bounded = true;
    for (const Candidate* one : used) {
      const Code code = one->diagnostic->code;
      ++fixed[{one->path, code}];
      gone += code > kLastOfGrammar ? 1 : 0;
      bounded &= code != Code::import_not_found;
    }
    if (bounded && total(after) + gone > total(*seen_)) return false;
    if (seen_->diagnostics.dropped() > 0) return total(after) < total(*seen_);
    return std::all_of(fixed.begin(), fixed.end(),
                       [&](const auto& entry) { return now[entry.first] + entry.second <= before[entry.first]; });
  }

  Overlay& disk_;
  const Look& look_;
  std::set<std::string> paths_;
  std::unique_ptr<Seen> seen_;
  std::set<Key> refused_;
  std::map<std::string, size_t> counts_;
  int looks_ = 0;
};

}  // namespace

Fixed put_in(std::string_view text, const std::vector<const Fix*>& fixes) {
  std::vector<size_t> order(fixes.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return fixes[a]->span.begin < fixes[b]->span.begin; });
  Fixed out;
  size_t end = 0;
  for (const size_t i : order) {
    const Fix& fix = *fixes[i];
    const bool at_same_place = !out.used.empty() && fixes[out.used.back()]->span.begin == fix.span.begin;
    if (fix.span.begin < end || at_same_place) continue;
    out.text += text.substr(end, fix.span.begin - end);
    out.text += fix.text;
    end = fix.span.end;
    out.used.push_back(i);
  }
  out.text += text.substr(end);
  return out;
}

std::map<std::string, size_t> fix_all(Overlay& disk, const std::vector<std::string>& paths, const Look& look) {
  return Fixer(disk, paths, look).run();
}

}  // namespace rdxc
