#include "tests/rdxc/evolution/model.h"

#include <algorithm>
#include <utility>

namespace rdxc::evolution {
namespace {

const char kRegisters[] = {'F', 'I', 'R', 'S'};

std::string text_of(const Model& model, const Element& element) {
  switch (element.kind) {
    case Kind::kFloat: return "F";
    case Kind::kInteger: return "I";
    case Kind::kId: return "R";
    case Kind::kString: return "S";
    case Kind::kBool: return "bool";
    case Kind::kEnum: return "I<" + model.enums[static_cast<size_t>(element.target)].name + '>';
    case Kind::kReference: return "R<" + model.find(element.target)->name + '>';
  }
  return {};
}

std::string text_of(const Model& model, const Type& type) {
  if (type.is_text) return "text";
  if (type.parts.empty()) return std::string(1, type.letter);
  if (std::find(std::begin(kRegisters), std::end(kRegisters), type.letter) != std::end(kRegisters))
    return text_of(model, type.parts[0]);
  std::string out = std::string(1, type.letter) + '<';
  for (size_t i = 0; i < type.parts.size(); ++i) out += (i == 0 ? "" : ", ") + text_of(model, type.parts[i]);
  return out + '>';
}

std::string options_of(const std::vector<std::string>& options) {
  std::string out;
  for (const std::string& option : options) out += (out.empty() ? " [" : ", ") + option;
  return out.empty() ? out : out + ']';
}

void print(std::string& out, const Model& model, const Field& field) {
  std::vector<std::string> options;
  if (!field.was.empty()) options.push_back("was = \"" + field.was + '"');
  if (!field.unit.empty()) options.push_back("unit = \"" + field.unit + '"');
  if (field.has_index) options.emplace_back("index = hash");
  out += "  " + field.name + ": " + text_of(model, field.type) + " @" + std::to_string(field.number) +
         options_of(options) + (field.initial.empty() ? "" : " = " + field.initial) + ";\n";
}

void print(std::string& out, const Model& model, const Class& one) {
  std::vector<std::string> options;
  if (!one.was.empty()) options.push_back("was = \"" + one.was + '"');
  if (!one.id.empty()) options.push_back("id = \"" + one.id + '"');
  out += "class " + one.name + (one.parent == 0 ? "" : " : " + model.find(one.parent)->name) + options_of(options) +
         " {\n";
  for (const Field& field : one.fields) print(out, model, field);
  for (const int number : one.reserved) out += "  reserved @" + std::to_string(number) + ";\n";
  out += "}\n";
}

bool is_register(char letter) {
  return std::find(std::begin(kRegisters), std::end(kRegisters), letter) != std::end(kRegisters);
}

Element random_element(const Model& model, Random& random) {
  Element out{static_cast<Kind>(random.below(7)), 0};
  if (out.kind == Kind::kEnum) out.target = static_cast<int>(random.below(model.enums.size()));
  if (out.kind == Kind::kReference) out.target = model.classes[random.below(model.classes.size())].lineage;
  return out;
}

Element random_key(const Model& model, Random& random) {
  const size_t kind = random.below(3);
  if (kind == 0) return {Kind::kEnum, static_cast<int>(random.below(model.enums.size()))};
  return {kind == 1 ? Kind::kString : Kind::kInteger, 0};
}

Type random_type_of(const Model& model, Random& random, char letter) {
  Type out{letter, false, {}};
  if (is_register(letter)) {
    do out.parts = {random_element(model, random)};
    while (letter_of(out.parts[0].kind) != letter);
  } else if (letter == 'E' || letter == 'L') {
    out.is_text = letter == 'L' && random.one_in(3);
    if (!out.is_text && !random.one_in(4)) out.parts = {random_element(model, random)};
  } else if (letter == 'M' && !random.one_in(4)) {
    out.parts = {random_key(model, random), random_element(model, random)};
  }
  return out;
}

char random_letter(Random& random) {
  const char letters[] = "FIIRSSCUZNVEEMML";
  return letters[random.below(sizeof letters - 1)];
}

std::string new_name(Model& model) { return "n" + std::to_string(++model.last_name); }

Field new_field(Model& model, Random& random, int number) {
  Field field;
  field.lineage = ++model.last_lineage;
  field.number = number;
  field.name = new_name(model);
  field.type = random_type_of(model, random, random_letter(random));
  return field;
}

void add_class(Model& model, Random& random, int parent) {
  Class one;
  one.lineage = ++model.last_lineage;
  one.name = "C" + std::to_string(++model.last_name);
  one.parent = parent;
  if (random.one_in(4)) one.id = "1-" + std::to_string(one.lineage) + "-1";
  model.classes.push_back(std::move(one));
}

// A class and a place in it, to be changed.
struct Place {
  Class* owner = nullptr;
  Field* field = nullptr;
};

Place pick_field(Model& model, Random& random) {
  Class& owner = random.pick(model.classes);
  if (owner.fields.empty()) return {};
  return {&owner, &random.pick(owner.fields)};
}

void erase(Model& model, const Place& place) {
  model.removed[place.owner->lineage].push_back(*place.field);
  place.owner->fields.erase(place.owner->fields.begin() + (place.field - place.owner->fields.data()));
}

// What hung on the type goes with it.
void set_type(Field& field, Type type) {
  field.type = std::move(type);
  field.initial.clear();
  field.has_index &= is_register(field.type.letter);
}

bool add_field(Model& model, Random& random) {
  Class& owner = random.pick(model.classes);
  size_t count = 0;
  for (const Class& one : model.classes) count += one.fields.size();
  if (model.last_number >= 126 || count >= 14) return false;
  const int number = ++model.last_number;
  owner.fields.push_back(new_field(model, random, number));
  return true;
}

bool retire_field(Model& model, Random& random) {
  const Place place = pick_field(model, random);
  if (place.field == nullptr) return false;
  place.owner->reserved.push_back(place.field->number);
  erase(model, place);
  return true;
}

bool remove_field(Model& model, Random& random) {
  const Place place = pick_field(model, random);
  if (place.field != nullptr) erase(model, place);
  return place.field != nullptr;
}

// Where it was, as it was.
bool bring_back(Model& model, Random& random) {
  Class& owner = random.pick(model.classes);
  std::vector<Field>& removed = model.removed[owner.lineage];
  if (removed.empty()) return false;
  const size_t at = random.below(removed.size());
  Field field = removed[at];
  for (const Element& part : field.type.parts)
    if (part.kind == Kind::kReference && model.find(part.target) == nullptr) return false;
  std::erase(owner.reserved, field.number);
  removed.erase(removed.begin() + static_cast<std::ptrdiff_t>(at));
  owner.fields.push_back(std::move(field));
  return true;
}

bool rename_field(Model& model, Random& random) {
  const Place place = pick_field(model, random);
  if (place.field == nullptr) return false;
  place.field->was = place.field->name;
  place.field->name = new_name(model);
  return true;
}

// Another field in its place: nobody says that it is the same.
bool rename_field_unsaid(Model& model, Random& random) {
  const Place place = pick_field(model, random);
  if (place.field == nullptr) return false;
  place.field->was.clear();
  place.field->name = new_name(model);
  place.field->lineage = ++model.last_lineage;
  return true;
}

bool change_letter(Model& model, Random& random) {
  const Place place = pick_field(model, random);
  if (place.field == nullptr) return false;
  char letter = random_letter(random);
  while (letter == place.field->type.letter) letter = random_letter(random);
  set_type(*place.field, random_type_of(model, random, letter));
  return true;
}

bool change_elements(Model& model, Random& random) {
  const Place place = pick_field(model, random);
  if (place.field == nullptr) return false;
  Type type = random_type_of(model, random, place.field->type.letter);
  if (type == place.field->type) return false;
  set_type(*place.field, std::move(type));
  return true;
}

bool widen(Model& model, Random& random) {
  const Place place = pick_field(model, random);
  if (place.field == nullptr || place.field->type.parts.empty() || is_register(place.field->type.letter)) return false;
  set_type(*place.field, {place.field->type.letter, false, {}});
  return true;
}

bool renumber(Model& model, Random& random) {
  const Place place = pick_field(model, random);
  if (place.field == nullptr || model.last_number >= 126) return false;
  place.field->number = ++model.last_number;
  return true;
}

bool swap_numbers(Model& model, Random& random) {
  Class& owner = random.pick(model.classes);
  if (owner.fields.size() < 2) return false;
  std::swap(owner.fields[0].number, owner.fields[1].number);
  return true;
}

bool reuse_number(Model& model, Random& random) {
  Class& owner = random.pick(model.classes);
  std::vector<Field>& removed = model.removed[owner.lineage];
  if (removed.empty()) return false;
  const Field old = random.pick(removed);
  std::erase(owner.reserved, old.number);
  owner.fields.push_back(new_field(model, random, old.number));
  if (random.one_in(2)) set_type(owner.fields.back(), random_type_of(model, random, old.type.letter));
  return true;
}

bool drop_reservation(Model& model, Random& random) {
  Class& owner = random.pick(model.classes);
  if (owner.reserved.empty()) return false;
  owner.reserved.pop_back();
  return true;
}

bool change_default(Model& model, Random& random) {
  const Place place = pick_field(model, random);
  if (place.field == nullptr || place.field->type.parts.size() != 1) return false;
  if (place.field->type.letter != 'I' || place.field->type.parts[0].kind != Kind::kInteger) return false;
  place.field->initial = std::to_string(random.below(9));
  return true;
}

bool change_index(Model& model, Random& random) {
  const Place place = pick_field(model, random);
  if (place.field == nullptr || !is_register(place.field->type.letter)) return false;
  place.field->has_index = !place.field->has_index;
  return true;
}

bool change_unit(Model& model, Random& random) {
  const Place place = pick_field(model, random);
  if (place.field == nullptr) return false;
  place.field->unit = place.field->unit == "m" ? "cm" : "m";
  return true;
}

bool new_class(Model& model, Random& random) {
  if (model.classes.size() >= 5) return false;
  add_class(model, random, random.one_in(2) ? random.pick(model.classes).lineage : 0);
  return true;
}

bool is_named(const Model& model, int lineage) {
  for (const Class& one : model.classes) {
    if (one.parent == lineage) return true;
    for (const Field& field : one.fields)
      for (const Element& part : field.type.parts)
        if (part.kind == Kind::kReference && part.target == lineage) return true;
  }
  return false;
}

bool remove_class(Model& model, Random& random) {
  const size_t at = random.below(model.classes.size());
  if (model.classes.size() < 3 || is_named(model, model.classes[at].lineage)) return false;
  model.classes.erase(model.classes.begin() + static_cast<std::ptrdiff_t>(at));
  return true;
}

bool rename_class(Model& model, Random& random) {
  Class& one = random.pick(model.classes);
  if (one.was.empty() && one.id.empty()) one.was = model.package + '.' + one.name;
  one.name = "C" + std::to_string(++model.last_name);
  return true;
}

// Without fields nothing tells a renamed class from another one.
bool rename_class_unsaid(Model& model, Random& random) {
  Class& one = random.pick(model.classes);
  if (!one.was.empty() || !one.id.empty() || one.fields.empty()) return false;
  one.name = "C" + std::to_string(++model.last_name);
  return true;
}

bool change_id(Model& model, Random& random) {
  Class& one = random.pick(model.classes);
  one.id = "2-" + std::to_string(++model.last_name) + "-1";
  return true;
}

bool lose_parent(Model& model, Random& random) {
  Class& one = random.pick(model.classes);
  if (one.parent == 0) return false;
  one.parent = 0;
  return true;
}

bool put_parent_between(Model& model, Random& random) {
  if (model.classes.size() >= 5) return false;
  const size_t at = random.below(model.classes.size());
  add_class(model, random, model.classes[at].parent);
  model.classes[at].parent = model.classes.back().lineage;
  std::rotate(model.classes.begin() + static_cast<std::ptrdiff_t>(at), model.classes.end() - 1, model.classes.end());
  return true;
}

bool move_field_up(Model& model, Random& random) {
  const Place place = pick_field(model, random);
  if (place.field == nullptr || place.owner->parent == 0) return false;
  const Field field = *place.field;
  place.owner->fields.erase(place.owner->fields.begin() + (place.field - place.owner->fields.data()));
  model.find(place.owner->parent)->fields.push_back(field);
  return true;
}

bool move_field_down(Model& model, Random& random) {
  Class& one = random.pick(model.classes);
  if (one.parent == 0) return false;
  Class& parent = *model.find(one.parent);
  if (parent.fields.empty()) return false;
  one.fields.push_back(parent.fields.back());
  parent.fields.pop_back();
  return true;
}

bool retarget(Model& model, Random& random) {
  const Place place = pick_field(model, random);
  if (place.field == nullptr) return false;
  for (Element& part : place.field->type.parts) {
    if (part.kind != Kind::kReference) continue;
    const int target = random.pick(model.classes).lineage;
    return std::exchange(part.target, target) != target;
  }
  return false;
}

bool add_value(Model& model, Random& random) {
  Enum& one = random.pick(model.enums);
  one.values.push_back({++model.last_lineage, ++model.last_name, new_name(model), {}});
  return true;
}

bool remove_value(Model& model, Random& random) {
  Enum& one = random.pick(model.enums);
  if (one.values.size() < 2) return false;
  one.values.erase(one.values.begin() + static_cast<std::ptrdiff_t>(random.below(one.values.size())));
  return true;
}

bool renumber_value(Model& model, Random& random) {
  random.pick(random.pick(model.enums).values).number = ++model.last_name;
  return true;
}

bool swap_values(Model& model, Random& random) {
  Enum& one = random.pick(model.enums);
  if (one.values.size() < 2) return false;
  std::swap(one.values[0].number, one.values[1].number);
  return true;
}

bool rename_value(Model& model, Random& random) {
  Value& value = random.pick(random.pick(model.enums).values);
  value.was = value.name;
  value.name = new_name(model);
  return true;
}

bool rename_value_unsaid(Model& model, Random& random) {
  Value& value = random.pick(random.pick(model.enums).values);
  value = {++model.last_lineage, value.number, new_name(model), {}};
  return true;
}

bool change_package(Model& model, Random& random) {
  if (!random.one_in(8)) return false;
  model.package = "evolve" + std::to_string(++model.last_name);
  return true;
}

bool turn_around(Model& model, Random& random) {
  Class& one = random.pick(model.classes);
  std::reverse(one.fields.begin(), one.fields.end());
  return one.fields.size() > 1;
}

constexpr Change kChanges[] = {
    {"add a field", add_field},
    {"add a field", add_field},
    {"add a field", add_field},
    {"add a field", add_field},
    {"retire a field", retire_field},
    {"remove a field", remove_field},
    {"bring a field back", bring_back},
    {"bring a field back", bring_back},
    {"rename a field", rename_field},
    {"rename a field, unsaid", rename_field_unsaid},
    {"another letter", change_letter},
    {"other elements", change_elements},
    {"other elements", change_elements},
    {"other elements", change_elements},
    {"any elements", widen},
    {"another number", renumber},
    {"swap two numbers", swap_numbers},
    {"give a number again", reuse_number},
    {"give a number again", reuse_number},
    {"drop a reservation", drop_reservation},
    {"another default", change_default},
    {"index or none", change_index},
    {"another unit", change_unit},
    {"add a class", new_class},
    {"remove a class", remove_class},
    {"rename a class", rename_class},
    {"rename a class, unsaid", rename_class_unsaid},
    {"another class id", change_id},
    {"lose a parent", lose_parent},
    {"a parent between, or a first one", put_parent_between},
    {"a field up", move_field_up},
    {"a field down", move_field_down},
    {"another class referred to", retarget},
    {"add a value", add_value},
    {"remove a value", remove_value},
    {"a value's other number", renumber_value},
    {"swap two values", swap_values},
    {"rename a value", rename_value},
    {"rename a value, unsaid", rename_value_unsaid},
    {"another package", change_package},
    {"another order", turn_around},
};

}  // namespace

uint64_t Random::next() {
  state_ += 0x9e3779b97f4a7c15;
  uint64_t mixed = state_;
  mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
  return mixed ^ mixed >> 31;
}

char letter_of(Kind kind) {
  switch (kind) {
    case Kind::kFloat: return 'F';
    case Kind::kInteger:
    case Kind::kBool:
    case Kind::kEnum: return 'I';
    case Kind::kId:
    case Kind::kReference: return 'R';
    case Kind::kString: return 'S';
  }
  return 0;
}

const Class* Model::find(int lineage) const {
  for (const Class& one : classes)
    if (one.lineage == lineage) return &one;
  return nullptr;
}

std::vector<const Class*> Model::line_of(const Class& one) const {
  std::vector<const Class*> line = {&one};
  while (line.back()->parent != 0) line.push_back(find(line.back()->parent));
  return line;
}

Model random_model(Random& random) {
  Model model;
  model.enums = {{"Way", {}}, {"Hue", {}}};
  for (Enum& one : model.enums)
    for (int number = 0; number < 3; ++number)
      one.values.push_back({++model.last_lineage, number, new_name(model), {}});
  add_class(model, random, 0);
  add_class(model, random, model.classes[0].lineage);
  add_class(model, random, random.one_in(2) ? model.classes[1].lineage : 0);
  for (int i = 0; i < 9; ++i) add_field(model, random);
  return model;
}

std::string print(const Model& model) {
  std::string out = "rdx 1;\npackage " + model.package + ";\n";
  for (const Enum& one : model.enums) {
    out += "enum " + one.name + " {\n";
    for (const Value& value : one.values)
      out += "  " + value.name + " = " + std::to_string(value.number) +
             (value.was.empty() ? "" : " [was = \"" + value.was + "\"]") + ";\n";
    out += "}\n";
  }
  for (const Class& one : model.classes) print(out, model, one);
  return out;
}

std::span<const Change> changes() { return kChanges; }

}  // namespace rdxc::evolution
