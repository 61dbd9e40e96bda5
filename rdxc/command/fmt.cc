#include "rdxc/command/fmt.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "rdxc/source/line_diff.h"
#include "rdxc/syntax/formatter.h"

namespace rdxc {
namespace {

class FmtRun {
 public:
  FmtRun(const SchemaArguments& schemas, const FmtArguments& arguments) : schemas_(schemas), arguments_(arguments) {}

  int run() {
    for (const std::string& path : schemas_.files) take(path);
    const int status = report();
    if (const auto fault = disk_.replace(changed_, false)) return complain(*fault, kFiles);
    return std::max(status, print(out_, kFine));
  }

 private:
  void take(const std::string& path) {
    const bool is_input = path == "-";
    ReadResult result = disk_.read(is_input ? "/dev/stdin" : path);
    if (result.status != ReadStatus::kRead) {
      unreadable_.push_back((is_input ? "standard input" : path) + ": " + reason_of(result));
      return;
    }
    const FileId file = files_.add(is_input ? "<stdin>" : path, std::move(result.text));
    const std::optional<std::string> text = format(files_, file, diagnostics_);
    if (!text) {
      refused_.push_back(files_[file].path());
      return;
    }
    const bool differs = *text != files_[file].text();
    would_change_ |= differs;
    if (arguments_.check && differs) out_ += files_[file].path() + '\n';
    if (arguments_.diff)
      out_ += unified_diff(files_[file].path(), files_[file].text(), files_[file].path() + " (formatted)", *text);
    if (arguments_.check || arguments_.diff) return;
    if (is_input) out_ += *text;
    if (!is_input && differs) changed_.push_back({disk_.identity(path), *text});
  }

  int report() {
    diagnostics_.finish();
    int status = report_diagnostics(files_, diagnostics_, schemas_, true);
    for (const std::string& path : refused_)
      status = complain(path + ": left as it is: it has syntax errors", kFindings);
    if (would_change_ && (arguments_.check || arguments_.diff)) status = std::max<int>(status, kFindings);
    for (const std::string& one : unreadable_) status = complain(one, kFiles);
    return status;
  }

  const SchemaArguments& schemas_;
  const FmtArguments& arguments_;
  RealDisk disk_;
  Files files_;
  Diagnostics diagnostics_;
  std::vector<NewFile> changed_;
  std::vector<std::string> refused_;
  std::vector<std::string> unreadable_;
  std::string out_;
  bool would_change_ = false;
};

}  // namespace

int format_schemas(const SchemaArguments& schemas, const FmtArguments& arguments) {
  return FmtRun(schemas, arguments).run();
}

}  // namespace rdxc
