#include "rdxc/check/facts.h"

#include <algorithm>
#include <charconv>

#include "rdxc/check/letters.h"
#include "rdxc/check/numbers.h"
#include "rdxc/syntax/printer.h"

namespace rdxc::facts {
namespace {

constexpr size_t kDeepest = 32;

std::string shortest(double number) {
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, number);
  return {buffer, result.ptr};
}

std::string default_text(const schema::Field& field) {
  const schema::Default& initial = *field.initial;
  switch (initial.kind) {
    case schema::Default::Kind::kInteger: return std::to_string(initial.integer);
    case schema::Default::Kind::kReal: return shortest(initial.real);
    case schema::Default::Kind::kBool: return initial.integer != 0 ? "true" : "false";
    case schema::Default::Kind::kString: return print(field.tree->initial);
    case schema::Default::Kind::kEnumerator: break;
  }
  for (const schema::Enumerator& one : field.type.element.enumeration->enumerators)
    if (one.value == initial.integer) return std::string(one.name);
  return {};
}

Element element_of(const schema::Element& element) {
  Element out{element.letter, element.is_bool, {}, {}};
  if (element.enumeration != nullptr) out.enumeration = element.enumeration->full_name;
  if (element.target != nullptr) out.target = element.target->full_name;
  return out;
}

Field field_of(const schema::Field& field) {
  Field out;
  out.number = field.number;
  out.name = field.name;
  out.was = field.was.value_or("");
  out.type = {field.type.letter, field.type.is_text, element_of(field.type.element), element_of(field.type.key)};
  out.has_index = field.has_index;
  if (field.initial) out.initial = default_text(field);
  for (const tree::Option& option : field.tree->options)
    if (option.name.text == "unit") out.unit = option.value.text;
  out.name_span = field.tree->name.span;
  out.type_span = field.tree->type.span;
  out.number_span = field.tree->number.span;
  return out;
}

Span option_span(const tree::Class& tree, std::string_view name) {
  for (const tree::Option& option : tree.options)
    if (option.name.text == name) return option.value.span;
  return tree.name.span;
}

Class class_of(const schema::Class& one) {
  Class out;
  out.full_name = one.full_name;
  out.id = one.id;
  if (one.parent != nullptr) out.parent = one.parent->full_name;
  out.fields.reserve(one.fields.size());
  for (const schema::Field& field : one.fields) out.fields.push_back(field_of(field));
  for (const schema::Reserved& range : one.reserved) out.reserved.push_back({range.first, range.last, range.span});
  out.is_root = one.file->is_root;
  out.span = one.tree->name.span;
  out.id_span = option_span(*one.tree, "id");
  out.parent_span = one.parent != nullptr ? one.tree->parent.span : out.span;
  out.closing = one.tree->closing;
  out.closes_on_own_line = one.tree->closes_on_own_line;
  if (one.tree->options.empty()) out.options_at = {out.parent_span.file, out.parent_span.end, out.parent_span.end};
  return out;
}

Enum enum_of(const schema::Enum& one) {
  Enum out;
  out.full_name = one.full_name;
  if (one.was) {
    const bool has_package = one.was->find('.') != std::string::npos || one.file->package.empty();
    out.was = has_package ? *one.was : std::string(one.file->package) + '.' + *one.was;
  }
  out.values.reserve(one.enumerators.size());
  for (size_t i = 0; i < one.enumerators.size(); ++i) {
    const schema::Enumerator& value = one.enumerators[i];
    out.values.push_back({value.value, std::string(value.name), value.was.value_or(""), false, value.span,
                          one.tree->enumerators[i].value.span});
  }
  out.is_root = one.file->is_root;
  out.span = one.tree->name.span;
  return out;
}

std::string element_text(const Element& element) {
  if (element.is_bool) return "bool";
  std::string out(1, element.letter);
  if (!element.enumeration.empty()) out += '<' + element.enumeration + '>';
  if (!element.target.empty()) out += '<' + element.target + '>';
  return out;
}

bool is_full_name(std::string_view text) {
  for (;;) {
    const size_t dot = text.find('.');
    if (!is_identifier(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

// `F I R S`, `bool`, `I<name>`, `R<name>`
std::optional<Element> parse_element(std::string_view text) {
  if (text == "bool") return Element{'I', true, {}, {}};
  const Letter* row = text.empty() ? nullptr : find_letter(text[0]);
  if (row == nullptr || !row->is_element) return std::nullopt;
  Element out{text[0], false, {}, {}};
  if (text.size() == 1) return out;
  if (row->parameters != 1 || text.size() < 4 || text[1] != '<' || text.back() != '>') return std::nullopt;
  const std::string_view name = text.substr(2, text.size() - 3);
  if (!is_full_name(name)) return std::nullopt;
  (out.letter == 'R' ? out.target : out.enumeration) = name;
  return out;
}

// What stands in the brackets of E, L or M.
bool parse_parameters(std::string_view text, int count, Type& out) {
  if (count == 2) {
    const size_t comma = text.find(',');
    if (comma == std::string_view::npos) return false;
    const auto key = parse_element(text.substr(0, comma));
    if (!key) return false;
    out.key = *key;
    text.remove_prefix(comma + 1);
  }
  const auto element = parse_element(text);
  if (element) out.element = *element;
  return element.has_value();
}

}  // namespace

const Class* Facts::find_class(std::string_view full_name) const {
  const auto found = classes.find(full_name);
  return found == classes.end() ? nullptr : &found->second;
}

const Enum* Facts::find_enum(std::string_view full_name) const {
  const auto found = enums.find(full_name);
  return found == enums.end() ? nullptr : &found->second;
}

std::vector<const Class*> line_of(const Facts& facts, const Class& one) {
  std::vector<const Class*> line = {&one};
  while (line.size() < kDeepest && !line.back()->parent.empty()) {
    const Class* parent = facts.find_class(line.back()->parent);
    if (parent == nullptr) break;
    line.push_back(parent);
  }
  return line;
}

Facts facts_of(const schema::Schema& schema) {
  Facts out;
  for (const schema::Class& one : schema.classes) out.classes.emplace(one.full_name, class_of(one));
  for (const schema::Enum& one : schema.enums) out.enums.emplace(one.full_name, enum_of(one));
  for (const schema::Extern& one : schema.externs)
    out.externs.emplace(one.letter, Extern{one.letter, one.cpp_name, one.tree->cpp_name.span});
  return out;
}

std::string type_text(const Type& type) {
  if (type.is_text) return "text";
  const Letter* row = find_letter(type.letter);
  if (row != nullptr && row->is_register) return element_text(type.element);
  std::string out(1, type.letter);
  if (type.element.letter == 0) return out;
  out += '<';
  if (type.letter == 'M') out += element_text(type.key) + ',';
  return out + element_text(type.element) + '>';
}

std::optional<Type> parse_type(std::string_view text) {
  if (text == "text") return Type{'L', true, {'S', false, {}, {}}, {}};
  if (const auto element = parse_element(text)) return Type{element->letter, false, *element, {}};
  if (text.empty()) return std::nullopt;
  Type out;
  out.letter = text[0];
  const Letter* row = find_letter(text[0]);
  const bool is_free = kFreeLetters.find(text[0]) != std::string_view::npos;
  if (row == nullptr ? !is_free : row->is_register) return std::nullopt;
  if (text.size() == 1) return out;
  if (row == nullptr || row->parameters == 0 || text[1] != '<' || text.back() != '>') return std::nullopt;
  if (!parse_parameters(text.substr(2, text.size() - 3), row->parameters, out)) return std::nullopt;
  return out;
}

const Class* find_match(const Facts& facts, const Class& other) {
  const Class* named = facts.find_class(other.full_name);
  if (named != nullptr && named->id == other.id) return named;
  const auto found = std::find_if(facts.classes.begin(), facts.classes.end(),
                                  [&](const auto& entry) { return entry.second.id == other.id; });
  return found != facts.classes.end() ? &found->second : named;
}

const Enum* find_match(const Facts& facts, const Facts& others, const Enum& other) {
  if (const Enum* named = facts.find_enum(other.full_name)) return named;
  for (const auto& [name, one] : facts.enums)
    if (one.was == other.full_name && others.find_enum(name) == nullptr) return &one;
  return nullptr;
}

}  // namespace rdxc::facts
