// The diagnostics' numbers. A number is never given to another diagnostic; the pages are in catalogue.h.
#pragma once

#include <cstdint>

namespace rdxc {

enum class Code : uint16_t {
  // 00: the text
  invalid_utf8 = 1,
  control_character = 2,
  direction_character = 3,
  unexpected_character = 4,
  unterminated_string = 5,
  bad_escape = 6,
  unterminated_comment = 7,
  malformed_number = 8,
  name_not_ascii = 9,

  // 01: the grammar
  unexpected_token = 101,
  missing_semicolon = 102,
  missing_brace = 103,
  unknown_declaration = 104,
  nested_too_deeply = 105,
  nested_declaration = 106,
  stray_brace = 107,
  missing_edition = 110,
  unknown_edition = 111,
  misplaced_edition = 112,
  missing_package = 113,
  repeated_package = 114,

  // 02: fields and their numbers
  number_out_of_range = 201,
  missing_number = 202,
  number_taken = 203,
  number_reserved = 204,
  field_taken = 205,
  empty_range = 206,
  reserved_twice = 207,

  // 03: types
  unknown_type = 301,
  class_without_reference = 302,
  enum_without_integer = 303,
  not_parametrized = 304,
  wrong_parameter_count = 305,
  nested_container = 306,
  bad_element = 307,
  not_a_class = 308,
  not_an_enum = 309,
  not_a_type = 310,
  extern_letter = 311,
  extern_taken = 312,
  extern_name = 313,

  // 04: classes and their ids
  name_taken = 401,
  unknown_class = 402,
  inheritance_cycle = 403,
  inheritance_too_deep = 404,
  malformed_id = 405,
  id_taken = 406,
  parent_not_a_class = 407,

  // 05: enums
  enumerator_taken = 501,
  value_taken = 502,
  empty_enum = 503,
  value_out_of_range = 504,

  // 06: defaults and options
  default_not_allowed = 601,
  default_type = 602,
  default_out_of_range = 603,
  unknown_enumerator = 604,
  unknown_option = 605,
  misplaced_option = 606,
  repeated_option = 607,
  option_value = 608,
  index_not_allowed = 609,
  same_name_as_was = 610,

  // 07: imports
  import_not_found = 701,
  import_cycle = 702,
  import_of_itself = 703,
  import_twice = 704,
  import_path = 705,
  import_unreadable = 706,
  not_imported = 707,

  // 08: the code that comes out
  names_meet = 801,
  reserved_name = 802,

  // 09: what this compiler cannot write
  letter_not_emitted = 901,

  // 10: templates
  template_name = 1001,
  template_kind = 1002,
  template_section = 1003,
  template_syntax = 1004,
  template_partial = 1005,

  // 11: what replicas of an older schema make of a newer one
  letter_changed = 1101,
  elements_changed = 1102,
  elements_widened = 1103,
  field_removed = 1104,
  number_reused = 1105,
  field_moved = 1106,
  field_rename_unsaid = 1107,
  reservation_dropped = 1108,
  class_id_changed = 1109,
  class_rename_unsaid = 1110,
  parent_changed = 1111,
  reference_changed = 1112,
  value_moved = 1113,
  value_meaning_changed = 1114,
  extern_changed = 1115,
  unit_changed = 1116,
  field_renamed = 1121,
  field_retired = 1122,
  json_form_changed = 1123,
  value_renamed = 1124,
  value_removed = 1125,
  class_renamed = 1126,
  class_removed = 1127,
  member_type_changed = 1131,
  enum_removed = 1132,
  index_removed = 1133,
  default_changed = 1134,
  lock_malformed = 1141,
  lock_outdated = 1142,

  // 12: what is right and could be better
  type_name = 1201,
  field_name = 1202,
  value_name = 1203,
  package_name = 1204,
  undocumented_type = 1211,
  undocumented_field = 1212,
  lost_doc = 1213,
  deprecated_reason = 1214,
  number_gap = 1221,
  number_order = 1222,
  enum_without_zero = 1223,
  unused_import = 1231,
  untyped = 1232,
  lint_comment = 1291,

  // 13: plugins
  plugin_finding = 1301,
  plugin_missing = 1302,
  plugin_failed = 1303,
  plugin_answer = 1304,
  plugin_path = 1305,
  plugin_silent = 1306,
};

}  // namespace rdxc
