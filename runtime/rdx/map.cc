#include "rdx/rdx/map.h"

#include <tuple>
#include <vector>

#include "rdx/rdx/element_run.h"
#include "rdx/rdx/text.h"

namespace rdx {
namespace {

// A run of pairs: the key's element decides the order and the rank, the value goes along.
class PairRun : public RunInput {
 public:
  explicit PairRun(Bytes bare) : RunInput(behind_floor(bare)) {}

  [[gnu::always_inline]] bool next(RunHead& head) {
    StampedSpan key;
    if (!find_stamped(at_, end_, limit_, key)) return false;
    const char* const end = find_end(key.span.end, is_erased(key.stamp));
    if (end == nullptr) return false;
    head.rank = incarnation_of(key.stamp.revision);
    head.begin = at_;
    set_element_keys(key.span, limit_, head);
    at_ = end;
    return true;
  }

  static constexpr bool kOneKey = false;
  static int compare_long(const RunItem& a, const RunItem& b) { return compare_long_elements(a, b); }
  static bool is_tie(uint64_t /*incarnation*/) { return true; }
  class Join;

 private:
  // Behind the value, which an erased key has not: behind the key itself. A short record follows in either case nearly
  // always, so whether the key is erased, which nobody can predict, need not be a branch.
  [[gnu::always_inline]] const char* find_end(const char* key_end, bool erased) const {
    if (limit_ - key_end < 2 || key_end[0] < 'a' || key_end[0] > 'z') return find_any_end(key_end, erased);
    const std::size_t size = 2 + std::size_t{static_cast<uint8_t>(key_end[1])};
    const char* const end = key_end + (size & (std::size_t{erased} - 1));
    return end <= end_ ? end : nullptr;
  }
  [[gnu::noinline]] const char* find_any_end(const char* key_end, bool erased) const {
    return erased ? key_end : find_record_end(key_end, end_);
  }
};

// Pairs of one incarnation: the key and the value each by its own order.
class PairRun::Join {
 public:
  explicit Join(const RunItem& item) {
    ElementSpan key;
    find_element(item.head.begin, item.end, key);
    key_ = {item.head.begin, key.end, item.limit};
    value_ = {key.end, item.end, item.limit};
    key_source_ = key.read_stamp(key.end).source;
  }

  void add(const RunItem& item) {
    const Join other(item);
    if (other.key_source_ > key_source_) {
      key_ = other.key_;
      key_source_ = other.key_source_;
    }
    if (is_higher(other.value_.bytes(), value_.bytes())) value_ = other.value_;
  }

  void write(RunWriter& out) const {
    out.copy(key_.begin, key_.end, key_.limit);
    out.copy(value_.begin, value_.end, value_.limit);
  }

 private:
  struct Part {
    const char* begin;
    const char* end;
    const char* limit;

    Bytes bytes() const { return {begin, static_cast<std::size_t>(end - begin)}; }
  };

  static bool is_higher(Bytes a, Bytes b) {
    if (a == b) return false;
    const Element value_a = take_element(a).value_or(Element{});
    const Element value_b = take_element(b).value_or(Element{});
    const auto order = [](const Element& e) { return std::tuple(e.stamp.revision, e.letter, e.value, e.stamp.source); };
    return order(value_a) > order(value_b);
  }

