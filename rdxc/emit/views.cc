#include "rdxc/emit/views.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "rdxc/check/class_id.h"
#include "rdxc/check/letters.h"
#include "rdxc/emit/cpp_text.h"
#include "rdxc/emit/ts_text.h"

namespace rdxc {
namespace {

std::string cpp_scope(const schema::File& file) {
  std::string scope = "::";
  for (const std::string& part : file.cpp_namespace) scope += part + "::";
  return scope;
}

std::string_view without_suffix(std::string_view name) {
  if (name.ends_with(".rdx")) name.remove_suffix(4);
  return name;
}

std::string bracketed(std::string_view name, std::string_view first, std::string_view second = {}) {
  std::string out(name);
  out.append("<").append(first);
  if (!second.empty()) out.append(", ").append(second);
  return out += '>';
}

class Builder {
 public:
  Builder(const schema::Schema& schema, std::string_view version) : schema_(schema), version_(version) {}

  Views run() {
    for (const schema::File& file : schema_.files)
      if (file.is_root) add_file(file);
    return std::move(views_);
  }

 private:
  void add_file(const schema::File& file) {
    FileView& view = views_.files.emplace_back();
    view.name = file.name;
    view.stem = without_suffix(file.name);
    view.base_name = view.stem.substr(view.stem.rfind('/') + 1);
    view.header = keep(file.name + ".h");
    view.package = file.package;
    view.namespaces.assign(file.cpp_namespace.begin(), file.cpp_namespace.end());
    std::string name;
    for (const std::string& part : file.cpp_namespace) name += (name.empty() ? "" : "::") + part;
    view.cpp_namespace = keep(name);
    view.compiler = version_;
    const auto depth = std::count(file.name.begin(), file.name.end(), '/');
    std::string root = depth == 0 ? "./" : "";
    for (auto i = depth; i > 0; --i) root += "../";
    view.root = keep(root);
    for (const schema::File* import : file.imports) {
      const std::string_view stem = without_suffix(import->name);
      view.imports.push_back(
          {import->name, stem, keep(import->name + ".h"), import->package, keep(module_of(file, *import))});
    }
    for (const schema::Extern* one : file.externs)
      view.externs.push_back({keep(std::string(1, one->letter)), one->cpp_name, one->header, doc_of(one->doc)});
    view.enums.reserve(file.enums.size());
    for (const schema::Enum* one : file.enums) view.enums.push_back(make_enum(*one));
    view.classes.reserve(file.classes.size());
    for (const schema::Class* one : file.classes) view.classes.push_back(class_view(*one));
    set_flags(view);
  }

  std::string_view keep(std::string_view text) { return views_.texts.keep(text); }

  std::vector<std::string_view> doc_of(const schema::DocLines& lines) {
    std::vector<std::string_view> out;
    out.reserve(lines.size());
    for (const std::string_view line : lines) out.push_back(line.ends_with('\\') ? keep(comment_line(line)) : line);
    return out;
  }

  // With why it is deprecated as its last line: editors that know TypeScript strike it out.
  std::vector<std::string_view> ts_doc_of(const schema::DocLines& lines, const std::optional<std::string>& deprecated) {
    std::vector<std::string_view> out(lines.begin(), lines.end());
    if (deprecated) {
      std::string line = "@deprecated" + std::string(deprecated->empty() ? "" : " ") + *deprecated;
      std::replace_if(
          line.begin(), line.end(), [](char c) { return static_cast<uint8_t>(c) < ' '; }, ' ');
      out.push_back(keep(line));
    }
    for (std::string_view& line : out)
      if (line.find("*/") != std::string_view::npos) line = keep(ts_comment_line(line));
    return out;
  }

  // What the one calls the other's module; two that would be called alike differ in their last '$'.
  static std::string module_of(const schema::File& from, const schema::File& other) {
    std::string name = ts_module(without_suffix(other.name));
    for (const schema::File* import : from.imports) {
      if (import == &other) break;
      if (ts_module(without_suffix(import->name)) == ts_module(without_suffix(other.name))) name += '$';
    }
    return name;
  }

  template <class Target>
  static std::string ts_reference(const schema::File& from, const Target& target) {
    return (target.file == &from ? "" : module_of(from, *target.file) + '.') + ts_name(target.name);
  }

  // `deprecated` of a view, three members of one meaning.
  template <class View>
  void set_deprecated(View& view, const std::optional<std::string>& reason) {
    if (!reason) return;
    view.is_deprecated = true;
    view.deprecated = *reason;
    view.deprecated_literal = keep(cpp_string(*reason));
  }

