// Damage done to the schemas that ship: each token dropped, doubled, swapped with the next. No damage may crash the
// compiler; the first diagnostic stands within a line of the damage, and one damage is about one error.
//
//   damage_test FOLDER…      RDX_DAMAGE_VERBOSE=1 prints the cases that miss
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "rdxc/syntax/lexer.h"
#include "tests/rdxc/compile.h"

namespace rdxc {
namespace {

struct Figures {
  size_t cases = 0;   // damaged schemas
  size_t found = 0;   // those with an error
  size_t errors = 0;  // their errors
  size_t near = 0;    // those whose first error is within a line of the damage
};

class Damager {
 public:
  Damager(const MemoryDisk& disk, const std::string& name) : disk_(disk), name_(name), text_(disk.files.at(name)) {
    Diagnostics diagnostics;
    const FileId file = files_.add(name, text_);
    tokens_ = lex(files_, file, diagnostics).list;
    tokens_.pop_back();
  }

  void run(Figures& figures) {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const std::string token = text(i);
      damage(i, "dropped", "", figures);
      damage(i, "doubled", token + ' ' + token, figures);
      if (i + 1 < tokens_.size()) swap(i, figures);
    }
  }

 private:
  std::string text(size_t i) const { return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin); }

  void damage(size_t i, const char* kind, const std::string& with, Figures& figures) {
    std::string damaged = text_;
    damaged.replace(tokens_[i].begin, tokens_[i].end - tokens_[i].begin, with);
    judge(i, i, kind, damaged, figures);
  }

  void swap(size_t i, Figures& figures) {
    if (text(i) == text(i + 1)) return;
    std::string damaged = text_;
    damaged.replace(tokens_[i + 1].begin, tokens_[i + 1].end - tokens_[i + 1].begin, text(i));
    damaged.replace(tokens_[i].begin, tokens_[i].end - tokens_[i].begin, text(i + 1));
    judge(i, i + 1, "swapped", damaged, figures);
  }

  void judge(size_t first, size_t last, const char* kind, const std::string& damaged, Figures& figures) {
    MemoryDisk disk = disk_;
    disk.files[name_] = damaged;
    Compiled out;
    out.checked = check(out.files, disk, {name_}, {}, out.diagnostics);
    (void)out.text();
    ++figures.cases;
    if (!out.diagnostics.failed()) return;
    ++figures.found;
    figures.errors += out.diagnostics.errors();
    const uint32_t lowest = files_[0].line_number(tokens_[first].begin);
    const uint32_t highest = files_[0].line_number(tokens_[last].begin);
    const Span& span = out.diagnostics.list()[0].span;
    const uint32_t line = out.files[span.file].line_number(span.begin);
    const bool near = span.file == 0 && line + 1 >= lowest && line <= highest + 1;
    figures.near += near;
    if (std::getenv("RDX_DAMAGE_VERBOSE") == nullptr) return;
    if (near && out.diagnostics.errors() <= 2) return;
    std::printf("%s:%u: %s '%s'%s, %zu errors\n%s\n", name_.c_str(), lowest, kind, text(first).c_str(),
                near ? "" : ", FAR", out.diagnostics.errors(), out.gcc().c_str());
  }

  const MemoryDisk& disk_;
  std::string name_;
  std::string text_;
  Files files_;
  std::vector<Token> tokens_;
};

int run(int count, char** values) {
  Figures figures;
  for (int i = 1; i < count; ++i) {
    const MemoryDisk disk = MemoryDisk::load(values[i]);
    for (const auto& [name, text] : disk.files) Damager(disk, name).run(figures);
  }
  const double near = static_cast<double>(figures.near) / static_cast<double>(std::max<size_t>(figures.found, 1));
  const double mean = static_cast<double>(figures.errors) / static_cast<double>(std::max<size_t>(figures.found, 1));
  std::printf(
      "%zu damaged schemas, %zu with errors; first error within a line of the damage: %.2f %%; errors a case: %.3f\n",
      figures.cases, figures.found, near * 100, mean);
  const bool good = figures.cases > 1000 && near >= 0.98 && mean <= 1.3;
  return good ? 0 : 1;
}

}  // namespace
}  // namespace rdxc

int main(int count, char** values) { return rdxc::run(count, values); }
