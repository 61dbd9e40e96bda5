#include "rdx/tool/value.h"

#include <array>
#include <charconv>
#include <istream>
#include <iterator>
#include <ostream>
#include <vector>

#include "rdx/rdx/show.h"
#include "rdx/tlv/record.h"

namespace rdx::tool {
namespace {

Error wrong(std::string message) { return {ErrorCode::invalid, std::move(message)}; }

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (std::size_t end = text.find(at); end != std::string_view::npos; end = text.find(at)) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

std::string hex_field(Bytes bytes) { return bytes.empty() ? "-" : to_hex(bytes); }

Result<std::string> bytes_of(std::string_view field) {
  if (field == "-") return std::string();
  if (field.empty()) return wrong("expected a value in hex, '-' for the empty one");
  auto bytes = from_hex(field);
  if (!bytes) return wrong("'" + std::string(field) + "' is not hex");
  return *std::move(bytes);
}

Result<std::string> valid_bytes_of(const TypeFunctions& type, std::string_view field) {
  RDX_TRY(std::string bytes, bytes_of(field));
  if (!type.valid(bytes)) return wrong(std::string(field) + " is not a valid " + type.letter);
  return bytes;
}

// 0 too, which is nobody's: a diff may ask for it.
std::optional<uint32_t> source_number(std::string_view text) {
  uint32_t source = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), source, 16);
  if (fault != std::errc() || end != text.data() + text.size() || source > kMaxSource) return std::nullopt;
  return source;
}

Result<uint32_t> source_of(std::string_view text) {
  if (const auto source = source_number(text)) return *source;
  return wrong("'" + std::string(text) + "' is no source: expected hex, at most fffff");
}

Result<VersionVector> sources_of(std::string_view field) {
  VersionVector sources;
  if (field == "-") return sources;
  for (const std::string_view text : split(field, ',')) {
    RDX_TRY(const uint32_t source, source_of(text));
    sources.raise(source, -1);
  }
  return sources;
}

Result<std::string> merge_case(const TypeFunctions& type, Fields fields) {
  std::vector<std::string> owned;
  for (const std::string_view field : split(fields[0], ' ')) {
    RDX_TRY(std::string bytes, valid_bytes_of(type, field));
    owned.push_back(std::move(bytes));
  }
  const std::vector<Bytes> bares(owned.begin(), owned.end());
  const std::string merged = type.merge(bares);
  return hex_field(merged) + '\t' + type.string(merged);
}

Result<std::string> valid_case(const TypeFunctions& type, Fields fields) {
  RDX_TRY(const std::string bytes, bytes_of(fields[0]));
  return std::string(type.valid(bytes) ? "true" : "false");
}

Result<std::string> string_case(const TypeFunctions& type, Fields fields) {
  RDX_TRY(const std::string bytes, valid_bytes_of(type, fields[0]));
  return type.string(bytes);
}

Result<std::string> parse_case(const TypeFunctions& type, Fields fields) {
  RDX_TRY(const std::string bare, type.parse(fields[0]));
  return hex_field(bare);
}

Result<std::string> diff_case(const TypeFunctions& type, Fields fields) {
  RDX_TRY(const std::string bytes, valid_bytes_of(type, fields[0]));
  RDX_TRY(const VersionVector sources, sources_of(fields[1]));
  return hex_field(type.diff(bytes, sources));
}

Result<std::string> delta_case(const TypeFunctions& type, Fields fields) {
  RDX_TRY(const std::string bytes, valid_bytes_of(type, fields[0]));
  RDX_TRY(const std::string wanted, type.parse(fields[1]));
  RDX_TRY(const uint32_t source, source_of(fields[2]));
  RDX_TRY(const std::string delta, type.delta(bytes, wanted, {source, 0}));
  return hex_field(delta);
}

Result<std::string> show_case(const TypeFunctions& type, Fields fields) {
  RDX_TRY(const std::string bytes, bytes_of(fields[0]));
  return show(type.letter, bytes);
}

Result<std::string> read_case(const TypeFunctions& type, Fields fields) {
  RDX_TRY(const std::string bytes, read_shown(type.letter, fields[0]));
  if (!type.valid(bytes)) return wrong(hex_field(bytes) + " is what it says, but not a valid " + type.letter);
  return hex_field(bytes);
}