  template <class View>
  static void set_was(View& view, const std::optional<std::string>& was) {
    view.has_was = was.has_value();
    if (was) view.was = *was;
  }

  static void set_flags(FileView& view) {
    view.has_imports = !view.imports.empty();
    view.has_enums = !view.enums.empty();
    view.has_classes = !view.classes.empty();
    for (const ClassView* one : view.classes) {
      view.has_indexes |= one->has_indexes;
      view.uses_vector |= one->has_indexes;  // what find_by_… answers
      for (const FieldView* field : one->fields) {
        view.uses_map |= field->is_map;
        view.uses_set |= field->is_set;
        view.uses_vector |= field->is_array;
        view.uses_string |= field->cpp_type.find("std::string") != std::string::npos;
        view.uses_value |= field->cpp_type.find("rdx::Value") != std::string::npos;
        view.uses_versions |= field->is_versions;
      }
      for (const FieldView* field : one->all_fields) {
        view.uses_containers |= field->is_map || field->is_set || field->is_array;
        view.uses_externs |= field->is_extern;
      }
    }
  }

  EnumView make_enum(const schema::Enum& one) {
    EnumView view;
    view.name = one.name;
    view.cpp_name = one.cpp_name;
    view.full_name = one.full_name;
    view.cpp_full_name = keep(cpp_scope(*one.file) + one.cpp_name);
    view.ts_name = keep(ts_name(one.name));
    view.doc = doc_of(one.doc);
    view.ts_doc = ts_doc_of(one.doc, one.deprecated);
    set_deprecated(view, one.deprecated);
    view.enumerators.reserve(one.enumerators.size());
    for (const schema::Enumerator& value : one.enumerators) {
      EnumeratorView& out = view.enumerators.emplace_back();
      out.name = value.name;
      out.cpp_name = value.cpp_name;
      out.value = value.value;
      out.cpp_value = keep(cpp_integer(value.value));
      out.doc = doc_of(value.doc);
      set_was(out, value.was);
      set_deprecated(out, value.deprecated);
    }
    return view;
  }

  // Also of classes of other files, where a class of ours descends from them.
  const ClassView* class_view(const schema::Class& one) {
    const auto known = known_.find(&one);
    if (known != known_.end()) return known->second;
    const ClassView* parent = one.parent == nullptr ? nullptr : class_view(*one.parent);
    ClassView& view = views_.classes.emplace_back();
    known_.emplace(&one, &view);
    view.parent = parent;
    fill_class(view, one);
    return &view;
  }

  void fill_class(ClassView& view, const schema::Class& one) {
    view.name = one.name;
    view.cpp_name = one.cpp_name;
    view.cpp_class = one.cpp_name;
    view.full_name = one.full_name;
    view.cpp_full_name = keep(cpp_scope(*one.file) + one.cpp_name);
    view.id = keep(id_text(one.id));
    view.id_number = keep(std::to_string(one.id));
    view.has_own_id = one.has_own_id;
    view.ts_name = keep(ts_name(one.name));
    if (one.parent != nullptr) view.ts_parent = keep(ts_reference(*one.file, *one.parent));
    view.doc = doc_of(one.doc);
    view.ts_doc = ts_doc_of(one.doc, one.deprecated);
    set_was(view, one.was);
    set_deprecated(view, one.deprecated);
    if (view.parent != nullptr) {
      view.ancestors = view.parent->ancestors;
      view.ancestors.push_back(view.parent);
      view.all_fields = view.parent->all_fields;
    }
    for (const schema::Field& field : one.fields) view.fields.push_back(make_field(field));
    const auto by_number = [](const FieldView* a, const FieldView* b) { return a->number < b->number; };
    std::sort(view.fields.begin(), view.fields.end(), by_number);
    view.all_fields.insert(view.all_fields.end(), view.fields.begin(), view.fields.end());
    if (view.parent != nullptr) std::sort(view.all_fields.begin(), view.all_fields.end(), by_number);
    for (const FieldView* field : view.all_fields)
      if (field->has_index) view.indexes.push_back(field);
    for (const schema::Reserved& range : one.reserved) view.reserved.push_back({range.first, range.last});
    view.has_fields = !view.fields.empty();
    view.has_all_fields = !view.all_fields.empty();
    view.has_indexes = !view.indexes.empty();
  }

