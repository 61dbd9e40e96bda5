#include "rdx/store/staging.h"

#include <algorithm>

#include "rdx/rdx/value.h"

namespace rdx {
namespace {

constexpr Bytes kPlace = "place";
constexpr Bytes kPart = "part";
// A hundred thousand pieces between which their sender went on taking packets, of ten sources, take a part of it.
constexpr std::size_t kMostPartsCost = std::size_t{64} << 20;
constexpr std::size_t kPartBytes = 128;  // of an entry, and of the containers of 2^16 numbers in its set
constexpr std::size_t kContainerBytes = 32;

DotSet set_of(const DotRanges& ranges) {
  DotSet dots;
  dots.add(ranges);
  return dots;
}

// What a part of these dots takes in memory, about.
std::size_t cost_of(const DotSet& dots) {
  const std::string record = dots.record();
  uint64_t containers = 0;
  uint64_t last_one = ~uint64_t{0};
  dots.for_each_range([&](uint32_t source, uint32_t first, uint32_t last) {
    containers += (last >> 16) - (first >> 16) + ((uint64_t{source} << 16 | first >> 16) == last_one ? 0 : 1);
    last_one = uint64_t{source} << 16 | last >> 16;
    return true;
  });
  return kPartBytes + 2 * record.size() + containers * kContainerBytes;
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
    last_.add(dots);
    parts_cost_ += cost_of(dots);
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

// Most are past all parts, the others in one of the first, or among the few that came while the state was read.
bool Staging::has(Dot dot, Id object, uint8_t field, char letter) const {
  if (!last_.contains(dot)) return false;
  const auto end = parts_.upper_bound(place_of(object, field, letter));
  return std::any_of(parts_.begin(), end, [dot](const auto& part) { return part.second.contains(dot); });
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
  DotSet news = set_of(piece.dots);
  news.remove(last_);
  const bool is_as_before = !parts_.empty() && news.empty();
  const std::size_t cost = is_as_before ? 0 : cost_of(news);
  if (parts_cost_ + cost > kMostPartsCost)
    return Error{ErrorCode::limit, "the pieces of a state name more sets of packets than anybody sends"};
  if (!is_as_before) batch.put(keys_.about(kPart).add(piece.from), news.record());
  batch.put(keys_.about(kPlace), piece.to.value_or(Bytes()));
  if (auto done = engine_.write(batch); !done) return done;
  if (!is_as_before) {
    last_.add(news);
    parts_.emplace(piece.from, std::move(news));
    parts_cost_ += cost;
  }
  place_.reset();
  if (piece.to) place_ = std::string(*piece.to);
  return {};
}

Progress Staging::progress() const { return {store_->seen().record(), place_}; }

// The last part's dots include those of all before it.
bool Staging::is_complete() const { return !place_ && store_->seen().includes(last_); }

}  // namespace rdx
