#include "rdxc/command/lint.h"

#include <memory>

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

}  // namespace

int lint_schemas(const SchemaArguments& schema_arguments, const LintArguments& arguments) {
  if (arguments.list) return list_rules();
  if (schema_arguments.files.empty()) return complain("no schema was given", kUsage);
  std::vector<std::string> unknown;
  const std::set<Code> on = chosen_rules(arguments.enable, arguments.disable, unknown);
  for (const std::string& one : unknown) complain(one, kUsage);
  if (!unknown.empty()) return kUsage;
  Schemas& schemas = *std::make_unique<Schemas>(schema_arguments).release();  // as in gen
  schemas.check();
  if (schemas.diagnostics.failed()) return schemas.report();
  lint(schemas.files, schemas.checked.schema, on, schemas.diagnostics);
  const bool failed = arguments.warnings_are_errors && schemas.diagnostics.warnings() > 0;
  const int status = schemas.report();
  return status == kFine && failed ? kFindings : status;
}

}  // namespace rdxc
