#include "rdxc/source/diagnostic.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace rdxc {
namespace {

auto order(const Diagnostic& diagnostic) {
  return std::tuple(diagnostic.span.file, diagnostic.span.begin, diagnostic.code, diagnostic.span.end);
}

}  // namespace

std::string code_text(Code code) {
  const std::string digits = std::to_string(static_cast<unsigned>(code));
  return "RDX" + std::string(4 - digits.size(), '0') + digits;
}

void Diagnostics::add(Diagnostic diagnostic) {
  ++(diagnostic.severity == Severity::kError ? errors_ : warnings_);
  if (list_.size() < kMost) {
    list_.push_back(std::move(diagnostic));
  } else {
    ++dropped_;
  }
}

void Diagnostics::finish() {
  std::stable_sort(list_.begin(), list_.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return order(a) < order(b); });
  const auto same = [](const Diagnostic& a, const Diagnostic& b) { return order(a) == order(b); };
  for (auto at = std::adjacent_find(list_.begin(), list_.end(), same); at != list_.end();
       at = std::adjacent_find(at, list_.end(), same)) {
    --(at->severity == Severity::kError ? errors_ : warnings_);
    at = list_.erase(at + 1) - 1;
  }
}

}  // namespace rdxc