constexpr std::array<ValueCommand, 8> kCommands{{
    {"merge", "values -> merged, text", 1, merge_case},
    {"valid", "value -> true or false", 1, valid_case},
    {"string", "value -> text", 1, string_case},
    {"parse", "text -> value", 1, parse_case},
    {"diff", "value, sources -> value", 2, diff_case},
    {"delta", "value, wanted text, own source -> value", 3, delta_case},
    {"show", "value, even a wrong one -> annotated text", 1, show_case},
    {"read", "annotated text -> value", 1, read_case},
}};

Result<std::string> answer_line(const ValueCommand& command, const TypeFunctions& type, std::string_view line) {
  const std::vector<std::string_view> fields = split(line, '\t');
  if (fields.size() != command.fields)
    return wrong("expected " + std::to_string(command.fields) + " fields between tabs (" + command.help + "), found " +
                 std::to_string(fields.size()));
  return command.answer(type, fields);
}

// The bodies of a row of records, all of one letter. Views into `stream`.
struct Envelopes {
  char letter = 0;
  std::vector<Bytes> bares;
};

Result<Envelopes> take_envelopes(Bytes stream, std::optional<char> letter) {
  Envelopes envelopes{letter.value_or(0), {}};
  for (Bytes rest = stream; !rest.empty();) {
    const std::string where = "byte " + std::to_string(stream.size() - rest.size()) + ": ";
    const auto record = take_record(rest);
    if (!record) return wrong(where + "expected a record");
    if (envelopes.letter == 0) envelopes.letter = record->letter;
    if (record->letter != envelopes.letter)
      return wrong(where + "a record of " + record->letter + " among those of " + envelopes.letter);
    envelopes.bares.push_back(record->body);
  }
  if (envelopes.bares.empty()) return wrong("expected records, found nothing");
  return envelopes;
}

Result<std::string> merge_envelopes(const TypeTable& types, std::optional<char> letter, Bytes stream) {
  RDX_TRY(const Envelopes envelopes, take_envelopes(stream, letter));
  const TypeFunctions* type = types.find(envelopes.letter);
  if (type == nullptr) return wrong(std::string("no type has the letter ") + envelopes.letter);
  for (std::size_t i = 0; i < envelopes.bares.size(); ++i)
    if (!type->valid(envelopes.bares[i]))
      return wrong("record " + std::to_string(i + 1) + " is not a valid " + type->letter);
  return type->string(type->merge(envelopes.bares));
}

int status_of(std::ostream& out, bool wrong_found) {
  out.flush();
  if (!out) return kFiles;
  return wrong_found ? kFindings : kFine;
}

}  // namespace

std::optional<uint32_t> parse_source(std::string_view text) {
  const auto source = source_number(text);
  return source && *source != 0 ? source : std::nullopt;
}

std::span<const ValueCommand> value_commands() { return kCommands; }

const ValueCommand* find_value_command(std::string_view name) {
  for (const ValueCommand& command : kCommands)
    if (command.name == name) return &command;
  return nullptr;
}

int run_value(const ValueCommand& command, const TypeFunctions& type, std::istream& in, std::ostream& out) {
  bool wrong_found = false;
  for (std::string line; std::getline(in, line);) {
    const auto answer = answer_line(command, type, line);
    if (answer) {
      out << *answer << '\n';
    } else {
      out << "error: " << answer.error().message << '\n';
      wrong_found = true;
    }
    if (in.rdbuf()->in_avail() <= 0) out.flush();  // whoever waits for the answer before the next case gets it
  }
  return status_of(out, wrong_found);
}

int run_value_merge_tlv(const TypeTable& types, std::optional<char> letter, std::istream& in, std::ostream& out,
                        std::ostream& errors) {
  const std::string stream{std::istreambuf_iterator<char>(in), {}};
  const auto text = merge_envelopes(types, letter, stream);
  if (text)
    out << *text << '\n';
  else
    errors << "rdx: " << text.error().message << '\n';
  return status_of(out, !text.has_value());
}

}  // namespace rdx::tool
