#include "rdx/replica/field.h"

#include "rdx/base/result.h"
#include "rdx/rdx/value.h"
#include "rdx/tlv/stamp.h"

namespace rdx {
namespace {

const FieldInfo* find_row(const ClassInfo& info, uint8_t field, char letter) {
  const FieldInfo* row = info.find(field, letter);
  return row != nullptr && row->functions != nullptr ? row : nullptr;
}

Error named(Error error, const ClassInfo& info, const FieldInfo& field) {
  error.message = std::string(info.name) + '.' + field.name + ": " + error.message;
  return error;
}

}  // namespace

bool load_field(Object& object, const ClassInfo& info, uint8_t field, char letter, Bytes bare) {
  const FieldInfo* row = find_row(info, field, letter);
  if (row == nullptr) return false;
  row->functions->load(member_of(object, *row), *row, bare);
  return true;
}

bool field_changed(const Object& object, const ClassInfo& info, uint8_t field, char letter, Bytes loaded) {
  const FieldInfo* row = find_row(info, field, letter);
  return row != nullptr && row->functions->changed(member_of(object, *row), *row, loaded);
}

Result<std::string> store_field(const Object& object, const ClassInfo& info, uint8_t field, char letter, Bytes loaded,
                                Bytes now, Clock clock) {
  const FieldInfo* row = find_row(info, field, letter);
  if (row == nullptr) return std::string();
  return row->functions->store(member_of(object, *row), *row, loaded, now, clock);
}

Result<std::string> bare_of_member(const Object& object, const ClassInfo& info, const FieldInfo& field) {
  auto bare = field.functions->store(member_of(object, field), field, {}, {}, Clock{1, 1});
  if (!bare) return named(std::move(bare).error(), info, field);
  return bare;
}

std::string index_value(std::string_view value) { return std::string(value); }
std::string index_value(int64_t value) { return std::string(Bytes(zip_int(value))); }
std::string index_value(double value) { return std::string(Bytes(zip_float(value))); }
std::string index_value(bool value) { return index_value(int64_t{value}); }
std::string index_value(Id value) { return std::string(Bytes(zip_id(value))); }

}  // namespace rdx
