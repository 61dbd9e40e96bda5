#include "rdxc/check/lint_names.h"

namespace rdxc {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string type_form(std::string_view name) {
  std::string out;
  bool begins = true;
  for (const char c : name) {
    if (c == '_') {
      begins = true;
      continue;
    }
    out += begins ? to_upper(c) : c;
    begins = false;
  }
  return out;
}

// A capital begins a word behind a small letter or a digit, and before a small letter: byTask, HTTPServer.
std::string member_form(std::string_view name) {
  std::string out;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool after = i > 0 && name[i - 1] != '_' && !is_upper(name[i - 1]);
    const bool before = i > 0 && is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1]);
    if (is_upper(name[i]) && (after || before)) out += '_';
    out += to_lower(name[i]);
  }
  return out;
}

std::string package_form(std::string_view name) {
  std::string out;
  for (size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.')) {
    out += member_form(name.substr(0, dot)) + '.';
    name.remove_prefix(dot + 1);
  }
  return out + member_form(name);
}

}  // namespace rdxc
