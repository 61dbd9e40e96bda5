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
// What others write meanwhile merges with what the transaction writes, and conflicts with nothing, but where the caller
// asks for that: then commit answers `conflict`, and nothing is written, if an object stands otherwise than as the
// transaction read it.
//
//   do {
//     Transaction transaction = replica.begin(Conflicts::loaded);
//     auto account = transaction.load<Account>(id);
//     if (account->balance < price) break;
//     account->balance -= price;
//     transaction.save(*account);
//     ops = transaction.commit();
//   } while (!ops && ops.error().code == ErrorCode::conflict);
//
// That is about this replica: of what others, who do not know of it yet, write at the same time no replica can tell.
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

/// Which objects have to stand at the commit as the transaction read them.
enum class Conflicts : uint8_t {
  none,    // those named to require_unchanged
  loaded,  // and all that it loaded
};

class Transaction {
 public:
  Transaction(std::shared_ptr<ReplicaCore> core, Conflicts conflicts);
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

  /// The object has to be at the commit as it is at the transaction's moment, or not there, if it is not there. What
  /// the transaction itself does to it does not count. A commit without changes looks at nothing.
  Result<void> require_unchanged(Id id);

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
