// rdxc: schema in, C++ (or JSON) out. The command line; what the commands do is in command/.
//
//   exit status: 0 fine, 1 findings, 2 usage, 3 files, 4 a bug of ours
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "rdxc/command/evolve.h"
#include "rdxc/command/gen.h"
#include "rdxc/command/look.h"

namespace rdxc {
namespace {

// What the command line asks for.
using Chosen = std::function<int()>;

std::shared_ptr<SchemaArguments> add_schemas(CLI::App& command, bool must_name_files = true) {
  static const std::map<std::string, Form> kForms = {{"text", Form::kText}, {"gcc", Form::kGcc}, {"json", Form::kJson}};
  auto arguments = std::make_shared<SchemaArguments>();
  command.add_option("FILE", arguments->files, "Schemas")->required(must_name_files);
  command.add_option("-I", arguments->folders, "A folder in which imports are looked for")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command.add_option("--format", arguments->form, "Diagnostics as text, gcc or json")
      ->transform(CLI::CheckedTransformer(kForms, CLI::ignore_case))
      ->type_name("FORM");
  command.add_option("--color,--colour", arguments->colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  return arguments;
}

void add_gen(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("gen", "Write C++ for schemas");
  const auto schemas = add_schemas(command);
  const auto arguments = std::make_shared<GenArguments>();
  command.add_option("-o", arguments->out, "The folder for what is written")->type_name("DIR");
  command.add_option("--depfile", arguments->depfile, "Write what was read as a rule for make")->type_name("FILE");
  command.add_option("--stamp", arguments->stamp, "A file that is written anew when all is well; the rule's target")
      ->type_name("FILE");
  command.add_option("--templates", arguments->templates, "Templates that stand in for those of the same name")
      ->type_name("DIR");
  command.add_option("--language", arguments->language, "The folder of the templates in rdxc")->type_name("NAME");
  command.add_flag("--json", arguments->with_json, "Write the code for JSON too");
  command.callback([&chosen, schemas, arguments] { chosen = [=] { return gen(*schemas, *arguments); }; });
}

void add_check(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("check", "Say what is wrong with schemas");
  const auto schemas = add_schemas(command);
  command.callback([&chosen, schemas] { chosen = [=] { return check_schemas(*schemas); }; });
}

const std::map<std::string, Level> kLevels = {
    {"wire", Level::kWire}, {"json", Level::kJson}, {"source", Level::kSource}};

void add_level(CLI::App& command, Level& level) {
  command.add_option("--level", level, "What must not break: wire, json (and wire), source (and both)")
      ->transform(CLI::CheckedTransformer(kLevels, CLI::ignore_case))
      ->type_name("LEVEL");
}

void add_diff(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("diff", "Say what breaks replicas of an older schema");
  const auto schemas = add_schemas(command, false);
  const auto arguments = std::make_shared<DiffArguments>();
  command.add_option("--against", arguments->against, "The older one: a schema, a folder of them, or an rdx.lock")
      ->required()
      ->type_name("OLD");
  add_level(command, arguments->level);
  command.callback([&chosen, schemas, arguments] { chosen = [=] { return diff(*schemas, *arguments); }; });
}

void add_lock(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("lock", "Write down, for diff, what the schemas say to replicas");
  const auto schemas = add_schemas(command, false);
  const auto arguments = std::make_shared<LockArguments>();
  command.add_option("--lock", arguments->path, "The lock; rdx.lock here if not given")->type_name("FILE");
  command.add_flag("--check", arguments->only_check, "Only say whether it is as it would be written");
  command.add_flag("--force", arguments->force, "Write it though something breaks");
  add_level(command, arguments->level);
  command.callback([&chosen, schemas, arguments] { chosen = [=] { return lock(*schemas, *arguments); }; });
}

void add_ast(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("ast", "Print schemas as templates see them");
  const auto schemas = add_schemas(command);
  const auto as_json = std::make_shared<bool>(false);
  command.add_flag("--json", *as_json, "As JSON, the only form there is")->required();
  command.callback([&chosen, schemas, as_json] { chosen = [=] { return print_model(*schemas); }; });
}

void add_explain(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("explain", "Tell more about a diagnostic");
  const auto code = std::make_shared<std::string>();
  command.add_option("CODE", *code, "As in RDX0203")->required();
  command.callback([&chosen, code] { chosen = [=] { return explain_code(*code); }; });
}

int run(int count, char** values) {
  CLI::App app("The schema compiler of rdx.", "rdxc");
  app.require_subcommand(1);
  app.set_version_flag("--version", "rdxc " + std::string(kVersion));
  app.footer("Exit status: 0 fine, 1 findings, 2 usage, 3 files, 4 a bug of ours.");
  Chosen chosen;
  for (const auto add : {add_gen, add_check, add_diff, add_lock, add_ast, add_explain}) add(app, chosen);
  try {
    app.parse(count, values);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kFine : kUsage;
  }
  return chosen();
}

}  // namespace
}  // namespace rdxc

// Ends without taking apart what the commands have left: see command/gen.cc.
int main(int count, char** values) {
  int status = rdxc::kBug;
  try {
    status = rdxc::run(count, values);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rdxc: a bug of ours: %s\n", error.what());
  }
  std::fflush(nullptr);
  std::_Exit(status);
}