  Part key_{};
  Part value_{};
  uint32_t key_source_ = 0;
};

int compare(const MapEntry& entry, const MapChange& change) {
  return compare_values(entry.key_letter, entry.key, change.key_letter, change.key);
}

Result<void> check_value(char letter, Bytes value) {
  if (letter == 'T' && value.empty()) return {};
  return check_element(letter, value);
}

struct WantedBytes {
  std::string key;
  std::string value;
};

// Every wanted pair, and every other live key as erased; in key order. `bytes` owns the wanted pairs' bytes.
std::vector<MapChange> changes_towards(const M::Native& wanted, Bytes bare, std::vector<WantedBytes>& bytes) {
  for (const auto& [key, value] : wanted) bytes.push_back({key.bytes(), value.bytes()});
  std::vector<MapChange> changes;
  auto pair = wanted.begin();
  std::size_t next = 0;
  const auto next_wanted = [&] {
    return MapChange{pair->first.letter(), bytes[next].key, pair->second.letter(), bytes[next].value};
  };
  const auto add_wanted = [&] {
    changes.push_back(next_wanted());
    ++pair;
    ++next;
  };
  MapReader reader(bare);
  while (const auto entry = reader.next()) {
    int order = 1;
    while (pair != wanted.end() && order > 0) {
      order = compare(*entry, next_wanted());
      if (order >= 0) add_wanted();
    }
    if (order != 0 && entry->is_live()) changes.push_back({entry->key_letter, entry->key, 0, {}});
  }
  while (pair != wanted.end()) add_wanted();
  return changes;
}

Result<void> append_erased(std::string& delta, const MapEntry& entry, Clock clock) {
  RDX_TRY(const uint64_t revision, erase(entry.key_stamp.revision, clock));
  append_element(delta, entry.key_letter, entry.key, {revision, clock.source});
  return {};
}

// The key as it is, the value one revision up.
Result<void> append_new_value(std::string& delta, const MapEntry& entry, const MapChange& change, Clock clock) {
  if (entry.value_letter == change.value_letter && entry.value == change.value) return {};
  if (const auto fit = check_value(change.value_letter, change.value); !fit) return fit;
  RDX_TRY(const uint64_t revision, revive(entry.value_stamp.revision, 0, clock.for_value()));
  append_element(delta, entry.key_letter, entry.key, entry.key_stamp);
  append_element(delta, change.value_letter, change.value, {revision, clock.source});
  return {};
}

Result<void> append_new_key(std::string& delta, uint64_t previous, const MapChange& change, uint64_t floor,
                            Clock clock) {
  if (const auto fit = check_element(change.key_letter, change.key); !fit) return fit;
  if (const auto fit = check_value(change.value_letter, change.value); !fit) return fit;
  RDX_TRY(const uint64_t key_revision, revive(previous, floor, clock));
  RDX_TRY(const uint64_t value_revision, revive(0, 0, clock.for_value()));
  append_element(delta, change.key_letter, change.key, {key_revision, clock.source});
  append_element(delta, change.value_letter, change.value, {value_revision, clock.source});
  return {};
}

// Appends what makes `change` true of a key that stands as `entry` says, or not at all.
Result<void> append_change(std::string& delta, const MapEntry* entry, const MapChange& change, uint64_t floor,
                           Clock clock) {
  const bool is_live = entry != nullptr && entry->is_live();
  if (change.value_letter == 0) return is_live ? append_erased(delta, *entry, clock) : Result<void>();
  if (is_live) return append_new_value(delta, *entry, change, clock);
  return append_new_key(delta, entry != nullptr ? entry->key_stamp.revision : 0, change, floor, clock);
}

bool is_valid_entry(const MapEntry& entry) {
  if (!is_value_letter(entry.key_letter) || !is_value(entry.key_letter, entry.key)) return false;
  if (!entry.is_live()) return true;
  return is_value(entry.value_letter, entry.value) && !is_erased(entry.value_stamp);
}

}  // namespace

std::optional<MapEntry> MapReader::next() {
  Bytes rest = rest_;
  const auto key = take_element(rest);
  if (!key || !is_value_letter(key->letter)) return std::nullopt;
  MapEntry entry{key->letter, key->value, key->stamp, 0, {}, {}, key->whole};
  if (!is_erased(key->stamp)) {
    const auto value = take_element(rest);
    if (!value || (!is_value_letter(value->letter) && value->letter != 'T')) return std::nullopt;
    entry.value_letter = value->letter;
    entry.value = value->value;
    entry.value_stamp = value->stamp;
    entry.whole = {key->whole.data(), key->whole.size() + value->whole.size()};
  }
  rest_ = rest;
  return entry;
}

bool M::valid(Bytes bare) {
  MapReader reader(bare);
  char letter = 0;
  Bytes key;
  while (const auto entry = reader.next()) {
    if (!is_valid_entry(*entry) || compare_values(letter, key, entry->key_letter, entry->key) >= 0) return false;
    letter = entry->key_letter;
    key = entry->key;
  }
  return reader.rest().empty();
}

std::string M::string(Bytes bare) {
  std::string text;
  MapReader reader(bare);
  while (const auto entry = reader.next()) {
    if (!entry->is_live()) continue;
    text += text.empty() ? '{' : ',';
    append_value_text(text, entry->key_letter, entry->key);
    text += ':';
    append_value_text(text, entry->value_letter, entry->value);
  }
  return text.empty() ? "{}" : text + '}';
}

Result<std::string> M::parse(std::string_view text) {
  TextScanner scanner(text);
  if (const auto open = scanner.expect('{'); !open) return open.error();
  Native pairs;
  if (!scanner.take('}')) {
    do {
      RDX_TRY(const ParsedValue key, scanner.take_value());
      if (const auto fit = check_element(key.letter, key.bytes); !fit) return scanner.error(fit.error().message);
      if (const auto colon = scanner.expect(':'); !colon) return colon.error();
      RDX_TRY(const ParsedValue value, scanner.take_value());
      if (const auto fit = check_value(value.letter, value.bytes); !fit) return scanner.error(fit.error().message);
      if (!pairs.emplace(Value::read(key.letter, key.bytes), Value::read(value.letter, value.bytes)).second)
        return scanner.error("a key that stands there already");
    } while (scanner.take(','));
    if (const auto close = scanner.expect('}'); !close) return close.error();
  }
  if (const auto end = scanner.expect_end(); !end) return end.error();
  return tlv(pairs);
}

std::string M::tlv(const Native& native, Stamp stamp) {
  const Stamp live{stamp.revision * 2, stamp.source};
  std::string bare;
  for (const auto& [key, value] : native) {
    append_element(bare, key.letter(), key.bytes(), live);
    append_element(bare, value.letter(), value.bytes(), live);
  }
  return bare;
}

M::Native M::native(Bytes bare) {
  Native pairs;
  MapReader reader(bare);
  while (const auto entry = reader.next())
    if (entry->is_live())
      pairs.emplace_hint(pairs.end(), Value::read(entry->key_letter, entry->key),
                         Value::read(entry->value_letter, entry->value));
  return pairs;
}

Result<std::string> M::delta(Bytes bare, const Native& wanted, Clock clock) {
  std::vector<WantedBytes> bytes;
  bytes.reserve(wanted.size());
  return delta_changes(bare, changes_towards(wanted, bare, bytes), clock);
}

Result<std::string> M::delta_changes(Bytes bare, std::span<const MapChange> changes, Clock clock) {
  MapReader reader(bare);
  auto entry = reader.next();
  std::string delta;
  for (const MapChange& change : changes) {
    while (entry && compare(*entry, change) < 0) entry = reader.next();
    const bool stands = entry && compare(*entry, change) == 0;
    const auto made = append_change(delta, stands ? &*entry : nullptr, change, reader.floor(), clock);
    if (!made) return made.error();
  }
  return delta;
}

std::string M::merge(std::span<const Bytes> bares) {
  if (const auto only = only_input(bares)) return std::string(*only);
  return merge_elements<PairRun>(bares);
}

std::string M::diff(Bytes bare, const VersionVector& versions) {
  MapReader reader(bare);
  std::string named;
  append_floor(named, reader.floor());
  while (const auto entry = reader.next())
    if (versions.names(entry->key_stamp.source) || (entry->is_live() && versions.names(entry->value_stamp.source)))
      named += entry->whole;
  return named;
}

std::string M::gc(Bytes bare, Bytes stable) {
  MapReader reader(bare);
  uint64_t floor = reader.floor();
  MapReader stable_reader(stable);
  auto old = stable_reader.next();
  std::string kept;
  while (const auto entry = reader.next()) {
    const MapChange here{entry->key_letter, entry->key, 0, {}};
    while (old && compare(*old, here) < 0) old = stable_reader.next();
    const bool same = old && compare(*old, here) == 0 && old->key_stamp.revision == entry->key_stamp.revision;
    if (same && !entry->is_live())
      floor = std::max(floor, magnitude_of(entry->key_stamp.revision));
    else
      kept += entry->whole;
  }
  std::string bytes;
  append_floor(bytes, floor);
  return bytes + kept;
}

uint64_t M::highest_revision(Bytes bare) {
  MapReader reader(bare);
  uint64_t highest = reader.floor();
  while (const auto entry = reader.next())
    highest = std::max({highest, magnitude_of(entry->key_stamp.revision), magnitude_of(entry->value_stamp.revision)});
  return highest;
}

}  // namespace rdx
