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

#include "rdxc/command/doc.h"
#include "rdxc/command/evolve.h"
#include "rdxc/command/fmt.h"
#include "rdxc/command/gen.h"
#include "rdxc/command/init.h"
#include "rdxc/command/lint.h"
#include "rdxc/command/look.h"
#include "rdxc/command/lsp.h"
#include "rdxc/command/templates.h"

namespace rdxc {
namespace {

// What the command line asks for.
using Chosen = std::function<int()>;

std::shared_ptr<SchemaArguments> add_schemas(CLI::App& command, bool must_name_files = true) {
  static const std::map<std::string, Form> kForms = {
      {"text", Form::kText}, {"gcc", Form::kGcc}, {"json", Form::kJson}, {"sarif", Form::kSarif}};
  auto arguments = std::make_shared<SchemaArguments>();
  command.add_option("FILE", arguments->files, "Schemas")->required(must_name_files);
  command.add_option("-I", arguments->folders, "A folder in which imports are looked for")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command.add_option("--format", arguments->form, "Diagnostics as text, gcc, json or sarif")
      ->transform(CLI::CheckedTransformer(kForms, CLI::ignore_case))
      ->type_name("FORM");
  command.add_option("--color,--colour", arguments->colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  return arguments;
}

void add_gen(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("gen", "Write C++, or another language, for schemas");
  const auto schemas = add_schemas(command);
  const auto arguments = std::make_shared<GenArguments>();
  command.add_option("-o", arguments->out, "The folder for what is written")->type_name("DIR");
  command.add_option("--depfile", arguments->depfile, "Write what was read as a rule for make")->type_name("FILE");
  command.add_option("--stamp", arguments->stamp, "A file that is written anew when all is well; the rule's target")
      ->type_name("FILE");
  command.add_option("--templates", arguments->templates, "Templates that stand in for those of the same name")
      ->type_name("DIR");
  command.add_option("--language", arguments->language, "The templates in rdxc: cpp or typescript")->type_name("NAME");
  command.add_option("--plugin", arguments->plugins, "Run rdxc-gen-NAME and write what it answers; or NAME=PATH")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command.add_option("--plugin-option", arguments->plugin_options, "A text for the plugins")
      ->type_name("TEXT")
      ->allow_extra_args(false);
  command.add_option("--plugin-timeout", arguments->plugin_timeout, "Seconds after which a plugin is stopped; 60")
      ->check(CLI::Range(0.001, 1e6))
      ->type_name("SECONDS");
  command.add_flag("--json", arguments->with_json, "Write the code for JSON too");
  command.callback([&chosen, schemas, arguments] { chosen = [=] { return gen(*schemas, *arguments); }; });
}

void add_fix(CLI::App& command, FixArguments& arguments) {
  CLI::Option& fix = *command.add_flag("--fix", arguments.fix, "Mend in place what has one right remedy");
  command.add_flag("--diff", arguments.diff, "With --fix: show what would change, and write nothing")->needs(&fix);
}

void add_check(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("check", "Say what is wrong with schemas");
  const auto schemas = add_schemas(command);
  const auto fix = std::make_shared<FixArguments>();
  add_fix(command, *fix);
  command.callback([&chosen, schemas, fix] { chosen = [=] { return check_schemas(*schemas, *fix); }; });
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
  add_fix(command, arguments->fix);
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

void add_fmt(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("fmt", "Put schemas into their one form; - is standard input");
  const auto schemas = add_schemas(command);
  const auto arguments = std::make_shared<FmtArguments>();
  command.add_flag("--check", arguments->check, "Name those that would change, and write nothing");
  command.add_flag("--diff", arguments->diff, "Show what would change, and write nothing");
  command.callback([&chosen, schemas, arguments] { chosen = [=] { return format_schemas(*schemas, *arguments); }; });
}

void add_lint(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("lint", "Say what is right and could be better in schemas");
  const auto schemas = add_schemas(command);
  command.get_option("FILE")->required(false);
  const auto arguments = std::make_shared<LintArguments>();
  command.add_option("--enable", arguments->enable, "A rule to follow, or all")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command.add_option("--disable", arguments->disable, "A rule not to follow, or all")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command.add_flag("--rules", arguments->list, "Say which rules there are");
  command.add_flag("--werror", arguments->warnings_are_errors, "Answer 1 where there is a warning");
  add_fix(command, arguments->fix);
  command.callback([&chosen, schemas, arguments] { chosen = [=] { return lint_schemas(*schemas, *arguments); }; });
}

void add_lsp(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("lsp", "Serve an editor, on standard input and output");
  const auto folders = std::make_shared<std::vector<std::string>>();
  command.add_option("-I", *folders, "A folder in which imports are looked for")
      ->type_name("DIR")
      ->allow_extra_args(false);
  const auto stdio = std::make_shared<bool>(true);
  command.add_flag("--stdio", *stdio, "As editors say it; there is no other way");
  command.callback([&chosen, folders, stdio] { chosen = [=] { return serve_editor(*folders); }; });
}

void add_doc(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("doc", "Write schemas as pages for people");
  const auto schemas = add_schemas(command);
  const auto arguments = std::make_shared<DocArguments>();
  command.add_option("-o", arguments->out, "A file *.md or *.html, or a folder for a page each; else standard output")
      ->type_name("OUT");
  command.add_flag("--html", arguments->html, "One HTML page, with the classes drawn");
  command.callback([&chosen, schemas, arguments] { chosen = [=] { return document_schemas(*schemas, *arguments); }; });
}

void add_init(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("init", "Write a project that builds");
  const auto folder = std::make_shared<std::string>(".");
  command.add_option("DIR", *folder, "Where; it is made if it is not there");
  command.callback([&chosen, folder] { chosen = [=] { return init_project(*folder); }; });
}

void add_explain(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("explain", "Tell more about a diagnostic");
  const auto code = std::make_shared<std::string>();
  command.add_option("CODE", *code, "As in RDX0203")->required();
  command.callback([&chosen, code] { chosen = [=] { return explain_code(*code); }; });
}

void add_templates(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *app.add_subcommand("templates", "Show the templates in rdxc");
  command.require_subcommand(1);
  const auto arguments = std::make_shared<TemplatesArguments>();
  const auto add = [&](const char* name, const char* what, int (*function)(const TemplatesArguments&)) -> CLI::App& {
    CLI::App& part = *command.add_subcommand(name, what);
    part.add_option("--language", arguments->language, "cpp or typescript")->type_name("NAME");
    part.callback([&chosen, arguments, function] { chosen = [=] { return function(*arguments); }; });
    return part;
  };
  add("list", "Name them, and what they write", list_templates);
  CLI::App& dump = add("dump", "Write them into a folder, to be changed there", dump_templates);
  dump.add_option("DIR", arguments->folder, "The folder")->required();
  dump.add_flag("--force", arguments->force, "Over files that differ, too");
  CLI::App& diff = add("diff", "Show what a folder's say otherwise", diff_templates);
  diff.add_option("DIR", arguments->folder, "The folder")->required();
}

int run(int count, char** values) {
  CLI::App app("The schema compiler of rdx.", "rdxc");
  app.require_subcommand(1);
  app.set_version_flag("--version", "rdxc " + std::string(kVersion));
  app.footer("Exit status: 0 fine, 1 findings, 2 usage, 3 files, 4 a bug of ours.");
  Chosen chosen;
  for (const auto add : {add_gen, add_check, add_diff, add_lock, add_fmt, add_lint, add_doc, add_init, add_lsp, add_ast,
                         add_explain, add_templates})
    add(app, chosen);
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
