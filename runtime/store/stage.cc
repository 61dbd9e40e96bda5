#include "rdx/store/stage.h"

#include <array>

#include "rdx/rdx/register.h"
#include "rdx/store/effects.h"

namespace rdx {
namespace {

constexpr std::size_t kSingleRemoves = 256;

}  // namespace

std::optional<Bytes> indexable_value(char letter, Bytes bare) {
  if (!is_value_letter(letter)) return std::nullopt;
  const auto view = view_register(bare);
  if (!view) return std::nullopt;
  return view->value;
}

Stage::Stage(const Engine& engine, const Keys& keys, const TypeTable& types, const Catalog& catalog, const DotSet& seen,
             uint64_t next_arrival, WriteBatch& batch)
    : engine_(engine),
      keys_(keys),
      types_(types),
      catalog_(catalog),
      seen_(seen),
      next_arrival_(next_arrival),
      batch_(batch) {
  batch_.clear();
}

// The same dot over other bytes: two replicas write under one source, or one lost what it wrote and went on.
Result<void> Stage::check_same(const Packet& packet) const {
  const Error forked{ErrorCode::forked, "packet " + to_text(packet.dot) +
                                            " is here with other bytes: two replicas write under one source number"};
  if (const auto staged = staged_.find(packet.dot); staged != staged_.end()) {
    if (staged->second != packet.whole) return forked;
    return {};
  }
  RDX_TRY(const auto stored, engine_.get(keys_.packet(packet.dot)));
  if (!stored) return {};  // not in the log any more
  Bytes bytes = *stored;
  take_arrival(bytes);
  if (bytes != packet.whole) return forked;
  return {};
}

bool Stage::is_ready(const Packet& packet) {
  bool ready = true;
  Bytes last;  // ops of one object stand in a row, in the same bytes
  for (Bytes rest = packet.ops; const auto record = take_record(rest);) {
    Bytes body = record->body;
    const auto object = take_tiny(body, 'I');
    if (!object || *object == last) continue;
    last = *object;
    const Id id = unzip_id(last).value_or(Id());
    const Dot begun = dot_of(id);
    if (!is_own(id) || begun.source == 0 || begun == packet.dot || is_seen(begun)) continue;
    missing_.push_back(begun);
    ready = false;
  }
  return ready;
}

Result<Stage::Outcome> Stage::add(const Packet& packet) {
  if (is_seen(packet.dot)) {
    if (auto same = check_same(packet); !same) return std::move(same).error();
    return Outcome::known;
  }
  if (!is_ready(packet)) return Outcome::not_ready;
  const uint64_t arrival = next_arrival();
  staged_.emplace(packet.dot, packet.whole);
  effects_.clear();
  dropped_ = {};
  for (OpReader ops(packet.ops); const auto op = ops.next();) {
    if (!is_own(op->object)) continue;
    if (is_taken_ != nullptr && (*is_taken_)(packet.dot, op->object, op->field, op->letter)) continue;
    if (auto done = add_op(*op); !done) return std::move(done).error();
  }
  batch_.put(keys_.packet(packet.dot), log_record(arrival, packet.whole));
  std::string dot;
  append_dot(dot, packet.dot);
  batch_.put(keys_.arrival(arrival), dot.append(effects_));
  applied_.push_back(packet.dot);
  return Outcome::applied;
}

Result<void> Stage::add_op(const Op& op) {
  if (op.ends()) return end(op.object);
  if (!op.begins()) return change(op);
  begin(op.object, op.class_id);
  return {};
}

Result<void> Stage::find_state(Id object, ObjectState& state) const {
  state.is_there = object.source() == 0;
  if (state.is_there) return {};
  RDX_TRY(const auto stored, engine_.get(keys_.class_of(object)));
  if (!stored) return {};
  state.is_there = true;
  state.class_id = unzip_id(*stored).value_or(Id());
  state.indexed = catalog_.complete(state.class_id);
  return {};
}

Result<Stage::ObjectState*> Stage::state_of(Id object) {
  if (last_state_ != nullptr && last_object_ == object) return last_state_;
  const auto [found, is_new] = objects_.try_emplace(object);
  if (is_new) {
    if (auto done = find_state(object, found->second); !done) {
      objects_.erase(found);
      return std::move(done).error();
    }
  }
  last_object_ = object;
  return last_state_ = &found->second;
}

// What the writer knows of this change, if it does.
const KnownChange* Stage::take_known(const Op& op) {
  if (known_changes_.empty()) return nullptr;
  const KnownChange& known = known_changes_.front();
  if (known.object != op.object || known.field != op.field || known.letter != op.letter) return nullptr;
  known_changes_ = known_changes_.subspan(1);
  if (op.object.source() == 0) return &known;
  const auto [found, is_new] = objects_.try_emplace(op.object);
  if (is_new) {
    found->second.is_there = true;
    found->second.class_id = known.class_id;
    found->second.indexed = catalog_.complete(known.class_id);
  }
  return &known;
}

void Stage::begin(Id object, Id class_id) {
  batch_.put(keys_.class_of(object), zip_id(class_id));
  batch_.put(keys_.member(class_id, object), {});
  ObjectState& state = objects_[object];
  state.class_id = class_id;
  state.is_there = state.is_staged = true;
  state.indexed = catalog_.complete(class_id);
}

// Key by key, as long as those are few: a range is dearer to every later read than some keys.
Result<void> Stage::remove_values(Id object, const ObjectState& state) {
  const Key first = keys_.object(object);
  const Key end = keys_.object_end(object);
  std::vector<std::string> keys;
  if (!state.is_staged) {
    const auto collect = [&](Bytes key, Bytes) { return keys.emplace_back(key), keys.size() <= kSingleRemoves; };
    if (auto done = engine_.scan(first, end, collect); !done) return done;
  }
  if (state.is_staged || keys.size() > kSingleRemoves)
    batch_.remove_range(first, end);
  else
    for (const std::string& key : keys) batch_.remove(key);
  return {};
}

Result<void> Stage::end(Id object) {
  RDX_TRY(ObjectState * state, state_of(object));
  if (!state->is_there) return {};
  for (std::size_t field = 1; field < state->indexed.size(); ++field) {
    if (!state->indexed.test(field)) continue;
    for (const char letter : {'F', 'I', 'R', 'S'}) {
      const auto number = static_cast<uint8_t>(field);
      RDX_TRY(const std::string* bare, indexed_value(object, *state, number, letter));
      if (const auto value = indexable_value(letter, *bare))
        batch_.remove(keys_.index(state->class_id, number, hash_of(*value), object));
    }
  }
  if (auto done = remove_values(object, *state); !done) return done;
  batch_.remove(keys_.member(state->class_id, object));
  append_effect(effects_, {true, object, state->class_id});
  state->is_there = false;
  return {};
}

Result<std::string*> Stage::indexed_value(Id object, ObjectState& state, uint8_t field, char letter) {
  const auto [found, is_new] = state.indexed_values.try_emplace({field, letter});
  if (!is_new) return &found->second;
  auto stored = engine_.get(keys_.value(object, field, letter));
  if (!stored) {
    state.indexed_values.erase(found);
    return std::move(stored).error();
  }
  found->second = std::move(*stored).value_or(std::string());
  return &found->second;
}

Result<void> Stage::move_index(const Op& op, ObjectState& state) {
  RDX_TRY(std::string * bare, indexed_value(op.object, state, op.field, op.letter));
  const std::array<Bytes, 2> both{*bare, op.change};
  std::string merged = merge_by_letter(types_, op.letter, both);
  const auto before = indexable_value(op.letter, *bare);
  const auto after = indexable_value(op.letter, merged);
  if (before != after) {
    if (before) batch_.remove(keys_.index(state.class_id, op.field, hash_of(*before), op.object));
    if (after) batch_.put(keys_.index(state.class_id, op.field, hash_of(*after), op.object), {});
  }
  *bare = std::move(merged);
  return {};
}

void Stage::note_dropped(Id object) {
  if (dropped_ != object) append_effect(effects_, {false, object, {}});
  dropped_ = object;
}

Result<void> Stage::change(const Op& op) {
  const KnownChange* known = take_known(op);
  RDX_TRY(ObjectState * state, state_of(op.object));
  if (!state->is_there) note_dropped(op.object);
  if (!state->is_there || op.change.empty()) return {};
  if (op.object.source() == 0 && (descriptions_.empty() || descriptions_.back() != op.object))
    descriptions_.push_back(op.object);
  state->is_staged = true;
  if (known != nullptr && !known->merged.empty())
    batch_.put(keys_.value(op.object, op.field, op.letter), known->merged);  // nothing to fold for readers
  else
    batch_.merge(keys_.value(op.object, op.field, op.letter), op.change);
  if (state->indexed.test(op.field) && is_value_letter(op.letter)) return move_index(op, *state);
  return {};
}

}  // namespace rdx
