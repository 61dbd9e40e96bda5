// What calls between machines are made of: numbers, ids, dots, counts.
//
//   number     := tiny zip(u64)
//   id         := tiny zipped id64
//   integrated := applied known left_out flags dot*   three numbers; flags: one byte, 1 cut, 2 more, 4 degraded;
//                                                     the dots that are missing
//
// Readers take any bytes; on an error `from` is unchanged.
#pragma once

#include <span>
#include <vector>

#include "rdx/store/store.h"

namespace rdx {

void append_number(std::string& to, uint64_t number);
std::optional<uint64_t> take_number(Bytes& from);
void append_id(std::string& to, Id id);
std::optional<Id> take_id(Bytes& from);
std::string write_ids(std::span<const Id> ids);
Result<std::vector<Id>> read_ids(Bytes bytes);
std::string write_integrated(const Integrated& integrated);
Result<Integrated> read_integrated(Bytes bytes);

}  // namespace rdx
