#include "rdx/store/sources.h"

#include "rdx/base/system_random.h"
#include "rdx/tlv/zip.h"

namespace rdx {
namespace {

constexpr Bytes kKey = "key";  // + source, 8 bytes → the source's key, 8 bytes, and `own` where it is ours
constexpr Bytes kOwn = "own";

std::string hex(uint32_t source) {
  const std::string text = to_text(Dot{source, 0});
  return text.substr(0, text.find('-'));
}

Error taken(uint32_t source) {
  return Error{ErrorCode::source_taken,
               "source " + hex(source) + " is another replica's; open this one without a source, or under another"};
}

}  // namespace

SourceBook::SourceBook(Engine& engine, std::string prefix, Random random)
    : engine_(engine), keys_(std::move(prefix)), random_(random ? std::move(random) : system_random) {}

Result<std::unique_ptr<SourceBook>> SourceBook::open(Engine& engine, std::string prefix, Random random) {
  std::unique_ptr<SourceBook> book(new SourceBook(engine, std::move(prefix), std::move(random)));
  if (auto done = book->read(); !done) return std::move(done).error();
  return book;
}

Key SourceBook::key_of(uint32_t source) const { return keys_.about(kKey).add(uint64_t{source}); }

Result<void> SourceBook::read() {
  RDX_TRY(const auto current, engine_.get(keys_.about(kCurrentSourceName)));
  if (current && current->size() == sizeof(uint64_t)) current_ = static_cast<uint32_t>(read_big_endian(*current));
  const Key first = keys_.about(kKey);
  return engine_.scan(first, end_of_prefix(first), [&](Bytes key, Bytes value) {
    key = keys_.tail(key).substr(kKey.size());
    if (key.size() != sizeof(uint64_t) || value.size() < sizeof(uint64_t)) return true;
    known_[static_cast<uint32_t>(read_big_endian(key))] = {read_big_endian(value),
                                                           value.substr(sizeof(uint64_t)) == kOwn};
    return true;
  });
}

// Under the lock.
Result<uint32_t> SourceBook::take(uint32_t source) {
  WriteBatch batch;
  const auto known = known_.find(source);
  const uint64_t key = known != known_.end() ? known->second.key : random_();
  batch.put(key_of(source), Key().add(key).add(kOwn));
  batch.put(keys_.about(kCurrentSourceName), Key().add(uint64_t{source}));
  if (auto done = engine_.write(batch); !done) return std::move(done).error();
  if (auto done = engine_.sync(); !done) return std::move(done).error();
  known_[source] = {key, true};
  current_ = source;
  return source;
}

uint32_t SourceBook::draw(const DotSet& seen) const {
  for (;;) {
    const auto source = static_cast<uint32_t>(random_() & kMaxSource);
    if (source != 0 && !known_.contains(source) && seen.last(source) == 0) return source;
  }
}

Result<uint32_t> SourceBook::claim(std::optional<uint32_t> wanted, const DotSet& seen) {
  const std::lock_guard lock(mutex_);
  if (!wanted) return current_ != 0 ? Result<uint32_t>(current()) : take(draw(seen));
  if (*wanted < 1 || *wanted > kMaxSource)
    return Error{ErrorCode::invalid, "a source is a number from 1 to 2^20-1, not " + std::to_string(*wanted)};
  const auto known = known_.find(*wanted);
  if (known != known_.end()) {
    if (!known->second.is_own) return taken(*wanted);
    return current();  // ours; it may have gone on under a fresh one since
  }
  if (seen.last(*wanted) != 0) return taken(*wanted);
  return take(*wanted);
}

Result<uint32_t> SourceBook::renew(const DotSet& seen) {
  const std::lock_guard lock(mutex_);
  return take(draw(seen));
}

Result<void> SourceBook::meet(std::span<const SourceKey> table) {
  const std::lock_guard lock(mutex_);
  WriteBatch batch;
  for (const auto& [source, key] : table) {
    const auto known = known_.find(source);
    if (known == known_.end())
      batch.put(key_of(source), Key().add(key));
    else if (known->second.key != key)
      return taken(source);
  }
  if (batch.empty()) return {};
  if (auto done = engine_.write(batch); !done) return done;
  for (const auto& [source, key] : table) known_.try_emplace(source, Known{key, false});
  return {};
}

std::vector<uint32_t> SourceBook::own() const {
  const std::lock_guard lock(mutex_);
  std::vector<uint32_t> all;
  for (const auto& [source, known] : known_)
    if (known.is_own) all.push_back(source);
  return all;
}

std::vector<SourceKey> SourceBook::table(const DotSet& seen) const {
  const std::lock_guard lock(mutex_);
  std::vector<SourceKey> all;
  for (const auto& [source, known] : known_) {
    if (source == current_ || seen.last(source) != 0) all.push_back({source, known.key});
  }
  return all;
}

}  // namespace rdx