  const FieldView* make_field(const schema::Field& field) {
    FieldView& view = views_.fields.emplace_back();
    view.name = field.name;
    view.cpp_name = field.cpp_name;
    view.number = field.number;
    view.letter = keep(std::string(1, field.type.letter));
    view.find_name = keep("find_by_" + std::string(field.name));
    view.owner = field.owner->full_name;
    view.doc = doc_of(field.doc);
    view.ts_doc = ts_doc_of(field.doc, field.deprecated);
    view.has_index = field.has_index;
    set_was(view, field.was);
    set_deprecated(view, field.deprecated);
    if (field.unit) {
      view.has_unit = true;
      view.unit = *field.unit;
      view.unit_literal = keep(cpp_string(*field.unit));
    }
    set_type(view, field.type, *field.owner->file);
    if (field.initial) {
      set_default(view, *field.initial);
      view.ts_default = keep(ts_default(*field.initial, field.type));
    }
    view.find_type = view.is_string ? "std::string_view" : view.cpp_type;
    view.member_type = keep(shortened(std::string(view.cpp_type), *field.owner));
    view.member_initial = keep(member_initial(view, *field.owner));
    view.row_tail = keep(row_tail(view, field.initial));
    return &view;
  }

  static std::string member_initial(const FieldView& view, const schema::Class& owner) {
    if (view.has_default) return " = " + shortened(std::string(view.default_cpp), owner);
    if (view.is_enum) return "{}";
    if (view.is_bool) return " = false";
    return view.is_integer || view.is_float || view.is_counter ? " = 0" : "";
  }

  static std::string row_tail(const FieldView& view, const std::optional<schema::Default>& initial) {
    if (!initial) return view.has_index ? ", {}, true" : "";
    const bool is_string = initial->kind == schema::Default::Kind::kString;
    return ", " + (is_string ? cpp_string_view(initial->string) : std::string(view.default_cpp)) +
           (view.has_index ? ", true" : "");
  }

  static bool has_member(const schema::Class& owner, std::string_view name) {
    const auto bears = [name](const schema::Field& field) { return field.cpp_name == name; };
    if (std::any_of(owner.fields.begin(), owner.fields.end(), bears)) return true;
    return owner.parent != nullptr && has_member(*owner.parent, name);
  }

  // `::board::Column` is `Column` within its own namespace, unless a member of the class has that name.
  static std::string shortened(std::string text, const schema::Class& owner) {
    const std::string scope = cpp_scope(*owner.file);
    const auto is_letter = [](char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; };
    for (size_t at = text.find(scope); at != std::string::npos; at = text.find(scope, at + 1)) {
      if (at > 0 && is_letter(text[at - 1])) continue;
      const auto begin = text.begin() + static_cast<std::ptrdiff_t>(at + scope.size());
      const std::string name(begin, std::find_if_not(begin, text.end(), is_letter));
      if (!has_member(owner, name)) text.erase(at, scope.size());
    }
    return text;
  }

  void set_type(FieldView& view, const schema::Type& type, const schema::File& from) {
    if (type.external != nullptr) {
      view.is_extern = true;
      view.type = view.letter;
      const std::string& name = type.external->cpp_name;
      view.cpp_extern = keep((name.starts_with("::") ? "" : "::") + name);
      view.cpp_type = keep(std::string(view.cpp_extern) + "::Native");
      return;
    }
    const Letter& row = *find_letter(type.letter);
    view.is_register = row.is_register;
    view.is_counter = row.word == "counter";
    view.is_unsigned = type.letter == 'N';
    view.is_versions = type.letter == 'V';
    view.is_set = type.letter == 'E';
    view.is_map = type.letter == 'M';
    view.is_text = type.is_text;
    view.is_array = type.letter == 'L' && !type.is_text;
    view.is_container = view.is_set || view.is_map || view.is_array || view.is_text;
    if (row.is_register) return set_register(view, type, from);
    view.type = view.is_text ? "text" : view.letter;
    view.cpp_type = view.is_text ? "std::string" : row.native;
    if (view.is_set || view.is_map || view.is_array) set_container(view, type, from);
  }

  void set_register(FieldView& view, const schema::Type& type, const schema::File& from) {
    const ElementView& element = add_element(type.element, from);
    view.element = &element;
    view.type = element.type;
    view.cpp_type = element.cpp_type;
    view.is_float = element.is_float;
    view.is_integer = element.is_integer;
    view.is_string = element.is_string;
    view.is_bool = element.is_bool;
    view.is_enum = element.is_enum;
    view.is_reference = element.is_reference;
    view.is_id = element.is_id;
    view.target = element.target;
    view.cpp_target = element.cpp_target;
  }

