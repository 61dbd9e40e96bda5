// ReadGate: a read of a LocalStore that is of no snapshot waits while another state takes the live one's place.
#pragma once

#include "rdx/store/local_store.h"

namespace rdx {

class LocalStore::ReadGate {
 public:
  /// The store must outlive it. A read of a snapshot does not wait: nothing that it sees changes.
  ReadGate(const LocalStore& store, const Snapshot* at) : store_(store) {
    if (at != nullptr) return;
    if (store.is_switching_) const std::lock_guard turn(store.switch_turn_);
    lock_ = std::shared_lock(store.switch_mutex_);
  }

  /// False where a switch could not be finished.
  explicit operator bool() const { return !store_.is_half_switched_; }
  static Error error() {
    return Error{ErrorCode::no_space,
                 "this store could not finish taking over the state of a peer; make room and go on"};
  }

 private:
  const LocalStore& store_;
  std::shared_lock<std::shared_mutex> lock_;
};

}  // namespace rdx
