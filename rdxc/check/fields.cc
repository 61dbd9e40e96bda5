// Fields: their types, and that numbers and names are once in a class and all its ancestors.
#include <algorithm>
#include <array>

#include "rdxc/check/class_id.h"
#include "rdxc/check/context.h"
#include "rdxc/check/cpp_name.h"
#include "rdxc/check/defaults.h"
#include "rdxc/check/numbers.h"
#include "rdxc/check/options.h"
#include "rdxc/check/types.h"
#include "rdxc/syntax/printer.h"

namespace rdxc {
namespace {

constexpr int kLastNumber = 127;

// The numbers of a class and its ancestors, and who has them.
class Line {
 public:
  explicit Line(const schema::Class& one) {
    for (const schema::Class* ancestor : one.ancestors) {
      for (const schema::Field& field : ancestor->fields)
        if (field.number != 0) take(field.number, &field);
      for (const schema::Reserved& range : ancestor->reserved) reserve(range);
    }
  }

  void reserve(const schema::Reserved& range) {
    for (int number = range.first; number <= range.last; ++number)
      if (reserved_[index(number)] == nullptr) reserved_[index(number)] = &range;
    highest_ = std::max(highest_, range.last);
  }

  void take(int number, const schema::Field* field) {
    owners_[index(number)] = field;
    highest_ = std::max(highest_, number);
  }

  void count(int number) { highest_ = std::max(highest_, number); }

  const schema::Field* owner(int number) const { return owners_[index(number)]; }
  const schema::Reserved* reservation(int number) const { return reserved_[index(number)]; }

  // Above all that were given; where there is none left, the lowest gap; 0: no number is left.
  int next_free() const {
    if (highest_ < kLastNumber) return highest_ + 1;
    for (int number = 1; number <= kLastNumber; ++number)
      if (owner(number) == nullptr && reservation(number) == nullptr) return number;
    return 0;
  }

 private:
  static size_t index(int number) { return static_cast<size_t>(number); }

  std::array<const schema::Field*, kLastNumber + 1> owners_{};
  std::array<const schema::Reserved*, kLastNumber + 1> reserved_{};
  int highest_ = 0;
};

class ClassChecker {
 public:
  ClassChecker(Context& context, schema::Class& one) : context_(context), class_(one), line_(one) {}

  void run() {
    for (const tree::Reserved& reserved : class_.tree->reserved) add_reserved(reserved);
    for (const schema::Reserved& range : class_.reserved) check_reserved(range);
    class_.fields.reserve(class_.tree->fields.size());
    for (const tree::Field& field : class_.tree->fields)
      if (const auto number = readable_number(field)) line_.count(*number);
    for (const tree::Field& field : class_.tree->fields) add_field(field);
    check_names();
  }

 private:
  void fail(Code code, const Span& span, std::string message, std::string help = {}, std::vector<Note> notes = {},
            std::optional<Fix> fix = {}) {
    context_.fail(code, span, std::move(message), std::move(help), std::move(notes), std::move(fix));
  }

  static std::optional<int> in_range(const tree::Value& value) {
    if (value.kind != tree::Value::Kind::kInteger || value.damaged) return std::nullopt;
    const auto number = parse_unsigned(value.text);
    if (!number || *number < 1 || *number > kLastNumber) return std::nullopt;
    return static_cast<int>(*number);
  }

  static std::optional<int> readable_number(const tree::Field& field) { return in_range(field.number); }

  // reserved @first..@last
  void add_reserved(const tree::Reserved& reserved) {
    for (const tree::Range& range : reserved.ranges) {
      const bool single = range.last.kind == tree::Value::Kind::kNone;
      const auto first = bound(range.first);
      const auto last = single ? first : bound(range.last);
      if (!first || !last) continue;
      if (*first > *last) {
        fail(Code::empty_range, range.span,
             "the range from " + std::to_string(*first) + " to " + std::to_string(*last) + " holds no number",
             "write @" + std::to_string(*last) + "..@" + std::to_string(*first), {},
             Fix{range.span, '@' + std::to_string(*last) + "..@" + std::to_string(*first)});
      } else {
        class_.reserved.push_back({*first, *last, range.span});
      }
    }
  }

  std::optional<int> bound(const tree::Value& value) {
    const auto number = in_range(value);
    if (!number && !value.damaged)
      fail(Code::number_out_of_range, value.span,
           "numbers run from 1 to 127, " + std::string(value.text) + " is none of them");
    return number;
  }

