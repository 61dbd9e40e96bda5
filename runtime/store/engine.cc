#include "rdx/store/engine.h"

#include <algorithm>

namespace rdx {

Result<Backup> Engine::backup(const std::string& /*folder*/, uint32_t /*keep*/) {
  return Error{ErrorCode::invalid, "this engine has nothing on a disk that could be backed up; sync with one that has"};
}

std::string end_of_prefix(Bytes prefix) {
  std::string end(prefix);
  while (!end.empty() && byte_at(end, end.size() - 1) == 0xff) end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(byte_at(end, end.size() - 1) + 1);
  return end;
}

std::string merge_by_letter(const TypeTable& types, char letter, std::span<const Bytes> values) {
  if (const TypeFunctions* type = types.find(letter)) return type->merge(values);
  Bytes highest;
  for (const Bytes value : values) highest = std::max(highest, value);
  return std::string(highest);
}

}  // namespace rdx
