// `rdx`, the command that looks into bytes and stores. The command line is told here, once; the work is in functions
// from streams to streams, a file a noun.
#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <exception>
#include <functional>
#include <iostream>

#include "rdx/tool/backups.h"
#include "rdx/tool/check.h"
#include "rdx/tool/dump.h"
#include "rdx/tool/merge.h"
#include "rdx/tool/objects.h"
#include "rdx/tool/ring_status.h"
#include "rdx/tool/slots.h"
#include "rdx/tool/tail.h"
#include "rdx/tool/value.h"

namespace {

using rdx::tool::kBug;
using rdx::tool::kFine;
using rdx::tool::kUsage;

// What the chosen command runs; set by the parser's callbacks.
using Action = std::function<int()>;

int usage_error(const std::string& message) {
  std::cerr << "rdx: " << message << '\n';
  return kUsage;
}

std::string known_letters(const rdx::TypeTable& types) {
  std::string letters;
  for (char letter = 'A'; letter <= 'Z'; ++letter)
    if (types.find(letter) != nullptr) letters += letters.empty() ? std::string(1, letter) : std::string(" ") + letter;
  return letters;
}

int run_value_command(const rdx::tool::ValueCommand& command, const std::string& letter, bool tlv) {
  const rdx::TypeTable& types = rdx::built_in_types();
  const rdx::TypeFunctions* type = letter.size() == 1 ? types.find(letter[0]) : nullptr;
  if (type == nullptr && !(tlv && letter.empty()))
    return usage_error((letter.empty() ? "LETTER is missing" : "no type has the letter '" + letter + "'") +
                       "; there are " + known_letters(types));
  if (!tlv) return rdx::tool::run_value(command, *type, std::cin, std::cout);
  const auto wanted = type == nullptr ? std::nullopt : std::optional<char>(type->letter);
  return rdx::tool::run_value_merge_tlv(types, wanted, std::cin, std::cout, std::cerr);
}

void add_value_commands(CLI::App& app, Action& action, std::string& letter, bool& tlv) {
  CLI::App* value = app.add_subcommand("value", "The functions of a type, one case a line on standard input");
  value->require_subcommand(1);
  value->footer(
      "Fields are separated by a tab, several values by a blank. Values are bytes in hex, '-' is the empty string;\n"
      "sources are hex numbers separated by commas. A wrong line is answered by 'error: ...' at its place, and the\n"
      "status is 1 in the end. FORMAT.md has the bytes.\n"
      "  printf '32040515\\n' | rdx value merge I");
  for (const rdx::tool::ValueCommand& command : rdx::tool::value_commands()) {
    CLI::App* verb = value->add_subcommand(command.name, command.help);
    verb->add_option("LETTER", letter, "The type: " + known_letters(rdx::built_in_types()));
    if (std::string_view(command.name) == "merge")
      verb->add_flag("--tlv", tlv, "Standard input is a row of enveloped records of one type; prints the merged text");
    verb->callback([&action, &command, &letter, &tlv] {
      action = [&command, &letter, &tlv] { return run_value_command(command, letter, tlv); };
    });
  }
}

// The parts that are named are printed; all of them where none is.
struct DumpArguments {
  std::string folder;
  rdx::tool::DumpOptions options{false, false, false, false, false, false, &rdx::built_in_types()};
};

int run_dump_command(DumpArguments arguments) {
  rdx::tool::DumpOptions& options = arguments.options;
  if (!options.classes && !options.objects && !options.packets && !options.dots && !options.sizes)
    options.classes = options.objects = options.packets = options.dots = options.sizes = true;
  return rdx::tool::run_dump(arguments.folder, options, std::cout, std::cerr);
}

void add_dump_command(CLI::App& app, Action& action, DumpArguments& arguments) {
  CLI::App* dump = app.add_subcommand("dump", "What is in a store: its classes, objects, packets, dots and sizes");
  dump->add_option("FOLDER", arguments.folder, "The database's folder")->required();
  dump->add_flag("--classes", arguments.options.classes, "Only the classes, and what else is named");
  dump->add_flag("--objects", arguments.options.objects, "Only the objects, and what else is named");
  dump->add_flag("--packets", arguments.options.packets, "Only the packets, and what else is named");
  dump->add_flag("--dots", arguments.options.dots, "Only the dots, and what else is named");
  dump->add_flag("--sizes", arguments.options.sizes, "Only how much there is of what, and what else is named");
  dump->add_flag("--stamps", arguments.options.stamps, "Values with their stamps, as `rdx value show` writes them");
  dump->callback([&action, &arguments] { action = [&arguments] { return run_dump_command(arguments); }; });
}

struct JsonArguments {
  std::string folder;
  rdx::tool::JsonChoice choice;
  bool read = false;
  std::string source;
};

int run_json_command(const JsonArguments& arguments) {
  if (!arguments.read) return rdx::tool::run_write_json(arguments.folder, arguments.choice, std::cout, std::cerr);
  std::optional<uint32_t> source;
  if (!arguments.source.empty()) {
    source = rdx::tool::parse_source(arguments.source);
    if (!source) return usage_error("'" + arguments.source + "' is no source: expected hex, 1 to fffff");
  }
  return rdx::tool::run_read_json(arguments.folder, source, std::cin, std::cout, std::cerr);
}

void add_json_command(CLI::App& app, Action& action, JsonArguments& arguments) {
  CLI::App* json = app.add_subcommand("json", "Objects of a store as JSON, out and in");
  json->add_option("FOLDER", arguments.folder, "The database's folder")->required();
  json->add_option("--class", arguments.choice.class_name, "Only objects of that class, as board.Card");
  json->add_option("--indent", arguments.choice.indent, "Blanks a level; 0, as if not given: a line an object")
      ->check(CLI::Range(0, 16));
  CLI::Option* read =
      json->add_flag("--read", arguments.read, "Take objects from standard input, one a line; prints their ids");
  json->add_option("--source", arguments.source, "The number to write under, in hex; else the database's own")
      ->needs(read);
  json->footer(
      "An object with an \"$id\" gets the members that are named; one without begins, of its \"$class\". A wrong line "
      "is\n"
      "answered by 'error: ...' at its place, and the status is 1 in the end.");
  json->callback([&action, &arguments] { action = [&arguments] { return run_json_command(arguments); }; });
}

struct FolderArguments {
  std::string folder;
  std::string other;
  std::vector<std::string> folders;
  uint32_t number = 0;
  uint32_t keep = 7;
  bool verify = false;
};

void add_backup_commands(CLI::App& app, Action& action, FolderArguments& arguments) {
  CLI::App* backup =
      app.add_subcommand("backup", "Copies a database that no replica has open into a folder of backups");
  backup->add_option("FOLDER", arguments.folder, "The database's folder")->required();
  backup->add_option("BACKUPS", arguments.other, "The folder of backups; made where there is none")->required();
  backup->add_option("--keep", arguments.keep, "How many of the last backups stay; 7, if not given")
      ->check(CLI::Range(1, 1'000'000));
  backup->callback([&] {
    action = [&] {
      return rdx::tool::run_backup(arguments.folder, arguments.other, arguments.keep, std::cout, std::cerr);
    };
  });
  CLI::App* restore = app.add_subcommand("restore", "Makes a database anew from a backup");
  restore->add_option("BACKUPS", arguments.folder, "The folder of backups")->required();
  restore->add_option("FOLDER", arguments.other, "The database's folder; not there yet, or empty")->required();
  CLI::Option* number = restore->add_option("--number", arguments.number, "Which backup; the last, if not given");
  restore->callback([&action, &arguments, number] {
    const auto which = number->count() > 0 ? std::optional(arguments.number) : std::nullopt;
    action = [&arguments, which] {
      return rdx::tool::run_restore(arguments.folder, arguments.other, which, std::cout, std::cerr);
    };
  });
  CLI::App* backups = app.add_subcommand("backups", "The backups in a folder");
  backups->add_option("BACKUPS", arguments.folder, "The folder of backups")->required();
  backups->add_flag("--verify", arguments.verify, "Read all of each; the status is 1 where one is damaged");
  backups->callback([&] {
    action = [&] { return rdx::tool::run_backups(arguments.folder, arguments.verify, std::cout, std::cerr); };
  });
}

void add_whole_store_commands(CLI::App& app, Action& action, FolderArguments& arguments) {
  CLI::App* check = app.add_subcommand("check", "Whether what a store holds agrees with itself; status 1 where not");
  check->add_option("FOLDER", arguments.folder, "The database's folder")->required();
  check->callback([&] { action = [&] { return rdx::tool::run_check(arguments.folder, std::cout, std::cerr); }; });
  CLI::App* merge = app.add_subcommand("merge", "Makes a store that has what the given ones have");
  merge->add_option("FOLDER", arguments.folders, "The databases' folders")->required();
  merge->add_option("--into", arguments.other, "The new database's folder")->required();
  merge->callback(
      [&] { action = [&] { return rdx::tool::run_merge(arguments.folders, arguments.other, std::cout, std::cerr); }; });
}

struct SlotsArguments {
  std::string folder;
  rdx::tool::SlotsOptions options;
  uint16_t slot = 0;
};

void add_slots_command(CLI::App& app, Action& action, SlotsArguments& arguments) {
  CLI::App* slots = app.add_subcommand("slots", "What a node of a ring has: slots, their owners, sizes, dots, hints");
  slots->add_option("FOLDER", arguments.folder, "The folder of the node's database")->required();
  CLI::Option* slot = slots->add_option("--slot", arguments.slot, "That slot alone")->check(CLI::Range(0, 4095));
  slots->add_flag("--dots", arguments.options.dots, "With the packets that each slot has seen");
  slots->add_flag("--json", arguments.options.json, "A line of JSON a slot");
  slots->callback([&action, &arguments, slot] {
    if (slot->count() > 0) arguments.options.slot = arguments.slot;
    action = [&arguments] { return rdx::tool::run_slots(arguments.folder, arguments.options, std::cout, std::cerr); };
  });
}

struct RingArguments {
  std::vector<std::string> nodes;
  rdx::tool::RingFiles files;
  bool json = false;
};

void add_ring_command(CLI::App& app, Action& action, RingArguments& arguments) {
  CLI::App* ring = app.add_subcommand("ring", "How a running ring is: members, slots served, hints that wait");
  ring->add_option("NODE", arguments.nodes, "Each node's number and address, as 1=one.example:7001")->required();
  ring->add_option("--ca", arguments.files.ca, "The authority's certificate, PEM")->required();
  ring->add_option("--certificate", arguments.files.certificate, "The own certificate, PEM")->required();
  ring->add_option("--key", arguments.files.key, "Its key, PEM")->required();
  ring->add_option("--peer-name", arguments.files.peer_name, "The host name that the nodes' certificates are for");
  ring->add_flag("--json", arguments.json, "A line of JSON a node, and one of the sum");
  ring->footer(
      "The status is 0 where all members are there and of one mind, every slot is served by both of its owners and no\n"
      "hint waits; else 1, and what is to be looked at stands below the sum.");
  ring->callback([&action, &arguments] {
    action = [&arguments] {
      return rdx::tool::run_ring(arguments.nodes, arguments.files, arguments.json, std::cout, std::cerr);
    };
  });
}

struct TailArguments {
  std::string folder;
  rdx::tool::TailOptions options;
  uint64_t from = 0;
};

std::atomic<bool> was_interrupted = false;

int run_tail_command(const TailArguments& arguments) {
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { was_interrupted = true; });
  return rdx::tool::run_tail(
      arguments.folder, arguments.options, [] { return was_interrupted.load(); }, std::cout, std::cerr);
}

