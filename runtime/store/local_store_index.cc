// Indexes and classes: [index = hash], kept in every batch, and built for what was there before.
#include "rdx/store/class_description.h"
#include "rdx/store/read_gate.h"

namespace rdx {
namespace {

constexpr std::size_t kBuildBatch = 4096;

Key index_mark(const Keys& keys, Bytes name, Id class_id, uint8_t field) {
  return keys.about(name).add(class_id.number()).add(field);
}

}  // namespace

Result<std::vector<Id>> LocalStore::find(Id class_id, uint8_t field, Bytes value, const Snapshot* at) const {
  const ReadGate gate(*this, at);
  if (!gate) return gate.error();
  std::vector<Id> found;
  if (field > 127 || !catalog_.complete(class_id).test(field))
    return Error{ErrorCode::not_found,
                 "class " + to_text(class_id) + " has no index of field " + std::to_string(field)};
  const Key first = keys_.indexed(class_id, field, hash_of(value));
  const auto collect = [&](Bytes key, Bytes) {
    found.emplace_back(read_big_endian(key.substr(key.size() - sizeof(uint64_t))));
    return true;
  };
  if (auto done = engine_.scan(first, end_of_prefix(first), collect, at); !done) return std::move(done).error();
  return found;
}

Result<void> LocalStore::declare_class(Id class_id, Id parent, std::span<const uint8_t> indexed_fields) {
  for (const uint8_t field : indexed_fields)
    if (field < 1 || field > 127)
      return Error{ErrorCode::invalid, "there is no field " + std::to_string(field) + "; fields are 1 to 127"};
  const std::lock_guard lock(write_mutex_);
  if (auto done = settle_switch(); !done) return done;
  const bool is_new_parent = parent && catalog_.set_parent(class_id, parent);
  WriteBatch batch;
  for (const uint8_t field : indexed_fields)
    if (!catalog_.is_declared(class_id, field)) batch.put(index_mark(keys_, kIndexDeclaredName, class_id, field), {});
  if (!batch.empty()) {
    if (auto done = engine_.write(batch); !done) return done;
  }
  for (const uint8_t field : indexed_fields) catalog_.declare_index(class_id, field);
  if (auto done = complete_indexes(class_id); !done) return done;
  const bool is_news = is_new_parent || !batch.empty();
  if (is_news && !complete_wanting()) are_classes_behind_ = true;
  if (are_classes_behind_) static_cast<void>(catch_up_classes());  // of other classes: else the next write does it
  return {};
}

// Under the write lock, as all that follows.
Result<void> LocalStore::complete_wanting() {
  for (const Id class_id : catalog_.wanting())
    if (auto done = complete_indexes(class_id); !done) return done;
  return {};
}

// What a step before could not do, or a run that was cut off.
Result<void> LocalStore::catch_up_classes() {
  if (auto done = read_descriptions(); !done) return done;
  if (auto done = complete_wanting(); !done) return done;
  are_classes_behind_ = false;
  return {};
}

Result<void> LocalStore::complete_indexes(Id class_id) {
  const FieldSet wanting = catalog_.wanting(class_id);
  for (std::size_t field = 1; wanting.any() && field < wanting.size(); ++field) {
    if (!wanting.test(field)) continue;
    auto done = build_index(class_id, static_cast<uint8_t>(field));
    if (done) continue;
    are_classes_behind_ = true;  // half of it may stand: it has to be whole before an object changes
    return done;
  }
  return {};
}

Result<void> LocalStore::build_index(Id class_id, uint8_t field) {
  WriteBatch batch;
  Id last;
  for (bool more = true; more;) {
    std::vector<Id> ids;
    const auto collect = [&](Id id) { return ids.push_back(id), ids.size() < kBuildBatch; };
    if (auto done = for_each_id(class_id, last, collect, nullptr); !done) return done;
    more = ids.size() == kBuildBatch;
    for (const Id id : ids) {
      const Key first = keys_.field(id, field);
      const auto put = [&](Bytes key, Bytes bare) {
        if (const auto value = indexable_value(key.back(), bare))
          batch.put(keys_.index(class_id, field, hash_of(*value), id), {});
        return true;
      };
      if (auto done = engine_.scan(first, end_of_prefix(first), put); !done) return done;
    }
    if (!ids.empty()) last = ids.back();
    if (!more) batch.put(index_mark(keys_, kIndexCompleteName, class_id, field), {});
    if (auto done = engine_.write(batch); !done) return done;
    batch.clear();
  }
  catalog_.set_complete(class_id, field);
  return {};
}

Result<void> LocalStore::settle_classes(std::span<const Packet> packets) {
  if (are_classes_behind_)
    if (auto done = catch_up_classes(); !done) return done;
  Id last;
  for (const Packet& packet : packets) {
    for (Bytes rest = packet.ops; const auto op = take_op(rest);) {
      if (op->letter != 'O') break;
      if (!op->begins() || op->class_id == last) continue;
      last = op->class_id;
      if (auto done = complete_indexes(last); !done) return done;
    }
  }
  return {};
}

Result<void> LocalStore::take_descriptions(const Stage& stage) {
  for (const Id description : stage.descriptions()) {
    RDX_TRY(const Id moved, read_description(description));
    if (!moved) continue;
    for (const Id class_id : catalog_.class_and_descendants(moved)) {
      if (auto done = complete_indexes(class_id); !done) return done;
    }
  }
  return {};
}

}  // namespace rdx
