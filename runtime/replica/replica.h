// Replica: a store with a source number: objects are saved to it, loaded from it, and synced with other replicas.
//
//   replica.save(student);                                          // one packet: only what changed
//   auto again = replica.load<school::Student>(student.id());       // Result<Student>
//   a.integrate_diff(*b.build_diff(*a.request_diff()));             // a takes what it lacks of b
//
// A save works on what is stored now, read under the commit lock, and carries over only what the program changed since
// it loaded: so a stale copy never undoes what others did. Afterwards what is stored is what counts as loaded.
//
// A class stands for itself and what descends from it: `load`, `objects`, `for_each` and `find` of a Person give a
// Student too, as a Person; the fields that Person does not know are kept.
//
// Threads may share a replica; objects are the caller's own. A Replica is a handle: it moves, and the last handle or
// transaction closes the store.
#pragma once

#include <concepts>
#include <type_traits>
#include <vector>

#include "rdx/replica/object_access.h"
#include "rdx/replica/options.h"
#include "rdx/replica/ref.h"
#include "rdx/replica/subscription.h"
#include "rdx/replica/transaction.h"
#include "rdx/store/collected.h"
#include "rdx/store/own_store.h"

namespace rdx {

class LocalStore;
class ReplicaCore;

class Replica {
 public:
  Replica(Replica&&) noexcept;
  Replica& operator=(Replica&&) noexcept;
  Replica(const Replica&) = delete;
  Replica& operator=(const Replica&) = delete;
  ~Replica();

  /// Writes what the program changed and answers the packet, to be pushed to peers; empty when nothing changed. An
  /// object without an id begins, whatever its fields are. On an error nothing is written and the object is as before.
  template <std::derived_from<Object> T>
  Result<std::string> save(T& object) {
    return save_object(object, kObjectFunctions<T>);
  }

  /// `gone` for an object that ended, `not_found` for one never seen here, `invalid` for one of another class.
  template <std::derived_from<Object> T>
  Result<T> load(Id id) const {
    T object;
    if (auto done = load_object(object, kObjectFunctions<T>, id); !done) return std::move(done).error();
    return object;
  }
  template <class T>
  Result<T> load(Ref<T> reference) const {
    return load<T>(reference.id());
  }

  /// Ends the object for everyone; nothing of it stays. Answers the packet.
  Result<std::string> remove(Id id);
  Result<std::string> remove(const Object& object) { return remove(object.id()); }

  /// Every object of the class, and of each that descends from it, by id within each.
  template <std::derived_from<Object> T>
  Result<std::vector<T>> objects() const {
    std::vector<T> all;
    auto counted = for_each<T>([&](T& object) { all.push_back(std::move(object)); });
    if (!counted) return std::move(counted).error();
    return all;
  }

  /// As objects(), one at a time and never all in memory; as of the moment of the call. The visit takes a T& that it
  /// may keep by moving; one that answers a bool ends the walk with false. It may use the replica. Answers how many it
  /// saw.
  template <std::derived_from<Object> T, std::invocable<T&> Visit>
  Result<uint64_t> for_each(Visit&& visit) const {
    const auto step = [&](Id id, std::string&& image) {
      T object;
      ObjectAccess::assign(object, kObjectFunctions<T>, id, std::move(image));
      if constexpr (std::is_same_v<std::invoke_result_t<Visit&, T&>, bool>) return visit(object);
      visit(object);
      return true;
    };
    return for_each_object(kObjectFunctions<T>, step);
  }

  /// The objects whose field, an [index = hash], holds the value: for a register its bytes without the stamp. A field
  /// that was never written holds none, whatever its default is. `not_found` where the field has no index.
  template <std::derived_from<Object> T>
  Result<std::vector<T>> find(uint8_t field, Bytes value) const {
    std::vector<T> found;
    const auto step = [&](Id id, std::string&& image) {
      ObjectAccess::assign(found.emplace_back(), kObjectFunctions<T>, id, std::move(image));
      return true;
    };
    if (auto done = find_objects(kObjectFunctions<T>, field, value, step); !done) return std::move(done).error();
    return found;
  }
  template <std::derived_from<Object> T, class Field>
  requires std::is_enum_v<Field> Result<std::vector<T>> find(Field field, Bytes value)
  const { return find<T>(static_cast<uint8_t>(field), value); }