void add_tail_command(CLI::App& app, Action& action, TailArguments& arguments) {
  CLI::App* tail = app.add_subcommand("tail", "The packets of a store in order of arrival, as they come");
  tail->add_option("FOLDER", arguments.folder, "The database's folder")->required();
  CLI::Option* from = tail->add_option("--from", arguments.from, "From that arrival on; 0: all that the log has");
  tail->add_option("-n,--lines", arguments.options.last, "The last so many packets; 10, if not given")->excludes(from);
  tail->add_flag("-f,--follow", arguments.options.follow, "And what comes, until it is interrupted");
  tail->add_flag("--json", arguments.options.json, "A line of JSON a packet");
  tail->callback([&action, &arguments, from] {
    if (from->count() > 0) arguments.options.from = arguments.from;
    action = [&arguments] { return run_tail_command(arguments); };
  });
}

int run(int argc, char** argv) {
  CLI::App app("rdx: looks into RDX values and stores", "rdx");
  app.set_version_flag("--version", "rdx " RDX_VERSION);
  app.require_subcommand(1);
  Action action;
  std::string letter;
  bool tlv = false;
  DumpArguments dump;
  JsonArguments json;
  FolderArguments folders;
  SlotsArguments slots;
  RingArguments ring;
  TailArguments tail;
  add_value_commands(app, action, letter, tlv);
  add_dump_command(app, action, dump);
  add_tail_command(app, action, tail);
  add_slots_command(app, action, slots);
  add_ring_command(app, action, ring);
  add_json_command(app, action, json);
  add_backup_commands(app, action, folders);
  add_whole_store_commands(app, action, folders);
  try {
    app.parse(argc, argv);
  } catch (const CLI::RequiredError& error) {
    const auto unknown = app.remaining();
    if (!unknown.empty() && app.get_subcommands().empty())
      return usage_error("there is no command '" + unknown.front() + "'; rdx --help has them all");
    app.exit(error);
    return kUsage;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kFine : kUsage;  // --help and --version end here too, with 0
  }
  return action();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    std::ios::sync_with_stdio(false);
    std::cin.tie(nullptr);
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rdx: a bug of ours: %s\n", error.what());
    return kBug;
  }
}
