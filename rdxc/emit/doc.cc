// What pages of both kinds say alike.
#include "rdxc/emit/doc.h"

namespace rdxc {
namespace {

std::string shown(const std::string& full_name, const schema::File& of, const schema::File& file) {
  return of.package == file.package ? full_name.substr(full_name.rfind('.') + 1) : full_name;
}

void add(DocText& out, const std::string& text) {
  if (!out.empty() && out.back().anchor.empty()) {
    out.back().text += text;
  } else {
    out.push_back({text, {}, nullptr});
  }
}

void add_element(DocText& out, const schema::Element& element, const schema::File& file) {
  if (element.is_bool) return add(out, "bool");
  if (element.enumeration != nullptr) {
    const schema::Enum& one = *element.enumeration;
    add(out, "I<");
    out.push_back({shown(one.full_name, *one.file, file), one.full_name, one.file});
    return add(out, ">");
  }
  if (element.target == nullptr) return add(out, std::string(1, element.letter));
  add(out, "R<");
  out.push_back(doc_name(*element.target, file).front());
  add(out, ">");
}

}  // namespace

DocText doc_name(const schema::Class& one, const schema::File& file) {
  return {{shown(one.full_name, *one.file, file), one.full_name, one.file}};
}

DocText doc_type(const schema::Type& type, const schema::File& file) {
  DocText out;
  const bool container = type.letter == 'E' || type.letter == 'L' || type.letter == 'M';
  if (type.is_text) {
    add(out, "text");
  } else if (container && type.element.letter != 0) {
    add(out, std::string(1, type.letter) + '<');
    if (type.letter == 'M') {
      add_element(out, type.key, file);
      add(out, ", ");
    }
    add_element(out, type.element, file);
    add(out, ">");
  } else if (type.external == nullptr && !container && type.element.letter != 0) {
    add_element(out, type.element, file);
  } else {
    add(out, std::string(1, type.letter));
  }
  return out;
}

std::string doc_default(const schema::Field& field) {
  if (!field.initial) return {};
  const tree::Value& value = field.tree->initial;
  return (value.negative ? "-" : "") + std::string(value.text);
}

std::vector<const schema::Class*> doc_children(const schema::Schema& schema, const schema::Class& one) {
  std::vector<const schema::Class*> out;
  for (const schema::Class& other : schema.classes)
    if (other.parent == &one && other.file->is_root) out.push_back(&other);
  return out;
}

std::string doc_reserved(const schema::Class& one) {
  std::string out;
  for (const schema::Reserved& range : one.reserved) {
    out += (out.empty() ? "" : ", ") + std::to_string(range.first);
    if (range.last != range.first) out += " to " + std::to_string(range.last);
  }
  return out;
}

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace rdxc
