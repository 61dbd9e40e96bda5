#include "rdx/store/own_store.h"

namespace rdx {

Result<void> OwnStore::commit_if(std::span<const Unchanged> demanded, uint64_t /*read_at*/,
                                 std::span<const Packet> packets, std::span<const KnownChange> known,
                                 uint64_t known_at) {
  if (!demanded.empty())
    return Error{
        ErrorCode::invalid,
        "this store has several writers and cannot see to it that objects are unchanged; commit without demands"};
  return commit(packets, known, known_at);
}

}  // namespace rdx
