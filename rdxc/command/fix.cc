#include "rdxc/command/fix.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>

#include "rdxc/source/fix_all.h"
#include "rdxc/source/line_diff.h"

namespace rdxc {
namespace {

class FixRun {
 public:
  FixRun(const SchemaArguments& schemas, const FixArguments& arguments, const Find& find)
      : schemas_(schemas), arguments_(arguments), find_(find), overlay_(disk_) {}

  int run() {
    counts_ = fix_all(overlay_, schemas_.files, [&](Disk& disk, Files& files, Diagnostics& diagnostics) {
      Schemas looked(schemas_, disk);
      find_(looked);
      files = std::move(looked.files);
      diagnostics = std::move(looked.diagnostics);
    });
    if (!arguments_.diff) {
      if (const auto fault = disk_.replace(changed(), false)) return complain(*fault, kFiles);
    }
    Schemas& left = *std::make_unique<Schemas>(schemas_, overlay_).release();  // as in gen
    find_(left);
    if (arguments_.diff) return show(left);
    const int status = left.report();
    say();
    return status;
  }

 private:
  std::vector<NewFile> changed() const {
    std::vector<NewFile> out;
    for (const auto& [path, count] : counts_) out.push_back({path, overlay_.texts().at(path)});
    return out;
  }

  // The files that were mended, as they were named.
  template <class Each>
  void each_mended(const Each& each) {
    std::map<std::string, size_t> left = counts_;
    for (const std::string& path : schemas_.files) {
      const auto found = left.find(disk_.identity(path));
      if (found == left.end()) continue;
      each(path, found->first, found->second);
      left.erase(found);
    }
  }

  // What is left has its places in texts that are nowhere, so that it is counted and not shown.
  int show(Schemas& left) {
    std::string out;
    size_t mended = 0;
    each_mended([&](const std::string& path, const std::string& identity, size_t count) {
      const ReadResult before = disk_.read(identity);
      out += unified_diff(path, before.text, path + " (fixed)", overlay_.texts().at(identity));
      mended += count;
    });
    left.diagnostics.finish();
    const size_t findings = left.diagnostics.errors() + left.diagnostics.warnings();
    int status = print(out, out.empty() && !left.diagnostics.failed() ? kFine : kFindings);
    for (const std::string& one : left.checked.unreadable) status = complain(one, kFiles);
    std::fprintf(stderr, "rdxc: %zu would be mended, %zu finding%s left\n", mended, findings, findings == 1 ? "" : "s");
    return status;
  }

  void say() {
    if (schemas_.form != Form::kText) return;
    each_mended([](const std::string& path, const std::string&, size_t count) {
      std::fprintf(stderr, "rdxc: %s: %zu mended\n", path.c_str(), count);
    });
  }

  const SchemaArguments& schemas_;
  const FixArguments& arguments_;
  const Find& find_;
  RealDisk disk_;
  Overlay overlay_;
  std::map<std::string, size_t> counts_;
};

}  // namespace

int find_and_fix(const SchemaArguments& schema_arguments, const FixArguments& arguments, const Find& find) {
  if (arguments.diff && !arguments.fix) return complain("--diff shows what --fix would do; give both", kUsage);
  const bool is_output = schema_arguments.form == Form::kJson || schema_arguments.form == Form::kSarif;
  if (arguments.diff && is_output) return complain("--diff and --format both write to standard output", kUsage);
  if (arguments.fix) return FixRun(schema_arguments, arguments, find).run();
  Schemas& schemas = *std::make_unique<Schemas>(schema_arguments).release();  // as in gen
  find(schemas);
  return schemas.report();
}

}  // namespace rdxc