  /// What happens to objects of the class and of what descends from it: from that position of an earlier subscription,
  /// or from now on. To load all and miss nothing, subscribe first.
  template <std::derived_from<Object> T>
  Result<Subscription> subscribe(std::optional<uint64_t> from = std::nullopt) const {
    return subscribe_class(*kObjectFunctions<T>.info, from);
  }
  /// What happens to one object; to all.
  Result<Subscription> subscribe(Id object, std::optional<uint64_t> from = std::nullopt) const;
  Result<Subscription> subscribe(std::optional<uint64_t> from = std::nullopt) const;
  /// The log itself, packet by packet, from that arrival on, 0 is the first, or from now on.
  Result<Tail> tail(std::optional<uint64_t> from = std::nullopt) const;

  /// Several objects in one step. Nothing is held until the first save or load.
  Transaction begin(Conflicts conflicts = Conflicts::none);

  /// What this replica has seen: a few hundred bytes, to be handed to a peer's build_diff.
  Result<std::string> request_diff() const;
  /// The packets that the request's sender lacks, up to about `limit` bytes.
  Result<std::string> build_diff(Bytes request, std::size_t limit = kDiffBytes) const;
  /// Takes a diff. `more` in the answer: ask again. A part of a diff, cut off anywhere, is taken as far as it goes.
  Result<Integrated> integrate_diff(Bytes diff);
  /// Takes what a peer's save, remove or commit answered. Diffs and ops are taken by the same door.
  Result<Integrated> integrate_ops(Bytes ops) { return integrate_diff(ops); }

  /// Copies what is there into a folder of backups, made where there is none, and keeps the last `keep` of them. Saves
  /// go on meanwhile. Of a replica in memory: `invalid`. <rdx/rocksdb.h> lists and restores them.
  Result<Backup> backup(const std::string& folder, uint32_t keep);

  /// Cuts the log, and forgets what was erased, below what every known peer has reported to have seen: by its requests.
  /// Commits go on meanwhile. `Options::gc_interval` does it in the background.
  Result<Collected> gc();
  /// The peers that a gc waits for, and what they reported.
  std::vector<KnownPeer> peers() const;
  /// Takes a peer that is gone for good off the list, here and, as it spreads, everywhere. When it comes back all the
  /// same, it takes the state of whom it meets, goes on under a fresh number, and is asked for what it alone has: it
  /// gets `behind` then, and its operator decides.
  Result<void> forget_peer(uint32_t source);
  /// A forgotten replica takes part again with what it has: for when everybody was forgotten by somebody, so that
  /// nobody takes part, and an operator chooses whose state all the others take. `busy` where a known peer has not
  /// said since this store was opened that it was forgotten too; to call it while somebody unknown takes part parts
  /// the two for good.
  Result<void> reinstate();

  /// Ends it, for a reason that the first call gives: what loads, writes or syncs answers it from then on. A
  /// thread that works for the replica, a link's or its own, calls it when it fails. Any thread.
  void end(const Error& reason);
  /// The reason, once it has ended.
  Result<void> check_alive() const;

  /// The number that this replica writes under now. It changes when the replica turns out to be restored from an older
  /// copy, or has run out of numbers.
  uint32_t source() const;
  /// OwnStore::present_sources.
  std::vector<uint32_t> present_sources() const;
  /// Who has packets here, and which.
  DotSet seen() const;
  /// What lies below: for tools and tests. Writing to it past the replica is the caller's risk.
  Store& store();

  /// A replica over an engine, which is its own from then on: for open_memory, open_rocksdb, and engines of one's own.
  static Result<Replica> over(std::unique_ptr<Engine> engine, const Options& options);
  /// A replica over a store that has a source: a RingStore. Of the options only the types count. It shows what stands
  /// there now: loads of one transaction, and lists, are not of one moment.
  static Result<Replica> over(std::unique_ptr<OwnStore> store, const Options& options = {});

 private:
  using ObjectStep = FunctionRef<bool(Id id, std::string&& image)>;

  explicit Replica(std::shared_ptr<ReplicaCore> core);
  Result<Subscription> subscribe_class(const ClassInfo& info, std::optional<uint64_t> from) const;
  Result<std::shared_ptr<const LocalStore>> shared_log() const;
  Result<std::string> save_object(Object& object, const ObjectFunctions& functions);
  Result<void> load_object(Object& object, const ObjectFunctions& functions, Id id) const;
  Result<uint64_t> for_each_object(const ObjectFunctions& functions, ObjectStep step) const;
  Result<void> find_objects(const ObjectFunctions& functions, uint8_t field, Bytes value, ObjectStep step) const;

  std::shared_ptr<ReplicaCore> core_;
};

}  // namespace rdx