  void check_reserved(const schema::Reserved& range) {
    for (int number = range.first; number <= range.last; ++number) {
      if (const schema::Reserved* other = line_.reservation(number)) {
        fail(Code::reserved_twice, range.span, "number " + std::to_string(number) + " is reserved already",
             "once is enough", {{other->span, "it is reserved here"}});
        break;
      }
      if (const schema::Field* owner = line_.owner(number)) {
        fail(Code::number_reserved, range.span,
             "number " + std::to_string(number) + " cannot be reserved; " + quoted(owner->name) + " of " +
                 quoted(owner->owner->name) + " has it",
             "leave it out", {{owner->tree->number.span, quoted(owner->name) + " is here"}});
        break;
      }
    }
    line_.reserve(range);
  }

  void add_field(const tree::Field& tree) {
    schema::Field& field = class_.fields.emplace_back();
    field.tree = &tree;
    field.owner = &class_;
    field.name = tree.name.text;
    field.cpp_name = cpp_name_of(tree.name.text);
    field.doc = doc_lines(context_.files, *class_.file, tree.doc);
    if (tree.damaged) return keep_number(field);
    if (is_reserved_in_cpp(field.name))
      fail(Code::reserved_name, tree.name.span,
           "field " + quoted(field.name) + " has a name that C++ keeps for itself: a leading '_' or a '__'",
           "choose another name");
    field.type = resolve_type(context_, *class_.file, tree.type);
    check_emitted(field);
    check_number(field);
    field.initial = read_default(context_, tree, field.type);
    read_field_options(field);
  }

  // A class cannot have a member of its own name, nor one of its ancestors'.
  std::string cpp_name_of(std::string_view name) const {
    std::string out = cpp_name(name, CppPlace::kField);
    bool taken = out == class_.cpp_name;
    for (const schema::Class* ancestor : class_.ancestors) taken |= out == ancestor->cpp_name;
    return taken ? out + '_' : out;
  }

  void keep_number(schema::Field& field) {
    const auto number = readable_number(*field.tree);
    if (number && line_.owner(*number) == nullptr) line_.take(*number, &field);
  }

  void check_emitted(schema::Field& field) {
    if (field.type.letter == 0 || field.type.external != nullptr || !class_.file->is_root) return;
    if (context_.options.emitted_letters.find(field.type.letter) != std::string_view::npos) return;
    fail(Code::letter_not_emitted, field.tree->type.span,
         "rdxc cannot write C++ for " + quoted(print(field.tree->type)) + " yet",
         "the types that it writes are " + std::string(context_.options.emitted_letters));
  }

  std::string free_number() const {
    const int next = line_.next_free();
    return next == 0 ? "no number is free" : "the next free one is " + std::to_string(next);
  }

  void check_number(schema::Field& field) {
    const tree::Value& value = field.tree->number;
    if (value.damaged) return;
    if (value.kind == tree::Value::Kind::kNone) {
      const int next = line_.next_free();
      return fail(Code::missing_number, field.tree->name.span,
                  "field " + quoted(field.name) + " has no number; " + free_number(),
                  next == 0 ? ""
                            : "write " + std::string(field.name) + ": " + print(field.tree->type) + " @" +
                                  std::to_string(next) + ";");
    }
    const auto number = in_range(value);
    if (!number)
      return fail(Code::number_out_of_range, value.span,
                  "field numbers run from 1 to 127, " + std::string(value.text) + " is none of them; " + free_number());
    if (const schema::Reserved* range = line_.reservation(*number)) {
      return fail(Code::number_reserved, value.span,
                  "field number " + std::to_string(*number) + " is reserved; " + free_number(), "",
                  {{range->span, "it is reserved here"}});
    }
    if (const schema::Field* owner = line_.owner(*number)) {
      const std::string of = owner->owner == &class_ ? "" : " of " + quoted(owner->owner->name);
      return fail(
          Code::number_taken, value.span,
          "field number " + std::to_string(*number) + " is taken by " + quoted(owner->name) + of + "; " + free_number(),
          "", {{owner->tree->number.span, quoted(owner->name) + " is here"}});
    }
    field.number = *number;
    line_.take(*number, &field);
  }

  void read_field_options(schema::Field& field) {
    OptionValues options = read_options(context_, field.tree->options, OptionPlace::kField, field.tree->name);
    field.unit = std::move(options.unit);
    field.was = std::move(options.was);
    field.deprecated = std::move(options.deprecated);
    field.has_index = options.index;
    const Letter* row = find_letter(field.type.letter);
    if (!options.index || field.type.letter == 0 || (row != nullptr && row->takes_index)) return;
    fail(Code::index_not_allowed, options.index_span,
         "an index is over one value; " + quoted(print(field.tree->type)) + " has many or none",
         "fields of F, I, R and S take an index");
  }

