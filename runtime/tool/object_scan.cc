#include "rdx/tool/object_scan.h"

#include "rdx/rdx/value.h"
#include "rdx/replica/object.h"

namespace rdx::tool {
namespace {

constexpr std::size_t kTail = 10;  // id, field, letter

}  // namespace

Result<void> for_each_stored_object(const Engine& engine, FunctionRef<bool(Id id, const StoredObject& object)> visit,
                                    const Keys& keys) {
  Id current;
  StoredObject object;
  const auto take_entry = [&](Bytes key, Bytes value) {
    const Bytes tail = keys.tail(key);
    if (tail.size() != kTail) return true;
    const Id id(read_big_endian(tail));
    if (id != current) {
      if (current && !visit(current, object)) return false;
      current = id;
      object = {};
    }
    const uint8_t field = byte_at(tail, 8);
    if (field == 0) object.class_id = unzip_id(value).value_or(Id());
    if (field != 0) append_image_field(object.image, field, tail[9], value);
    return true;
  };
  bool goes_on = true;
  const auto take_while = [&](Bytes key, Bytes value) { return goes_on = take_entry(key, value); };
  auto scanned = engine.scan(keys.object(Id(1, 0, 0)), end_of_prefix(keys.start('O')), take_while);
  if (scanned && goes_on && current) visit(current, object);
  return scanned;
}

}  // namespace rdx::tool
