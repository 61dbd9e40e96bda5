// Store calls: a store's functions as messages, one answer a call.
//
//   call := name arguments        as calls.h carries it
//
//   name arguments                          result
//   P    packet+                            integrated       apply
//   G    diff                               integrated       integrate_diff
//   Q                                       request          request_diff
//   B    limit request                      diff             build_diff; limit := tiny zip(u64)
//   L    id                                 id image         load: the class, and what is stored
//   I    id id                              id*              for_each_id: class, after; so many at a time
//   F    id field value                     id*              find; field := one byte
//   T    id                                 id*              class_and_descendants
//   K    id id field*                       nothing          declare_class: class, parent, fields that are indexed
//   S                                       D( ranges )      seen
//
// The rest is call_bytes.h's.
//
// Readers take any bytes.
#pragma once

#include "rdx/replica/messages.h"
#include "rdx/store/call_bytes.h"
#include "rdx/store/store.h"

namespace rdx {

/// How many ids one answer to I has at most; fewer are the last.
inline constexpr std::size_t kIdsPage = 4096;

/// Does what a call says and answers its result. Packets are held against the door first.
Result<std::string> answer_call(Store& store, const TypeTable& types, Bytes call);

}  // namespace rdx
