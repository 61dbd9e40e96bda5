// rdxc: schema in, C++ (or JSON) out. Wires the stages together and nothing else.
//
//   exit status: 0 fine, 1 findings, 2 usage, 3 files, 4 a bug of ours
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rdxc/check/check.h"
#include "rdxc/emit/generate.h"
#include "rdxc/emit/json.h"
#include "rdxc/emit/templates.h"
#include "rdxc/emit/views.h"
#include "rdxc/source/catalogue.h"
#include "rdxc/source/disk.h"
#include "rdxc/source/render.h"
#include "rdxc/source/suggest.h"

namespace rdxc {
namespace {

constexpr std::string_view kVersion = RDXC_VERSION;

enum Status { kFine = 0, kFindings = 1, kUsage = 2, kFiles = 3, kBug = 4 };

struct Arguments {
  std::vector<std::string> files;
  std::vector<std::string> folders;
  std::string out = ".";
  std::string depfile;
  std::string stamp;
  std::string templates;
  std::string language = "cpp";
  std::string code;
  std::string colour = "auto";
  Form form = Form::kText;
  bool json = false;       // ast
  bool with_json = false;  // gen
};

int complain(const std::string& what, Status status) {
  std::fprintf(stderr, "rdxc: %s\n", what.c_str());
  return status;
}

// Standard output, to the last byte.
int print(std::string_view text, int status) {
  const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return whole ? status : complain("standard output: it cannot be written", kFiles);
}

bool wants_colour(const Arguments& arguments) {
  if (arguments.colour != "auto") return arguments.colour == "always";
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

// One command's run over the schemas.
class Run {
 public:
  explicit Run(Arguments arguments) : arguments_(std::move(arguments)) {}

  int check() {
    check_all();
    return report();
  }

  int ast() {
    check_all();
    if (const int status = report(); status != kFine) return status;
    return print(model_json(make_views(checked_.schema, kVersion), kVersion), kFine);
  }

  int generate() {
    check_all();
    std::vector<std::string_view> parts;
    if (arguments_.with_json) parts.emplace_back("json");
    const TemplateSet templates =
        load_templates(files_, disk_, arguments_.language, parts, arguments_.templates, diagnostics_);
    diagnostics_.finish();
    checked_.unreadable.insert(checked_.unreadable.end(), templates.unreadable.begin(), templates.unreadable.end());
    if (const int status = report(); status != kFine) return status;
    if (templates.outputs.empty()) return complain("there are no templates for '" + arguments_.language + "'", kUsage);
    const std::vector<NewFile> outputs =
        rdxc::generate(make_views(checked_.schema, kVersion), templates, arguments_.out);
    if (const auto clash = find_clash(outputs))
      return complain("two schemas would become '" + *clash + "'; give their common folder by -I", kUsage);
    return write(outputs, templates);
  }

 private:
  void check_all() {
    CheckOptions options;
    options.folders = arguments_.folders;
    checked_ = rdxc::check(files_, disk_, arguments_.files, options, diagnostics_);
  }

  int report() {
    const std::string text = render(files_, diagnostics_, arguments_.form, wants_colour(arguments_));
    int status = diagnostics_.failed() ? kFindings : kFine;
    if (arguments_.form == Form::kJson) {
      if (!arguments_.json || status != kFine) status = print(text, status);
    } else {
      std::fwrite(text.data(), 1, text.size(), stderr);
    }
    for (const std::string& one : checked_.unreadable) status = complain(one, kFiles);
    return status;
  }

  int write(const std::vector<NewFile>& outputs, const TemplateSet& templates) {
    if (const auto fault = disk_.replace(outputs, false)) return complain(*fault, kFiles);
    std::vector<NewFile> records;
    if (!arguments_.depfile.empty()) records.push_back({arguments_.depfile, dependencies(outputs, templates)});
    if (!arguments_.stamp.empty()) records.push_back({arguments_.stamp, {}});
    if (const auto fault = disk_.replace(records, true)) return complain(*fault, kFiles);
    return kFine;
  }

  std::string dependencies(const std::vector<NewFile>& outputs, const TemplateSet& templates) const {
    std::vector<std::string> targets;
    if (!arguments_.stamp.empty()) {
      targets.push_back(arguments_.stamp);
    } else {
      for (const NewFile& output : outputs) targets.push_back(output.path);
    }
    std::vector<std::string> inputs;
    for (const schema::File& file : checked_.schema.files) inputs.push_back(files_[file.id].path());
    inputs.insert(inputs.end(), templates.read.begin(), templates.read.end());
    return depfile(targets, inputs);
  }

  const Arguments arguments_;
  RealDisk disk_;
  Files files_;
  Diagnostics diagnostics_;
  Checked checked_;
};

int explain_code(const std::string& text) {
  const std::optional<Code> code = parse_code(text);
  const Page* page = code ? find_page(*code) : nullptr;
  if (page == nullptr) return complain("there is no diagnostic '" + text + "'; they are called as in RDX0203", kUsage);
  return print(explain(*page), kFine);
}

void add_common(CLI::App& command, Arguments& arguments) {
  const std::map<std::string, Form> forms = {{"text", Form::kText}, {"gcc", Form::kGcc}, {"json", Form::kJson}};
  command.add_option("FILE", arguments.files, "Schemas")->required();
  command.add_option("-I", arguments.folders, "A folder in which imports are looked for")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command.add_option("--format", arguments.form, "Diagnostics as text, gcc or json")
      ->transform(CLI::CheckedTransformer(forms, CLI::ignore_case))
      ->type_name("FORM");
  command.add_option("--color,--colour", arguments.colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
}

int run(int count, char** values) {
  Arguments arguments;
  CLI::App app("The schema compiler of rdx.", "rdxc");
  app.require_subcommand(1);
  app.set_version_flag("--version", "rdxc " + std::string(kVersion));
  app.footer("Exit status: 0 fine, 1 findings, 2 usage, 3 files, 4 a bug of ours.");
  CLI::App* gen = app.add_subcommand("gen", "Write C++ for schemas");
  add_common(*gen, arguments);
  gen->add_option("-o", arguments.out, "The folder for what is written")->type_name("DIR");
  gen->add_option("--depfile", arguments.depfile, "Write what was read as a rule for make")->type_name("FILE");
  gen->add_option("--stamp", arguments.stamp, "A file that is written anew when all is well; the rule's target")
      ->type_name("FILE");
  gen->add_option("--templates", arguments.templates, "Templates that stand in for those of the same name")
      ->type_name("DIR");
  gen->add_option("--language", arguments.language, "The folder of the templates in rdxc")->type_name("NAME");
  gen->add_flag("--json", arguments.with_json, "Write the code for JSON too");
  CLI::App* check = app.add_subcommand("check", "Say what is wrong with schemas");
  add_common(*check, arguments);
  CLI::App* ast = app.add_subcommand("ast", "Print schemas as templates see them");
  add_common(*ast, arguments);
  ast->add_flag("--json", arguments.json, "As JSON, the only form there is")->required();
  CLI::App* explain = app.add_subcommand("explain", "Tell more about a diagnostic");
  explain->add_option("CODE", arguments.code, "As in RDX0203")->required();
  try {
    app.parse(count, values);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kFine : kUsage;
  }
  if (explain->parsed()) return explain_code(arguments.code);
  Run& one = *std::make_unique<Run>(std::move(arguments)).release();  // the process ends with it: see main
  if (check->parsed()) return one.check();
  return ast->parsed() ? one.ast() : one.generate();
}

}  // namespace
}  // namespace rdxc

// Ends without taking the model apart, which would take as long as checking it.
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