  // Each name once over the line, in the schema and in C++.
  void check_names() {
    std::vector<const schema::Field*> all;
    for (const schema::Class* ancestor : class_.ancestors)
      for (const schema::Field& field : ancestor->fields) all.push_back(&field);
    meet_class_name(all);
    for (const schema::Field& field : class_.fields) all.push_back(&field);
    std::stable_sort(all.begin(), all.end(),
                     [](const schema::Field* a, const schema::Field* b) { return a->cpp_name < b->cpp_name; });
    const schema::Field* first = nullptr;  // of those that bear one name
    for (const schema::Field* field : all) {
      if (first == nullptr || first->cpp_name != field->cpp_name) {
        first = field;
      } else if (field->owner == &class_) {
        name_taken(*field, *first);
      }
    }
  }

  void name_taken(const schema::Field& field, const schema::Field& other) {
    const std::string of = other.owner == &class_ ? "" : " of " + quoted(other.owner->name);
    std::vector<Note> notes = {{other.tree->name.span, quoted(other.name) + of + " is here"}};
    if (field.name == other.name) {
      const std::string where =
          other.owner == &class_ ? " stands here twice" : " is inherited from " + quoted(other.owner->name);
      return fail(Code::field_taken, field.tree->name.span, "field " + quoted(field.name) + where,
                  "choose another name", std::move(notes));
    }
    fail(Code::names_meet, field.tree->name.span,
         "fields " + quoted(other.name) + " and " + quoted(field.name) + " are both " + quoted(field.cpp_name) +
             " in C++",
         "rename one", std::move(notes));
  }

  void meet_class_name(const std::vector<const schema::Field*>& inherited) {
    for (const schema::Field* field : inherited) {
      if (field->cpp_name != class_.cpp_name) continue;
      fail(Code::names_meet, class_.tree->name.span,
           "class " + quoted(class_.name) + " has the name of its inherited field " + quoted(field->name), "rename one",
           {{field->tree->name.span, quoted(field->name) + " of " + quoted(field->owner->name) + " is here"}});
    }
  }

  Context& context_;
  schema::Class& class_;
  Line line_;
};

}  // namespace

void resolve_fields(Context& context) {
  for (schema::Class* one : context.order) ClassChecker(context, *one).run();
}

void give_class_ids(Context& context) {
  std::unordered_map<uint64_t, const schema::Class*> known;
  for (schema::Class& one : context.schema.classes) {
    const tree::Name& name = one.tree->name;
    OptionValues options = read_options(context, one.tree->options, OptionPlace::kClass, name);
    one.was = std::move(options.was);
    one.deprecated = std::move(options.deprecated);
    if (options.id) {
      const auto id = parse_id(*options.id);
      if (!id || *id == 0) {
        context.fail(Code::malformed_id, options.id_span, quoted(*options.id) + " is not an id",
                     "an id is src-seq-off in hex, of at most 5, 8 and 3 digits, as in \"1f-2-0\"");
        continue;
      }
      if (id_text(*id) != *options.id) {
        context.fail(Code::malformed_id, options.id_span, quoted(*options.id) + " is not how an id is written",
                     "write \"" + id_text(*id) + '"', {}, Fix{options.id_span, '"' + id_text(*id) + '"'});
      }
      one.id = *id;
      one.has_own_id = true;
    } else {
      if (name.text.empty()) continue;
      // A renamed class keeps the id of the name before.
      const bool has_package = one.was && one.was->find('.') != std::string::npos;
      const std::string package =
          one.file->package.empty() || has_package ? std::string() : std::string(one.file->package) + '.';
      one.id = stable_class_id(one.was ? package + *one.was : one.full_name);
    }
    const auto [at, is_new] = known.emplace(one.id, &one);
    if (is_new || at->second->full_name == one.full_name) continue;
    const schema::Class& other = *at->second;
    context.fail(
        Code::id_taken, options.id ? options.id_span : name.span,
        "classes " + quoted(other.full_name) + " and " + quoted(one.full_name) + " have the same id " + id_text(one.id),
        "give one another id, as in [id = \"" + id_text(one.id + 1) + "\"]",
        {{other.tree->name.span, quoted(other.name) + " is here"}});
  }
}

}  // namespace rdxc
