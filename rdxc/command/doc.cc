#include "rdxc/command/doc.h"

#include <memory>
#include <vector>

#include "rdxc/emit/doc.h"
#include "rdxc/emit/generate.h"

namespace rdxc {

int document_schemas(const SchemaArguments& schema_arguments, const DocArguments& arguments) {
  Schemas& schemas = *std::make_unique<Schemas>(schema_arguments).release();  // as in gen
  schemas.check();
  if (const int status = schemas.report(true); status != kFine) return status;
  const schema::Schema& schema = schemas.checked.schema;
  const bool one_page = arguments.html || arguments.out.empty() || arguments.out.ends_with(".md");
  if (!one_page) {
    const std::vector<NewFile> pages = markdown_pages(schema, arguments.out);
    if (const auto clash = find_clash(pages))
      return complain("two schemas would become '" + *clash + "'; give their common folder by -I", kUsage);
    if (const auto fault = schemas.disk.replace(pages, false)) return complain(*fault, kFiles);
    return kFine;
  }
  const std::string page = arguments.html ? html_page(schema) : markdown_page(schema);
  if (arguments.out.empty()) return print(page, kFine);
  if (const auto fault = schemas.disk.replace({{arguments.out, page}}, false)) return complain(*fault, kFiles);
  return kFine;
}

}  // namespace rdxc
