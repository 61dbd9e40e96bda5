#include "rdxc/command/report.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace rdxc {
namespace {

bool wants_colour(const std::string& when) {
  if (when != "auto") return when == "always";
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

}  // namespace

const std::string_view kVersion = RDXC_VERSION;

int complain(const std::string& what, Status status) {
  std::fprintf(stderr, "rdxc: %s\n", what.c_str());
  return status;
}

int print(std::string_view text, int status) {
  const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return whole ? status : complain("standard output: it cannot be written", kFiles);
}

void Schemas::check() {
  CheckOptions options;
  options.folders = arguments_.folders;
  checked = rdxc::check(files, disk, arguments_.files, options, diagnostics);
}

int report_diagnostics(const Files& files, const Diagnostics& diagnostics, const SchemaArguments& arguments,
                       bool has_output) {
  const std::string text = render(files, diagnostics, arguments.form, wants_colour(arguments.colour));
  const int status = diagnostics.failed() ? kFindings : kFine;
  const bool is_output = arguments.form == Form::kJson || arguments.form == Form::kSarif;
  if (is_output) return has_output && status == kFine ? status : print(text, status);
  std::fwrite(text.data(), 1, text.size(), stderr);
  return status;
}

int Schemas::report(bool has_output) {
  diagnostics.finish();
  int status = report_diagnostics(files, diagnostics, arguments_, has_output);
  for (const std::string& one : checked.unreadable) status = complain(one, kFiles);
  return status;
}

}  // namespace rdxc
