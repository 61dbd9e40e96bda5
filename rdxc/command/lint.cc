#include "rdxc/command/lint.h"

#include <sstream>

#include "rdxc/check/lint.h"
#include "rdxc/source/catalogue.h"

namespace rdxc {
namespace {

int list_rules() {
  constexpr size_t kWidth = 20;
  std::string out;
  for (const LintRule& rule : lint_rules()) {
    const std::string name(rule.name);
    out += code_text(rule.code) + "  " + name + std::string(kWidth - name.size(), ' ') +
           (rule.is_default ? "on   " : "off  ");
    out += std::string(find_page(rule.code)->title) + '\n';
  }
  return print(out, kFine);
}

// .rdxlint of the working folder, a rule a line: `enable NAME`, `disable NAME`, `# why`. What is neither goes to
// `unknown`.
std::set<Code> configured_rules(std::vector<std::string>& unknown) {
  std::set<Code> on = default_rules();
  const ReadResult config = RealDisk().read(".rdxlint");
  if (config.status != ReadStatus::kRead && config.status != ReadStatus::kMissing)
    unknown.push_back(".rdxlint: " + reason_of(config));
  std::istringstream lines(config.text);
  size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::istringstream words(line);
    std::string act;
    std::string name;
    words >> act >> name;
    if (act.empty() || act[0] == '#') continue;
    const bool known = !name.empty() && (act == "enable" || act == "disable");
    std::vector<std::string> faults;
    if (known && act == "enable") choose_rules(on, {name}, {}, faults);
    if (known && act == "disable") choose_rules(on, {}, {name}, faults);
    if (!known) faults.push_back("a line is `enable NAME` or `disable NAME`");
    for (const std::string& fault : faults) unknown.push_back(".rdxlint:" + std::to_string(number) + ": " + fault);
  }
  return on;
}

}  // namespace

int lint_schemas(const SchemaArguments& schema_arguments, const LintArguments& arguments) {
  if (arguments.list) return list_rules();
  if (schema_arguments.files.empty()) return complain("no schema was given", kUsage);
  std::vector<std::string> unknown;
  std::set<Code> on = configured_rules(unknown);
  choose_rules(on, arguments.enable, arguments.disable, unknown);
  for (const std::string& one : unknown) complain(one, kUsage);
  if (!unknown.empty()) return kUsage;
  bool failed = false;
  const int status = find_and_fix(schema_arguments, arguments.fix, [&](Schemas& schemas) {
    schemas.check();
    if (!schemas.diagnostics.failed()) lint(schemas.files, schemas.checked.schema, on, schemas.diagnostics);
    failed = arguments.warnings_are_errors && schemas.diagnostics.warnings() > 0;
  });
  return status == kFine && failed ? kFindings : status;
}

}  // namespace rdxc