  void set_container(FieldView& view, const schema::Type& type, const schema::File& from) {
    const ElementView& element = add_element(type.element, from);
    view.element = &element;
    if (!view.is_map) {
      if (!element.is_any) view.type = keep(bracketed(view.type, element.type));
      view.cpp_type = keep(bracketed(view.is_set ? "std::set" : "std::vector", element.cpp_type));
      return;
    }
    const ElementView& key = add_element(type.key, from);
    view.key = &key;
    if (!element.is_any) view.type = keep(bracketed(view.type, key.type, element.type));
    view.cpp_type = keep(bracketed("std::map", key.cpp_type, element.cpp_type));
  }

  const ElementView& add_element(const schema::Element& element, const schema::File& from) {
    ElementView& view = views_.elements.emplace_back();
    view.is_any = element.letter == 0;
    if (view.is_any) {
      view.cpp_type = "rdx::Value";
      return view;
    }
    view.letter = keep(std::string(1, element.letter));
    view.is_bool = element.is_bool;
    view.is_enum = element.enumeration != nullptr;
    view.is_reference = element.target != nullptr;
    view.is_float = element.letter == 'F';
    view.is_string = element.letter == 'S';
    view.is_integer = element.letter == 'I' && !view.is_bool && !view.is_enum;
    view.is_id = element.letter == 'R' && !view.is_reference;
    view.type = view.is_bool ? "bool" : view.letter;
    view.cpp_type = view.is_bool ? "bool" : find_letter(element.letter)->native;
    if (view.is_enum) set_target(view, *element.enumeration);
    if (view.is_enum) view.ts_target = keep(ts_reference(from, *element.enumeration));
    if (view.is_reference) set_target(view, *element.target);
    return view;
  }

  template <class Target>
  void set_target(ElementView& view, const Target& target) {
    view.target = target.full_name;
    view.cpp_target = keep(cpp_scope(*target.file) + target.cpp_name);
    view.type = keep(bracketed(view.type, view.target));
    view.cpp_type = view.is_reference ? keep(bracketed("rdx::Ref", view.cpp_target)) : view.cpp_target;
  }

  static std::string ts_default(const schema::Default& initial, const schema::Type& type) {
    using Kind = schema::Default::Kind;
    switch (initial.kind) {
      case Kind::kInteger: return ts_integer(initial.integer);
      case Kind::kReal: return ts_real(initial.real);
      case Kind::kString: return json_string(initial.string);
      case Kind::kBool: return initial.integer != 0 ? "true" : "false";
      case Kind::kEnumerator: break;
    }
    for (const schema::Enumerator& value : type.element.enumeration->enumerators)
      if (value.value == initial.integer) return json_string(value.name);
    return ts_integer(initial.integer);
  }

  void set_default(FieldView& view, const schema::Default& initial) {
    using Kind = schema::Default::Kind;
    view.has_default = true;
    switch (initial.kind) {
      case Kind::kInteger:
        view.default_cpp = keep(cpp_integer(initial.integer));
        view.default_json = keep(std::to_string(initial.integer));
        return;
      case Kind::kReal:
        view.default_cpp = keep(cpp_real(initial.real));
        view.default_json = keep(json_real(initial.real));
        return;
      case Kind::kString:
        view.default_cpp = keep(cpp_string(initial.string));
        view.default_json = keep(json_string(initial.string));
        return;
      case Kind::kBool: view.default_cpp = view.default_json = initial.integer != 0 ? "true" : "false"; return;
      case Kind::kEnumerator:
        view.default_cpp = keep(std::string(view.cpp_type) + "::" + std::string(initial.enumerator));
        view.default_json = keep(std::to_string(initial.integer));
        return;
    }
  }

  const schema::Schema& schema_;
  std::string_view version_;
  Views views_;
  std::unordered_map<const schema::Class*, const ClassView*> known_;
};

}  // namespace

std::string_view TextArena::keep(std::string_view text) {
  if (text.size() > left_) {
    left_ = std::max(kBlock, text.size());
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(left_));
    at_ = blocks_.back().get();
  }
  const std::string_view kept(at_, text.size());
  std::copy(text.begin(), text.end(), at_);
  at_ += text.size();
  left_ -= text.size();
  return kept;
}

Views make_views(const schema::Schema& schema, std::string_view compiler_version) {
  return Builder(schema, compiler_version).run();
}

}  // namespace rdxc
