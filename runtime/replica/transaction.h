// Transaction: changes to several objects that are written in one step.
//
//   rdx::Transaction transaction = replica.begin();
//   transaction.save(ada);                       // ada has her id already here
//   note.author = ada;
//   transaction.save(note);
//   const auto ops = transaction.commit();       // Result<std::string>: one packet, or several for a large one
//
// The first save takes the writer's turn, since ids are given from the replica's next packet number; commit, rollback
// and the destructor give it back. Until then saves of other threads wait, and a save past the transaction in the same
// thread answers `busy` instead of waiting for itself. Sync goes on. Loads are of one moment, that of the first load or
// save, with the transaction's own changes on top.
//
// After a rollback objects that were saved have the ids that they had before, and what they changed counts as unsaved.
// A transaction is of one thread at a time.
#pragma once

#include <concepts>
#include <memory>
#include <string>

#include "rdx/replica/object_access.h"
#include "rdx/replica/ref.h"

namespace rdx {

class ReplicaCore;
class TransactionState;

class Transaction {
 public:
  explicit Transaction(std::shared_ptr<ReplicaCore> core);
  Transaction(Transaction&&) noexcept;
  Transaction& operator=(Transaction&&) noexcept;
  /// Rolls back what was not committed.
  ~Transaction();

  /// The object's id. On an error the transaction is as before.
  template <std::derived_from<Object> T>
  Result<Id> save(T& object) {
    return save_object(object, kObjectFunctions<T>);
  }

  template <std::derived_from<Object> T>
  Result<T> load(Id id) {
    T object;
    if (auto done = load_object(object, kObjectFunctions<T>, id); !done) return std::move(done).error();
    return object;
  }
  template <class T>
  Result<T> load(Ref<T> reference) {
    return load<T>(reference.id());
  }

  /// The id of what will have ended.
  Result<Id> remove(Id id);
  Result<Id> remove(const Object& object) { return remove(object.id()); }

  /// Writes everything in one step and answers the packets, one behind the other; empty when nothing changed. On an
  /// error nothing is written and the transaction is rolled back. Either way it is over.
  Result<std::string> commit();
  void rollback();

 private:
  Result<Id> save_object(Object& object, const ObjectFunctions& functions);
  Result<void> load_object(Object& object, const ObjectFunctions& functions, Id id);

  std::unique_ptr<TransactionState> state_;
};

}  // namespace rdx
