#include "rdxc/command/look.h"

#include <memory>

#include "rdxc/emit/json.h"
#include "rdxc/emit/views.h"
#include "rdxc/source/catalogue.h"

namespace rdxc {

int check_schemas(const SchemaArguments& arguments, const FixArguments& fix) {
  return find_and_fix(arguments, fix, [](Schemas& schemas) { schemas.check(); });
}

int print_model(const SchemaArguments& arguments) {
  Schemas& schemas = *std::make_unique<Schemas>(arguments).release();
  schemas.check();
  if (const int status = schemas.report(true); status != kFine) return status;
  return print(model_json(make_views(schemas.checked.schema, kVersion), kVersion), kFine);
}

int explain_code(const std::string& text) {
  const std::optional<Code> code = parse_code(text);
  const std::optional<Page> page = code ? find_page(*code) : std::nullopt;
  if (!page) return complain("there is no diagnostic '" + text + "'; they are called as in RDX0203", kUsage);
  return print(explain(*page), kFine);
}

}  // namespace rdxc
