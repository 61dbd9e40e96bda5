#include "rdxc/command/gen.h"

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "rdxc/emit/generate.h"
#include "rdxc/emit/templates.h"
#include "rdxc/emit/views.h"

namespace rdxc {
namespace {

std::string dependencies(const Schemas& schemas, const GenArguments& arguments, const std::vector<NewFile>& outputs,
                         const TemplateSet& templates) {
  std::vector<std::string> targets;
  if (!arguments.stamp.empty()) {
    targets.push_back(arguments.stamp);
  } else {
    for (const NewFile& output : outputs) targets.push_back(output.path);
  }
  std::vector<std::string> inputs;
  for (const schema::File& file : schemas.checked.schema.files) inputs.push_back(schemas.files[file.id].path());
  inputs.insert(inputs.end(), templates.read.begin(), templates.read.end());
  return depfile(targets, inputs);
}

int write(Schemas& schemas, const GenArguments& arguments, const std::vector<NewFile>& outputs,
          const TemplateSet& templates) {
  if (const auto fault = schemas.disk.replace(outputs, false)) return complain(*fault, kFiles);
  std::vector<NewFile> records;
  if (!arguments.depfile.empty())
    records.push_back({arguments.depfile, dependencies(schemas, arguments, outputs, templates)});
  if (!arguments.stamp.empty()) records.push_back({arguments.stamp, {}});
  if (const auto fault = schemas.disk.replace(records, true)) return complain(*fault, kFiles);
  return kFine;
}

}  // namespace

int gen(const SchemaArguments& schema_arguments, const GenArguments& arguments) {
  // The process ends with the model: taking it apart would take as long as checking it. See main.
  Schemas& schemas = *std::make_unique<Schemas>(schema_arguments).release();
  schemas.check();
  std::vector<std::string_view> parts;
  if (arguments.with_json) parts.emplace_back("json");
  const TemplateSet templates =
      load_templates(schemas.files, schemas.disk, arguments.language, parts, arguments.templates, schemas.diagnostics);
  std::vector<std::string>& unreadable = schemas.checked.unreadable;
  unreadable.insert(unreadable.end(), templates.unreadable.begin(), templates.unreadable.end());
  if (const int status = schemas.report(); status != kFine) return status;
  if (templates.outputs.empty()) return complain("there are no templates for '" + arguments.language + "'", kUsage);
  const std::vector<NewFile> outputs = generate(make_views(schemas.checked.schema, kVersion), templates, arguments.out);
  if (const auto clash = find_clash(outputs))
    return complain("two schemas would become '" + *clash + "'; give their common folder by -I", kUsage);
  return write(schemas, arguments, outputs, templates);
}

}  // namespace rdxc
