#include "rdxc/check/types.h"

#include <algorithm>
#include <array>

#include "rdxc/check/edits.h"
#include "rdxc/check/letters.h"
#include "rdxc/source/suggest.h"
#include "rdxc/syntax/printer.h"

namespace rdxc {
namespace {

// What other languages call what here is a letter.
struct Foreign {
  std::string_view word;
  std::string_view here;
  std::string_view only = {};  // where nothing else can be meant
};

constexpr Foreign kForeign[] = {
    {"string", "S", "S"},
    {"str", "S", "S"},
    {"String", "S", "S"},
    {"varchar", "S", "S"},
    {"int", "I", "I"},
    {"int32", "I", "I"},
    {"int64", "I", "I"},
    {"uint32", "I", "I"},
    {"uint64", "I", "I"},
    {"sint32", "I", "I"},
    {"sint64", "I", "I"},
    {"integer", "I", "I"},
    {"long", "I", "I"},
    {"short", "I", "I"},
    {"Int", "I", "I"},
    {"number", "F"},
    {"float", "F", "F"},
    {"double", "F", "F"},
    {"float64", "F", "F"},
    {"real", "F", "F"},
    {"Float", "F", "F"},
    {"boolean", "bool", "bool"},
    {"Bool", "bool", "bool"},
    {"map", "M<S, I>"},
    {"dict", "M<S, I>"},
    {"Map", "M<S, I>"},
    {"set", "E<S>"},
    {"Set", "E<S>"},
    {"list", "L<S>"},
    {"array", "L<S>"},
    {"vector", "L<S>"},
    {"repeated", "L<S>"},
    {"List", "L<S>"},
    {"counter", "U"},
    {"ref", "R<Class>"},
    {"reference", "R<Class>"},
    {"id", "R"},
    {"uuid", "R"},
    {"Text", "text", "text"},
    {"bytes", "S"},
    {"version", "V"},
    {"time", "I"},
    {"timestamp", "I"},
    {"f", "F", "F"},
    {"i", "I", "I"},
    {"r", "R", "R"},
    {"s", "S", "S"},
    {"c", "C", "C"},
    {"u", "U", "U"},
    {"z", "Z", "Z"},
    {"n", "N", "N"},
    {"e", "E", "E"},
    {"m", "M", "M"},
    {"l", "L", "L"},
    {"v", "V", "V"},
};

Suggestion foreign(const tree::Type& tree) {
  const std::string_view word = tree.name.text;
  const auto* found =
      std::find_if(std::begin(kForeign), std::end(kForeign), [&](const Foreign& row) { return row.word == word; });
  if (found == std::end(kForeign)) return {};
  if (word == "bytes") return {"rdx has no type for raw bytes; S is UTF-8 text", std::nullopt};
  Suggestion out{"did you mean " + quoted(found->here) + "?", std::nullopt};
  if (!found->only.empty()) out.only = found->only;
  // set<S> is E<S>
  if (!tree.arguments.empty() && found->here.size() > 1) out.only = found->here.substr(0, found->here.find('<'));
  return out;
}

const Letter* row_of(const tree::Type& tree) {
  return tree.name.text.size() == 1 ? find_letter(tree.name.text[0]) : nullptr;
}

class Resolver {
 public:
  Resolver(Context& context, const schema::File& file) : context_(context), file_(file) {}

  schema::Type type(const tree::Type& tree) {
    schema::Type out;
    if (tree.name.text == "text" || tree.name.text == "bool") {
      if (!plain(tree)) return out;
      out.is_text = tree.name.text == "text";
      out.letter = out.is_text ? 'L' : 'I';
      out.element.is_bool = !out.is_text;
      out.element.letter = out.is_text ? 'S' : 'I';
      return out;
    }
    const Letter* row = row_of(tree);
    if (row == nullptr) return other(tree);
    if (!parameters_fit(tree, *row)) return out;
    out.letter = row->letter;
    if (!row->is_register && tree.arguments.empty()) return out;
    const bool fine = row->is_register ? scalar(tree, *row, out.element) : container(tree, out);
    if (!fine) out.letter = 0;
    return out;
  }

 private:
  bool plain(const tree::Type& tree) {
    if (tree.arguments.empty()) return true;
    context_.fail(Code::not_parametrized, tree.span, quoted(tree.name.text) + " takes nothing in '<…>'",
                  "write " + std::string(tree.name.text));
    return false;
  }

  bool parameters_fit(const tree::Type& tree, const Letter& row) {
    if (row.parameters == 0) return plain(tree);
    const auto count = static_cast<int>(tree.arguments.size());
    if (count == 0 || count == row.parameters) return true;
    const std::string letter(1, row.letter);
    const std::string form = row.letter == 'M'   ? "M<S, I>, a key and a value, or M for any"
                             : row.letter == 'R' ? "R<Class>, or R for any object"
                             : row.letter == 'I' ? "I<Enum>, or I for any whole number"
                                                 : letter + "<S>, or " + letter + " for any";
    context_.fail(Code::wrong_parameter_count, tree.span,
                  quoted(letter) + " takes " + (row.parameters == 2 ? "two types" : "one type") + " in '<…>', not " +
                      std::to_string(count),
                  "write " + form);
    return false;
  }

