// The model as templates see it: every member, its name and its meaning. Tables only.
#include "rdxc/emit/views.h"

namespace rdxc {
namespace {

// A line of text: {{.}}
struct Line {
  static std::string_view text(const void* line) { return *static_cast<const std::string_view*>(line); }
};

constexpr Member make_line_member() {
  Member member = make_member(".", MemberKind::kText, "the line itself");
  member.text = &Line::text;
  return member;
}

constexpr Member kLineMembers[] = {make_line_member()};
constexpr Shape kLine{"line", kLineMembers};

using E = ElementView;
constexpr Member kElementMembers[] = {
    text_member<&E::letter>("letter", "F I R S, or nothing: any of them"),
    text_member<&E::type>("type", "as a schema writes it, with full names"),
    text_member<&E::cpp_type>("cpp_type", "the C++ type"),
    flag_member<&E::is_any>("is_any", "any of F I R S"),
    flag_member<&E::is_float>("is_float", "F"),
    flag_member<&E::is_integer>("is_integer", "I without an enum"),
    flag_member<&E::is_string>("is_string", "S"),
    flag_member<&E::is_bool>("is_bool", "bool"),
    flag_member<&E::is_enum>("is_enum", "I<Enum>"),
    flag_member<&E::is_reference>("is_reference", "R<Class>"),
    flag_member<&E::is_id>("is_id", "R without a class"),
    text_member<&E::target>("target", "full name of the class or the enum"),
    text_member<&E::cpp_target>("cpp_target", "the same in C++, from the global namespace on"),
    text_member<&E::ts_target>("ts_target", "of an enum: its name in TypeScript, with its module's"),
};
constexpr Shape kElement{"element", kElementMembers};

using F = FieldView;
constexpr Member kFieldMembers[] = {
    text_member<&F::name>("name", "as the schema has it"),
    text_member<&F::cpp_name>("cpp_name", "the member in C++; with a '_' where C++ or we have the name"),
    number_member<&F::number>("number", "1 to 127"),
    text_member<&F::letter>("letter", "of the type"),
    text_member<&F::type>("type", "as a schema writes it, with full names"),
    text_member<&F::cpp_type>("cpp_type", "the member's C++ type"),
    text_member<&F::find_name>("find_name", "find_by_name"),
    text_member<&F::find_type>("find_type", "what find_by_name takes, in C++"),
    text_member<&F::cpp_extern>("cpp_extern", "of a type of somebody's own: the struct with the ten functions"),
    text_member<&F::member_type>("member_type", "cpp_type, as short as the class's scope allows"),
    text_member<&F::member_initial>("member_initial", "what stands behind the member's name: ` = 0`, `{}` or nothing"),
    text_member<&F::row_tail>("row_tail", "default and index at the end of the class's row: `, 1.5, true`"),
    flag_member<&F::is_register>("is_register", "F I R S, bool, I<Enum>, R<Class>"),
    flag_member<&F::is_counter>("is_counter", "C U Z N"),
    flag_member<&F::is_unsigned>("is_unsigned", "N"),
    flag_member<&F::is_set>("is_set", "E"),
    flag_member<&F::is_map>("is_map", "M"),
    flag_member<&F::is_array>("is_array", "L, but not text"),
    flag_member<&F::is_text>("is_text", "text"),
    flag_member<&F::is_versions>("is_versions", "V"),
    flag_member<&F::is_extern>("is_extern", "a type of somebody's own"),
    flag_member<&F::is_container>("is_container", "E M L text"),
    flag_member<&F::is_float>("is_float", "a register F"),
    flag_member<&F::is_integer>("is_integer", "a register I without an enum"),
    flag_member<&F::is_string>("is_string", "a register S"),
    flag_member<&F::is_bool>("is_bool", "a register bool"),
    flag_member<&F::is_enum>("is_enum", "a register I<Enum>"),
    flag_member<&F::is_reference>("is_reference", "a register R<Class>"),
    flag_member<&F::is_id>("is_id", "a register R without a class"),
    one_member<&F::element>("element", kElement, "of a register itself, of E and L, the values of M"),
    one_member<&F::key>("key", kElement, "the keys of M"),
    text_member<&F::target>("target", "of a register: full name of the class or the enum"),
    text_member<&F::cpp_target>("cpp_target", "the same in C++"),
    flag_member<&F::has_default>("has_default", "a default is written in the schema"),
    text_member<&F::default_cpp>("default_cpp", "the default as a C++ expression"),
    json_member<&F::default_json>("default_json", "the default as JSON"),
    text_member<&F::ts_default>("ts_default", "the default as a TypeScript expression"),
    flag_member<&F::has_index>("has_index", "[index = hash]"),
    flag_member<&F::has_unit>("has_unit", "[unit = …]"),
    text_member<&F::unit>("unit", "what a number counts"),
    text_member<&F::unit_literal>("unit_literal", "the same as a C++ literal"),
    flag_member<&F::has_was>("has_was", "[was = …]"),
    text_member<&F::was>("was", "the name before a rename"),
    flag_member<&F::is_deprecated>("is_deprecated", "[deprecated …]"),
    text_member<&F::deprecated>("deprecated", "the reason, may be empty"),
    text_member<&F::deprecated_literal>("deprecated_literal", "the same as a C++ literal"),
    text_member<&F::owner>("owner", "full name of the class that declares it"),
    list_member<&F::doc>("doc", kLine, "the doc comment's lines"),
    list_member<&F::ts_doc>("ts_doc", kLine, "the same, for within /** and */"),
};
constexpr Shape kField{"field", kFieldMembers};

constexpr Member kReservedMembers[] = {
    number_member<&ReservedView::first_number>("first_number", "the first reserved number"),
    number_member<&ReservedView::last_number>("last_number", "the last reserved number"),
};
constexpr Shape kReserved{"reserved", kReservedMembers};

using C = ClassView;
constexpr Member kClassNameMembers[] = {
    text_member<&C::name>("name", "as the schema has it"),
    text_member<&C::cpp_name>("cpp_name", "the class in C++"),
    text_member<&C::cpp_class>("cpp_class", "the same, for within a field, which has a cpp_name of its own"),
    text_member<&C::full_name>("full_name", "with its package: board.Card"),
    text_member<&C::cpp_full_name>("cpp_full_name", "from the global namespace on: ::board::Card"),
    text_member<&C::id>("id", "the class's id64 as text"),
    text_member<&C::id_number>("id_number", "the class's id64 as a decimal number"),
};
constexpr Shape kClassName{"ancestor", kClassNameMembers};

constexpr Member kClassMembers[] = {
    kClassNameMembers[0],
    kClassNameMembers[1],
    kClassNameMembers[2],
    kClassNameMembers[3],
    kClassNameMembers[4],
    kClassNameMembers[5],
    kClassNameMembers[6],
    flag_member<&C::has_own_id>("has_own_id", "the id is written in the schema"),
    text_member<&C::ts_name>("ts_name", "the class in TypeScript"),
    text_member<&C::ts_parent>("ts_parent", "its parent in TypeScript, with its module's name"),
    one_member<&C::parent>("parent", kClassName, "the class that it descends from"),
    list_member<&C::ancestors>("ancestors", kClassName, "from the first down to the parent"),
    list_member<&C::fields>("fields", kField, "its own, by number"),
    list_member<&C::all_fields>("all_fields", kField, "with its ancestors', by number"),
    list_member<&C::indexes>("indexes", kField, "those of all_fields that have an index"),
    list_member<&C::reserved>("reserved", kReserved, "ranges that no field may use"),
    flag_member<&C::has_fields>("has_fields", "fields is not empty"),
    flag_member<&C::has_all_fields>("has_all_fields", "all_fields is not empty"),
    flag_member<&C::has_indexes>("has_indexes", "indexes is not empty"),
    flag_member<&C::has_was>("has_was", "[was = …]"),
    text_member<&C::was>("was", "the name before a rename"),
    flag_member<&C::is_deprecated>("is_deprecated", "[deprecated …]"),
    text_member<&C::deprecated>("deprecated", "the reason, may be empty"),
    text_member<&C::deprecated_literal>("deprecated_literal", "the same as a C++ literal"),
    list_member<&C::doc>("doc", kLine, "the doc comment's lines"),
    list_member<&C::ts_doc>("ts_doc", kLine, "the same, for within /** and */"),
};
constexpr Shape kClass{"class", kClassMembers};

using V = EnumeratorView;
constexpr Member kEnumeratorMembers[] = {
    text_member<&V::name>("name", "as the schema has it"),
    text_member<&V::cpp_name>("cpp_name", "the value in C++"),
    number_member<&V::value>("value", "the number"),
    text_member<&V::cpp_value>("cpp_value", "the number as a C++ expression"),
    flag_member<&V::has_was>("has_was", "[was = …]"),
    text_member<&V::was>("was", "the name before a rename"),
    flag_member<&V::is_deprecated>("is_deprecated", "[deprecated …]"),
    text_member<&V::deprecated>("deprecated", "the reason, may be empty"),
    text_member<&V::deprecated_literal>("deprecated_literal", "the same as a C++ literal"),
    list_member<&V::doc>("doc", kLine, "the doc comment's lines"),
};
constexpr Shape kEnumerator{"value", kEnumeratorMembers};

using N = EnumView;
constexpr Member kEnumMembers[] = {
    text_member<&N::name>("name", "as the schema has it"),
    text_member<&N::cpp_name>("cpp_name", "the enum in C++"),
    text_member<&N::full_name>("full_name", "with its package: board.Column"),
    text_member<&N::cpp_full_name>("cpp_full_name", "from the global namespace on: ::board::Column"),
    text_member<&N::ts_name>("ts_name", "the enum in TypeScript"),
    list_member<&N::enumerators>("enumerators", kEnumerator, "its values, as written"),
    flag_member<&N::is_deprecated>("is_deprecated", "[deprecated …]"),
    text_member<&N::deprecated>("deprecated", "the reason, may be empty"),
    text_member<&N::deprecated_literal>("deprecated_literal", "the same as a C++ literal"),
    list_member<&N::doc>("doc", kLine, "the doc comment's lines"),
    list_member<&N::ts_doc>("ts_doc", kLine, "the same, for within /** and */"),
};
constexpr Shape kEnum{"enum", kEnumMembers};

constexpr Member kExternMembers[] = {
    text_member<&ExternView::letter>("letter", "its letter"),
    text_member<&ExternView::cpp_name>("cpp_name", "the C++ struct with the ten functions"),
    text_member<&ExternView::header>("header", "where it is declared"),
    list_member<&ExternView::doc>("doc", kLine, "the doc comment's lines"),
};
constexpr Shape kExtern{"extern", kExternMembers};

constexpr Member kImportMembers[] = {
    text_member<&ImportView::name>("name", "the imported schema"),
    text_member<&ImportView::stem>("stem", "the same without .rdx"),
    text_member<&ImportView::header>("header", "what it became"),
    text_member<&ImportView::package>("package", "its package"),
    text_member<&ImportView::ts_module>("ts_module", "what TypeScript calls it"),
};
constexpr Shape kImport{"import", kImportMembers};

using I = FileView;
constexpr Member kFileMembers[] = {
    text_member<&I::name>("name", "the schema, relative to its -I folder"),
    text_member<&I::stem>("stem", "the same without .rdx"),
    text_member<&I::base_name>("base_name", "the stem without folders"),
    text_member<&I::header>("header", "the header that it becomes"),
    text_member<&I::package>("package", "its package"),
    text_member<&I::cpp_namespace>("cpp_namespace", "the package as a C++ namespace"),
    list_member<&I::namespaces>("namespaces", kLine, "the same in parts, outermost first"),
    text_member<&I::compiler>("compiler", "rdxc's version"),
    text_member<&I::root>("root", "from its folder to that of -o: ./ or ../../"),
    list_member<&I::imports>("imports", kImport, "the schemas that it imports"),
    list_member<&I::externs>("externs", kExtern, "types of somebody's own that it declares"),
    list_member<&I::enums>("enums", kEnum, "its enums, as written"),
    list_member<&I::classes>("classes", kClass, "its classes, a parent before its children"),
    flag_member<&I::has_imports>("has_imports", "imports is not empty"),
    flag_member<&I::has_enums>("has_enums", "enums is not empty"),
    flag_member<&I::has_classes>("has_classes", "classes is not empty"),
    flag_member<&I::has_indexes>("has_indexes", "a class has an index"),
    flag_member<&I::uses_map>("uses_map", "a field is a std::map"),
    flag_member<&I::uses_set>("uses_set", "a field is a std::set"),
    flag_member<&I::uses_vector>("uses_vector", "a field is a std::vector, or an index answers one"),
    flag_member<&I::uses_string>("uses_string", "a field holds a std::string"),
    flag_member<&I::uses_value>("uses_value", "a field is a bare E, M or L"),
    flag_member<&I::uses_versions>("uses_versions", "a field is a V"),
    flag_member<&I::uses_containers>("uses_containers", "a field is an E, M or L other than text, or an ancestor's is"),
    flag_member<&I::uses_externs>("uses_externs", "a field, or an ancestor's, is of a type of somebody's own"),
};
constexpr Shape kFile{"file", kFileMembers};

}  // namespace

const Shape& file_shape() { return kFile; }

}  // namespace rdxc
