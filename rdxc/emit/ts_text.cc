#include "rdxc/emit/ts_text.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>

#include "rdxc/emit/cpp_text.h"

namespace rdxc {
namespace {

// What no type and no constant of a module can be called. Sorted.
constexpr std::string_view kWords[] = {
    "abstract",  "accessor",   "any",       "arguments",  "as",      "asserts",   "async",   "await",
    "bigint",    "boolean",    "break",     "case",       "catch",   "class",     "const",   "constructor",
    "continue",  "debugger",   "declare",   "default",    "delete",  "do",        "else",    "enum",
    "eval",      "export",     "extends",   "false",      "finally", "for",       "from",    "function",
    "get",       "globalThis", "if",        "implements", "import",  "in",        "infer",   "instanceof",
    "interface", "is",         "keyof",     "let",        "module",  "namespace", "never",   "new",
    "null",      "number",     "object",    "of",         "out",     "override",  "package", "private",
    "protected", "public",     "readonly",  "require",    "return",  "satisfies", "set",     "static",
    "string",    "super",      "switch",    "symbol",     "this",    "throw",     "true",    "try",
    "type",      "typeof",     "undefined", "unique",     "unknown", "var",       "void",    "while",
    "with",      "yield"};

constexpr int64_t kMostExact = (int64_t{1} << 53) - 1;

}  // namespace

std::string ts_name(std::string_view name) {
  std::string out(name);
  if (std::binary_search(std::begin(kWords), std::end(kWords), name)) out += '$';
  return out;
}

std::string ts_module(std::string_view stem) {
  std::string out = "$";
  for (const char c : stem) out += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return out;
}

std::string ts_integer(int64_t value) {
  return std::to_string(value) + (value < -kMostExact || value > kMostExact ? "n" : "");
}

std::string ts_real(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return json_real(value);
}

std::string ts_comment_line(std::string_view line) {
  std::string out(line);
  for (size_t at = out.find("*/"); at != std::string::npos; at = out.find("*/", at)) out.insert(at + 1, 1, '\\');
  return out;
}

}  // namespace rdxc
