// Facts to lines, and what a lock remembers.
#include "rdxc/check/lock.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "rdxc/check/class_id.h"

namespace rdxc {
namespace {

std::string line_of(const std::string& owner, const facts::Field& field) {
  std::string out =
      "field " + owner + " @" + std::to_string(field.number) + ' ' + field.name + ' ' + facts::type_text(field.type);
  if (field.has_index) out += " index";
  if (field.unit) out += " unit " + *field.unit;
  if (field.initial) out += " = " + *field.initial;
  return out + (field.is_removed ? " removed\n" : "\n");
}

std::string line_of(const std::string& owner, const facts::Reserved& range) {
  std::string out = "reserved " + owner + " @" + std::to_string(range.first);
  if (range.last != range.first) out += "..@" + std::to_string(range.last);
  return out + '\n';
}

void print(std::string& out, const facts::Class& one) {
  out += "\nclass " + one.full_name + ' ' + id_text(one.id);
  if (!one.parent.empty()) out += " : " + one.parent;
  out += one.is_removed ? " removed\n" : "\n";
  std::vector<facts::Field> fields = one.fields;
  const auto place = [](const facts::Field& field) {
    return std::tuple(field.number, field.is_removed, field.type.letter, field.name);
  };
  std::sort(fields.begin(), fields.end(),
            [&](const facts::Field& a, const facts::Field& b) { return place(a) < place(b); });
  for (const facts::Field& field : fields) out += line_of(one.full_name, field);
  std::vector<facts::Reserved> reserved = one.reserved;
  std::sort(reserved.begin(), reserved.end(),
            [](const facts::Reserved& a, const facts::Reserved& b) { return a.first < b.first; });
  for (const facts::Reserved& range : reserved) out += line_of(one.full_name, range);
}

void print(std::string& out, const facts::Enum& one) {
  out += "\nenum " + one.full_name + (one.is_removed ? " removed\n" : "\n");
  std::vector<facts::Value> values = one.values;
  std::sort(values.begin(), values.end(), [](const facts::Value& a, const facts::Value& b) {
    return std::tuple(a.number, a.is_removed, a.name) < std::tuple(b.number, b.is_removed, b.name);
  });
  for (const facts::Value& value : values)
    out += "value " + one.full_name + ' ' + std::to_string(value.number) + ' ' + value.name +
           (value.is_removed ? " removed\n" : "\n");
}

// Is what is stored under this field still somebody's, in the class or above it? A removed one may have come back.
bool is_held(const std::vector<const facts::Class*>& line, const facts::Field& field) {
  for (const facts::Class* one : line)
    for (const facts::Field& other : one->fields)
      if (other.number == field.number && other.type.letter == field.type.letter &&
          (!field.is_removed || other.name == field.name))
        return true;
  return false;
}

void keep_removed(const facts::Class& old, const std::vector<const facts::Class*>& line, facts::Class& out) {
  std::set<std::tuple<int, std::string, std::string>> known;
  for (facts::Field field : old.fields) {
    if (is_held(line, field)) continue;
    field.is_removed = true;
    if (known.emplace(field.number, field.name, facts::type_text(field.type)).second) out.fields.push_back(field);
  }
}

void keep_removed(const facts::Enum& old, facts::Enum& out) {
  const size_t live = out.values.size();
  for (facts::Value value : old.values) {
    const auto same = [&](const facts::Value& other) {
      return other.number == value.number && (!value.is_removed || other.name == value.name);
    };
    const auto end = out.values.begin() + static_cast<std::ptrdiff_t>(live);
    if (std::any_of(out.values.begin(), end, same)) continue;
    value.is_removed = true;
    out.values.push_back(std::move(value));
  }
}

}  // namespace

std::string print_lock(const facts::Facts& facts) {
  std::string out =
      "rdx.lock 1\n"
      "# What the schemas have ever said to replicas. Written by rdxc lock, read by rdxc diff; commit it.\n"
      "# Where git finds a conflict, keep the lines of both sides and run rdxc lock.\n";
  for (const auto& [name, one] : facts.classes) print(out, one);
  for (const auto& [name, one] : facts.enums) print(out, one);
  if (!facts.externs.empty()) out += '\n';
  for (const auto& [letter, one] : facts.externs) out += "extern " + std::string(1, letter) + ' ' + one.cpp_name + '\n';
  return out;
}

facts::Facts remember(const facts::Facts& lock, const facts::Facts& now) {
  facts::Facts out = now;
  for (const auto& [name, old] : lock.classes) {
    if (const facts::Class* match = facts::find_match(now, old)) {
      keep_removed(old, facts::line_of(now, *match), out.classes.find(match->full_name)->second);
    } else {
      out.classes.emplace(name, old).first->second.is_removed = true;
    }
  }
  for (const auto& [name, old] : lock.enums) {
    if (const facts::Enum* match = facts::find_match(now, lock, old)) {
      keep_removed(old, out.enums.find(match->full_name)->second);
    } else {
      out.enums.emplace(name, old).first->second.is_removed = true;
    }
  }
  for (const auto& [letter, old] : lock.externs) out.externs.emplace(letter, old);
  return out;
}

void check_lock(const Files& files, FileId file, const facts::Facts& lock, const facts::Facts& now,
                Diagnostics& diagnostics) {
  const std::string wanted = print_lock(remember(lock, now));
  const std::string_view text = files[file].text();
  if (wanted == text) return;
  const auto differ = std::mismatch(wanted.begin(), wanted.end(), text.begin(), text.end());
  const auto offset = static_cast<size_t>(differ.first - wanted.begin());
  const size_t begin = offset == 0 ? 0 : wanted.rfind('\n', offset - 1) + 1;
  std::string_view line = std::string_view(wanted).substr(begin);
  line = line.substr(0, line.find('\n'));
  const uint32_t number = files[file].line_number(static_cast<uint32_t>(std::min(offset, text.size())));
  const uint32_t first = files[file].line_begin(number);
  diagnostics.add({Code::lock_outdated,
                   Severity::kError,
                   {file, first, first + static_cast<uint32_t>(files[file].line(number).size())},
                   line.empty() ? "the lock says more than the schemas" : "the lock lacks '" + std::string(line) + "'",
                   {},
                   "run rdxc lock and commit what it writes"});
}

}  // namespace rdxc
