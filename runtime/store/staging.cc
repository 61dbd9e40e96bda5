#include "rdx/store/staging.h"

#include "rdx/rdx/value.h"

namespace rdx {
namespace {

constexpr Bytes kPlace = "place";
constexpr Bytes kPart = "part";
// A hundred thousand pieces between which their sender went on writing, of ten sources, take a fraction of it.
constexpr std::size_t kMostPartsCost = std::size_t{64} << 20;

DotSet set_of(const DotRanges& ranges) {
  DotSet dots;
  dots.add(ranges);
  return dots;
}

}  // namespace

void Staging::remove(WriteBatch& batch, const Keys& keys) {
  const Key first = keys.start('T');
  batch.remove_range(first, end_of_prefix(first));
}

Result<std::unique_ptr<Staging>> Staging::open(Engine& engine, const Keys& keys, const TypeTable& types) {
  std::unique_ptr<Staging> staging(new Staging(engine, keys.staged()));
  RDX_TRY(const auto place, engine.get(staging->keys_.about(kPlace)));
  if (!place) return std::unique_ptr<Staging>();
  if (!place->empty()) staging->place_ = *place;
  if (auto done = staging->read(types); !done) return std::move(done).error();
  return staging;
}

Result<void> Staging::read(const TypeTable& types) {
  const Key first = keys_.about(kPart);
  const auto take_part = [&](Bytes key, Bytes value) {
    DotSet dots;
    if (const auto ranges = DotRanges::read(value)) dots = set_of(*ranges);
    last_ = dots;
    parts_.emplace(keys_.tail(key).substr(kPart.size()), std::move(dots));
    return true;
  };
  if (auto done = engine_.scan(first, end_of_prefix(first), take_part); !done) return done;
  LocalStore::Setup setup;
  setup.types = &types;
  setup.prefix = keys_.prefix();
  setup.is_taken = [this](Dot dot, Id object, uint8_t field, char letter) { return has(dot, object, field, letter); };
  RDX_TRY(store_, LocalStore::open(engine_, setup));
  return {};
}

Result<std::unique_ptr<Staging>> Staging::begin(Engine& engine, const Keys& keys, const TypeTable& types,
                                                const StatePiece& piece) {
  const Keys staged = keys.staged();
  WriteBatch batch;
  remove(batch, keys);
  batch.put(staged.about(kPlace), first_place());
  batch.put(staged.about(kHorizonName), piece.horizon.record());
  LocalStore::put_checkpoint(batch, staged, 0, piece.horizon.record());
  if (auto done = engine.write(batch); !done) return std::move(done).error();
  return open(engine, keys, types);
}

bool Staging::has(Dot dot, Id object, uint8_t field, char letter) const {
  auto part = parts_.upper_bound(place_of(object, field, letter));
  if (part == parts_.begin()) return false;
  return std::prev(part)->second.contains(dot);
}

bool Staging::fits(const DotRanges& horizon) const { return store_->seen().includes(horizon); }

bool Staging::goes_on_with(const StatePiece& piece) const {
  if (!place_ || *place_ != piece.from) return false;
  DotSet missing = last_;
  missing.remove(piece.dots);
  return missing.empty();
}

Result<void> Staging::take(const StatePiece& piece) {
  WriteBatch batch;
  for (OpReader entries(piece.entries); const auto entry = entries.next();) {
    if (entry->letter == 'O')
      batch.put(keys_.class_of(entry->object), zip_id(entry->class_id));
    else
      batch.put(keys_.value(entry->object, entry->field, entry->letter), entry->change);
  }
  if (parts_cost_ + piece.cost > kMostPartsCost)
    return Error{ErrorCode::limit, "the pieces of a state name more sets of packets than anybody sends"};
  const bool is_as_before = !parts_.empty() && piece.dots.record() == last_.record();
  if (!is_as_before) batch.put(keys_.about(kPart).add(piece.from), piece.dots.record());
  batch.put(keys_.about(kPlace), piece.to.value_or(Bytes()));
  if (auto done = engine_.write(batch); !done) return done;
  if (!is_as_before) {
    last_ = set_of(piece.dots);
    parts_.emplace(piece.from, last_);
    parts_cost_ += piece.cost;
  }
  place_.reset();
  if (piece.to) place_ = std::string(*piece.to);
  return {};
}

Progress Staging::progress() const { return {store_->seen().record(), place_}; }

// The last part's dots include those of all before it.
bool Staging::is_complete() const { return !place_ && store_->seen().includes(last_); }

}  // namespace rdx
