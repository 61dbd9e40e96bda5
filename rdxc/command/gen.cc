#include "rdxc/command/gen.h"

#include <algorithm>
#include <cctype>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "rdxc/emit/generate.h"
#include "rdxc/emit/plugin.h"
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

// "ts=/path/of/a/program"; a name is letters, digits, '-' and '_'.
std::optional<Plugin> parse_plugin(const std::string& text, const GenArguments& arguments) {
  Plugin plugin;
  plugin.name = text.substr(0, text.find('='));
  if (plugin.name.size() < text.size()) plugin.path = text.substr(plugin.name.size() + 1);
  plugin.timeout_ms = static_cast<int>(arguments.plugin_timeout * 1000);
  plugin.options = arguments.plugin_options;
  const auto is_letter = [](char c) {
    return c == '-' || c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0;
  };
  const bool named = !plugin.name.empty() && std::all_of(plugin.name.begin(), plugin.name.end(), is_letter);
  if (!named || text.ends_with('=')) return std::nullopt;
  return plugin;
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
  std::vector<Plugin> plugins;
  for (const std::string& text : arguments.plugins) {
    const std::optional<Plugin> plugin = parse_plugin(text, arguments);
    if (!plugin) return complain("--plugin takes NAME or NAME=PATH, and not '" + text + "'", kUsage);
    plugins.push_back(*plugin);
  }
  // The process ends with the model: taking it apart would take as long as checking it. See main.
  Schemas& schemas = *std::make_unique<Schemas>(schema_arguments).release();
  schemas.check();
  const bool has_templates = plugins.empty() || !arguments.language.empty() || !arguments.templates.empty();
  const std::string language = arguments.language.empty() ? "cpp" : arguments.language;
  std::vector<std::string_view> parts;
  if (arguments.with_json) parts.emplace_back("json");
  TemplateSet templates;
  if (has_templates)
    templates = load_templates(schemas.files, schemas.disk, language, parts, arguments.templates, schemas.diagnostics);
  std::vector<std::string>& unreadable = schemas.checked.unreadable;
  unreadable.insert(unreadable.end(), templates.unreadable.begin(), templates.unreadable.end());
  if (!schemas.passes()) return schemas.report();
  if (has_templates && templates.outputs.empty())
    return complain("there are no templates for '" + language + "'; rdxc templates list shows what there is", kUsage);
  const Views& views = *new Views(make_views(schemas.checked.schema, kVersion));
  std::vector<NewFile> outputs = generate(views, templates, arguments.out);
  for (const Plugin& plugin : plugins)
    run_plugin(plugin, views, kVersion, schemas.checked.schema, schemas.files, arguments.out, outputs, templates.read,
               schemas.diagnostics);
  if (const int status = schemas.report(); status != kFine) return status;
  if (const auto clash = find_clash(outputs)) {
    const char* why = plugins.empty() ? "two schemas would become '" : "two files would be written to '";
    return complain(why + *clash + (plugins.empty() ? "'; give their common folder by -I" : "'"), kUsage);
  }
  return write(schemas, arguments, outputs, templates);
}

}  // namespace rdxc