  // F I R S, I<Enum>, R<Class>
  bool scalar(const tree::Type& tree, const Letter& row, schema::Element& out) {
    out.letter = row.letter;
    if (tree.arguments.empty()) return true;
    const tree::Type& argument = tree.arguments[0];
    if (!argument.arguments.empty() || row_of(argument) != nullptr || argument.name.text == "bool" ||
        argument.name.text == "text") {
      if (find_quietly(argument.name) == nullptr || !argument.arguments.empty()) return wrong_argument(argument, row);
    }
    const Declaration* found =
        find_declaration(context_, file_, argument.name, row.letter == 'R' ? Want::kClass : Want::kEnum);
    if (found == nullptr) return false;
    out.target = found->class_;
    out.enumeration = found->enum_;
    if (row.letter == 'R' && out.target == nullptr) {
      context_.fail(Code::not_a_class, argument.span,
                    quoted(argument.name.text) + " is an enum; an R refers to objects of a class",
                    "write I<" + std::string(argument.name.text) + ">",
                    {{found->span, quoted(argument.name.text) + " is here"}}, Fix{tree.name.span, "I"});
      return false;
    }
    if (row.letter == 'I' && out.enumeration == nullptr) {
      context_.fail(Code::not_an_enum, argument.span, quoted(argument.name.text) + " is a class; an I takes an enum",
                    "write R<" + std::string(argument.name.text) + ">",
                    {{found->span, quoted(argument.name.text) + " is here"}}, Fix{tree.name.span, "R"});
      return false;
    }
    return true;
  }

  const Declaration* find_quietly(const tree::Name& name) const {
    const auto found = context_.names.find(std::string(file_.package) + '.' + std::string(name.text));
    return found == context_.names.end() ? nullptr : &found->second;
  }

  bool wrong_argument(const tree::Type& argument, const Letter& row) {
    context_.fail(
        row.letter == 'R' ? Code::not_a_class : Code::not_an_enum, argument.span,
        quoted(print(argument)) +
            (row.letter == 'R' ? " is no class; an R refers to objects of a class" : " is no enum; an I takes an enum"),
        row.letter == 'R' ? "write R<Class>, or R for any object" : "write I<Enum>, or I for any whole number");
    return false;
  }

  bool container(const tree::Type& tree, schema::Type& out) {
    if (tree.arguments.size() == 1) return element(tree.arguments[0], out.element);
    const bool key = element(tree.arguments[0], out.key);
    return element(tree.arguments[1], out.element) && key;
  }

  // element := F | I | R | S | bool | I<Enum> | R<Class>
  bool element(const tree::Type& tree, schema::Element& out) {
    if (tree.name.text == "bool") {
      out.letter = 'I';
      out.is_bool = true;
      return plain(tree);
    }
    if (tree.name.text == "text") return nested(tree, "an S holds a short text as a whole");
    const Letter* row = row_of(tree);
    if (row == nullptr) {
      const schema::Type type = other(tree);
      if (type.letter != 0) bad_element(tree);
      return false;
    }
    if (row->letter == 'E' || row->letter == 'M' || row->letter == 'L')
      return nested(tree, "keep the inner one in a class of its own, and hold it by R<Class>");
    if (!row->is_element) return bad_element(tree);
    return parameters_fit(tree, *row) && scalar(tree, *row, out);
  }

  bool nested(const tree::Type& tree, const char* help) {
    context_.fail(Code::nested_container, tree.span, quoted(print(tree)) + " cannot stand within another container",
                  help);
    return false;
  }

  bool bad_element(const tree::Type& tree) {
    context_.fail(Code::bad_element, tree.span, quoted(print(tree)) + " cannot be an element",
                  "elements are F, I, R, S, bool, I<Enum> and R<Class>");
    return false;
  }

  // A type of somebody's own, or a name that is no type.
  schema::Type other(const tree::Type& tree) {
    schema::Type out;
    if (const schema::Extern* found = find_extern(tree.name.text)) {
      if (!plain(tree)) return out;
      out.letter = found->letter;
      out.external = found;
      return out;
    }
    const Suggestion meant = foreign(tree);
    if (!meant.help.empty() && find_quietly(tree.name) == nullptr) {
      context_.fail(Code::unknown_type, tree.name.span, "unknown type " + quoted(tree.name.text), meant.help, {},
                    fix_of(tree.name.span, meant.only));
      return out;
    }
    const Declaration* found = find_declaration(context_, file_, tree.name, Want::kAny);
    if (found == nullptr) return out;
    const std::string name(tree.name.text);
    std::vector<Note> notes = {{found->span, quoted(name) + " is here"}};
    if (!tree.arguments.empty()) {
      context_.fail(
          Code::not_a_type, tree.span,
          quoted(name) + " is " + (found->class_ != nullptr ? "a class" : "an enum") + " and takes nothing in '<…>'",
          found->class_ != nullptr ? "write R<" + name + ">" : "write I<" + name + ">", std::move(notes));
    } else if (found->class_ != nullptr) {
      context_.fail(Code::class_without_reference, tree.span,
                    "objects are held by reference; " + quoted(name) + " is a class", "write R<" + name + ">",
                    std::move(notes), Fix{tree.span, "R<" + name + '>'});
    } else {
      context_.fail(Code::enum_without_integer, tree.span, "an enum is held in an I; " + quoted(name) + " is an enum",
                    "write I<" + name + ">", std::move(notes), Fix{tree.span, "I<" + name + '>'});
    }
    return out;
  }

  const schema::Extern* find_extern(std::string_view name) const {
    const std::string_view letter = name.substr(name.rfind('.') + 1);
    if (letter.size() != 1) return nullptr;
    for (const auto& [known, external] : context_.externs) {
      const bool seen = external->file == &file_ ||
                        std::find(file_.imports.begin(), file_.imports.end(), external->file) != file_.imports.end();
      const bool right_package = letter == name || name.substr(0, name.size() - 2) == external->file->package;
      if (known == letter[0] && seen && right_package) return external;
    }
    return nullptr;
  }

  Context& context_;
  const schema::File& file_;
};

}  // namespace

schema::Type resolve_type(Context& context, const schema::File& file, const tree::Type& tree) {
  if (tree.name.text.empty()) return {};
  return Resolver(context, file).type(tree);
}

}  // namespace rdxc
