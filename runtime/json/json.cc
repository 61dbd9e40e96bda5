#include "rdx/json/json.h"

#include <algorithm>

#include "rdx/json/suggest.h"
#include "rdx/json/value.h"
#include "rdx/rdx/text.h"
#include "rdx/replica/field.h"
#include "rdx/tlv/stamp.h"

namespace rdx {
namespace {

using json::Node;
using json::Path;

// A user's type: of the class's row, or of the table that the caller gave.
const TypeFunctions* own_type(const FieldInfo& field, const TypeTable* types) {
  if (field.functions != nullptr) return field.functions->type;
  if (types == nullptr || built_in_types().find(field.letter) != nullptr) return nullptr;
  return types->find(field.letter);
}

// The members of an object, each on a line of its own.
class MemberWriter {
 public:
  explicit MemberWriter(int indent) : indent_(indent) {}

  std::string& member(std::string_view name) {
    if (text_.size() > 1) text_ += ',';
    break_line(static_cast<std::size_t>(indent_));
    append_string_text(text_, name);
    text_ += ": ";
    return text_;
  }

  std::string take() {
    if (text_.size() > 1) break_line(0);
    return std::move(text_) + '}';
  }

 private:
  void break_line(std::size_t blanks) {
    if (indent_ > 0)
      text_.append(1, '\n').append(blanks, ' ');
    else if (text_.back() == ',')
      text_ += ' ';
  }

  std::string text_ = "{";
  int indent_;
};

MemberWriter begin_object(const ClassInfo& info, Id id, const JsonOptions& options) {
  MemberWriter writer(options.indent);
  if (options.with_identity) {
    append_string_text(writer.member("$class"), info.name);
    append_string_text(writer.member("$id"), to_text(id));
  }
  return writer;
}

const FieldInfo* find_field(const ClassInfo& info, std::string_view name) {
  for (const FieldInfo& field : info.fields)
    if (field.name == name) return &field;
  return nullptr;
}

std::string unknown_member(const ClassInfo& info, std::string_view name) {
  std::vector<std::string_view> names;
  for (const FieldInfo& field : info.fields) names.emplace_back(field.name);
  return std::string(info.name) + " has no such member" + json::did_you_mean(name, names);
}

// "$class" and "$id"; answers whether the member was one of them.
Result<bool> read_identity(const ClassInfo& info, std::string_view name, const Node& node, const Path& path,
                           JsonRead& to) {
  if (name != "$class" && name != "$id") return false;
  if (node.kind != Node::Kind::text) return path.error("expected a string");
  if (name == "$class") {
    if (node.text != info.name) return path.error("expected an object of " + std::string(info.name));
    to.class_name = node.text;
    return true;
  }
  const auto id = parse_id(node.text);
  if (!id) return path.error("expected an id such as \"c187-3a62-12\"");
  to.id = *id;
  return true;
}

void keep_unknown(std::string& unknown, std::string_view name, const Node& node) {
  unknown += unknown.empty() ? "{" : ", ";
  append_string_text(unknown, name);
  unknown += ": ";
  json::append_text(unknown, node);
}

Result<JsonFields> read_members(const ClassInfo& info, const Node& root, UnknownMembers unknown,
                                const TypeTable* types) {
  const Path path;
  if (root.kind != Node::Kind::object) return path.error("expected an object");
  JsonFields read;
  for (std::size_t i = 0; i < root.items.size(); ++i) {
    const std::string& name = root.names[i];
    const Path at = path.member(name);
    RDX_TRY(const bool is_identity, read_identity(info, name, root.items[i], at, read));
    if (is_identity) continue;
    const FieldInfo* field = find_field(info, name);
    if (field == nullptr) {
      if (unknown == UnknownMembers::refuse) return at.error(unknown_member(info, name));
      keep_unknown(read.unknown, name, root.items[i]);
      continue;
    }
    RDX_TRY(std::string bare, json::read_value(json::shape_of(*field), root.items[i], own_type(*field, types), at));
    read.fields.push_back({field->number, field->letter, std::move(bare)});
  }
  if (!read.unknown.empty()) read.unknown += '}';
  std::sort(read.fields.begin(), read.fields.end(),
            [](const JsonField& a, const JsonField& b) { return a.number < b.number; });
  return read;
}

}  // namespace

Result<std::string> object_to_json(const Object& object, const ClassInfo& info, const JsonOptions& options) {
  MemberWriter writer = begin_object(info, object.id(), options);
  for (const FieldInfo& field : info.fields) {
    const bool is_default = !field.functions->changed(member_of(object, field), field, {});
    if (is_default && !options.with_unset && !object.is_set(field.number)) continue;
    RDX_TRY(const std::string bare, bare_of_member(object, info, field));
    json::append_value(writer.member(field.name), json::shape_of(field), bare, field.functions->type);
  }
  return writer.take();
}

Result<JsonRead> object_from_json(Object& object, const ClassInfo& info, std::string_view json,
                                  UnknownMembers unknown) {
  RDX_TRY(JsonFields read, fields_from_json(info, json, unknown));
  for (const JsonField& field : read.fields) load_field(object, info, field.number, field.letter, field.bare);
  return JsonRead(std::move(read));
}

Result<std::string> image_to_json(Id id, Bytes image, const ClassInfo& info, const JsonOptions& options) {
  MemberWriter writer = begin_object(info, id, options);
  while (const auto stored = take_image_field(image)) {
    const FieldInfo* field = info.find(stored->number, stored->letter);
    if (field == nullptr) continue;
    json::append_value(writer.member(field->name), json::shape_of(*field), stored->bare,
                       own_type(*field, options.types));
  }
  return writer.take();
}

Result<JsonFields> fields_from_json(const ClassInfo& info, std::string_view json, UnknownMembers unknown,
                                    const TypeTable* types) {
  RDX_TRY(const Node root, json::parse(json));
  return read_members(info, root, unknown, types);
}

Result<std::string> value_to_json(const FieldInfo& field, Bytes bare, const JsonOptions& options) {
  std::string text;
  json::append_value(text, json::shape_of(field), bare, own_type(field, options.types));
  return text;
}

Result<std::string> value_from_json(const FieldInfo& field, std::string_view json, const TypeTable* types) {
  RDX_TRY(const Node node, json::parse(json));
  return json::read_value(json::shape_of(field), node, own_type(field, types), Path());
}

}  // namespace rdx
