// Opening: what a store knew when it was closed, or killed, is found again in its engine.
#include "rdx/rdx/register.h"
#include "rdx/store/class_description.h"
#include "rdx/store/staging.h"

namespace rdx {
namespace {

Error damaged(const std::string& what) {
  return Error{ErrorCode::input_output,
               "the store is damaged: " + what + "; restore a backup, or start anew and sync from a peer"};
}

}  // namespace

Result<std::unique_ptr<LocalStore>> LocalStore::open(Engine& engine, const Setup& setup) {
  std::unique_ptr<LocalStore> store(new LocalStore(engine, setup));
  RDX_TRY(store->peers_, Peers::open(engine, store->keys_));
  if (auto done = store->read_state(); !done) return std::move(done).error();
  return store;
}

Result<void> LocalStore::read_state() {
  if (auto done = finish_switch(); !done) return done;
  if (auto done = read_checkpoint(); !done) return done;
  if (auto done = read_horizon(); !done) return done;
  if (auto done = read_log_behind_checkpoint(); !done) return done;
  if (auto done = read_indexes(); !done) return done;
  if (auto done = read_descriptions(); !done) return done;
  progress_.tell(arrivals_);
  RDX_TRY(staging_, Staging::open(engine_, keys_, types_));
  return {};
}

Result<void> LocalStore::read_horizon() {
  RDX_TRY(const auto horizon, engine_.get(keys_.about(kHorizonName)));
  if (horizon) {
    const auto ranges = DotRanges::read(*horizon);
    if (!ranges || !seen_.includes(*ranges)) return damaged("its horizon cannot be read");
    horizon_.add(*ranges);
  }
  RDX_TRY(const auto log, engine_.get(keys_.about(kLogName)));
  Bytes rest = log ? Bytes(*log) : Bytes();
  progress_.cut(take_arrival(rest).value_or(0));
  return {};
}

Result<void> LocalStore::read_checkpoint() {
  auto stored = engine_.get(keys_.about(kCheckpointName));
  if (!stored) return std::move(stored).error();
  const std::string checkpoint = std::move(*stored).value_or(std::string());
  if (checkpoint.empty()) return {};
  Bytes rest = checkpoint;
  const auto number = take_arrival(rest);
  const auto ranges = DotRanges::read(rest);
  if (!number || !ranges) return damaged("its set of packet numbers cannot be read");
  arrivals_ = *number;
  seen_.add(*ranges);
  return {};
}

Result<void> LocalStore::read_log_behind_checkpoint() {
  for (;;) {
    RDX_TRY(const auto page, arrivals_page(arrivals_));
    if (page.empty()) return {};
    for (const auto& [arrival, dot] : page) {
      if (arrival != arrivals_) return damaged("arrival " + std::to_string(arrivals_) + " is missing");
      RDX_TRY(const auto logged, engine_.get(keys_.packet(dot)));
      if (!logged) return damaged("packet " + to_text(dot) + " is missing in the log");
      seen_.add(dot);
      ++arrivals_;
    }
  }
}

Result<void> LocalStore::read_indexes() {
  const auto read = [&](Bytes name, auto&& take) {
    const Key first = keys_.about(name);
    return engine_.scan(first, end_of_prefix(first), [&](Bytes key, Bytes) {
      key = keys_.tail(key).substr(name.size());
      if (key.size() == sizeof(uint64_t) + 1 && byte_at(key, sizeof(uint64_t)) < 128)
        take(Id(read_big_endian(key)), byte_at(key, sizeof(uint64_t)));
      return true;
    });
  };
  auto done = read(kIndexDeclaredName, [&](Id class_id, uint8_t field) { catalog_.declare_index(class_id, field); });
  if (!done) return done;
  return read(kIndexCompleteName, [&](Id class_id, uint8_t field) { catalog_.set_complete(class_id, field); });
}

Result<Id> LocalStore::read_description(Id description) {
  Id class_id = description;
  Id parent;
  const auto take = [&](Bytes key, Bytes value) {
    if (key.back() != 'R') return true;
    const uint8_t field = byte_at(key, key.size() - 2);
    if (field == kClassParentField) parent = R::native(value);
    if (field == kClassIdField) class_id = R::native(value);
    return true;
  };
  if (auto done = engine_.scan(keys_.object(description), keys_.object_end(description), take); !done)
    return std::move(done).error();
  return parent && catalog_.set_parent(class_id, parent) ? class_id : Id();
}

Result<std::vector<Id>> LocalStore::descriptions() const {
  std::vector<Id> descriptions;
  const auto collect = [&](Bytes key, Bytes) {
    const Id id(read_big_endian(keys_.tail(key)));
    if (descriptions.empty() || descriptions.back() != id) descriptions.push_back(id);
    return true;
  };
  auto done = engine_.scan(keys_.object(Id()), keys_.object(Id(1, 0, 0)), collect);
  if (!done) return std::move(done).error();
  return descriptions;
}

Result<void> LocalStore::read_descriptions() {
  RDX_TRY(const auto all, descriptions());
  for (const Id description : all) {
    if (auto read = read_description(description); !read) return std::move(read).error();
  }
  return {};
}

}  // namespace rdx
