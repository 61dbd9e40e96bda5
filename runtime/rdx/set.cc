#include "rdx/rdx/set.h"

#include "rdx/rdx/element_run.h"
#include "rdx/rdx/text.h"

namespace rdx {
namespace {

// Ranks that fit 64 bits win by themselves; all others, of revisions past 2^42, are equal here and left to Join.
constexpr uint64_t kLongRank = ~uint64_t{0};

inline uint64_t short_rank(Rank rank) {
  return rank.incarnation >> 43 == 0 ? rank.incarnation << 20 | rank.source : kLongRank;
}

Rank long_rank(const RunItem& item) {
  ElementSpan span;
  find_element(item.head.begin, item.end, span);
  return rank_of(span.read_stamp(span.end));
}

class ElementRun : public RunInput {
 public:
  explicit ElementRun(Bytes bare) : RunInput(behind_floor(bare)) {}

  [[gnu::always_inline]] bool next(RunHead& head) {
    StampedSpan found;
    if (!find_stamped(at_, end_, limit_, found)) return false;
    head.rank = short_rank(rank_of(found.stamp));
    head.begin = at_;
    set_element_keys(found.span, limit_, head);
    at_ = found.span.end;
    return true;
  }

  static constexpr bool kOneKey = false;
  static int compare_long(const RunItem& a, const RunItem& b) { return compare_long_elements(a, b); }
  static bool is_tie(uint64_t rank) { return rank == kLongRank; }

  // The higher of two long ranks.
  class Join {
   public:
    explicit Join(const RunItem& item) : best_(item) {}
    void add(const RunItem& item) {
      if (long_rank(item) > long_rank(best_)) best_ = item;
    }
    void write(RunWriter& out) const { out.copy(best_.head.begin, best_.end, best_.limit); }

   private:
    RunItem best_;
  };
};

int compare(const SetElement& element, const SetChange& change) {
  return compare_values(element.letter, element.value, change.letter, change.value);
}

// Every wanted value as present, every other live element as not; in value order. `bytes` owns the wanted values'
// bytes.
std::vector<SetChange> changes_towards(const E::Native& wanted, Bytes bare, std::vector<std::string>& bytes) {
  for (const Value& value : wanted) bytes.push_back(value.bytes());
  std::vector<SetChange> changes;
  auto value = wanted.begin();
  std::size_t next = 0;
  const auto add_wanted = [&] { changes.push_back({(value++)->letter(), bytes[next++], true}); };
  SetReader reader(bare);
  while (const auto element = reader.next()) {
    int order = 1;
    while (value != wanted.end() && order > 0) {
      order = compare(*element, {value->letter(), bytes[next], true});
      if (order >= 0) add_wanted();
    }
    if (order != 0 && element->is_live()) changes.push_back({element->letter, element->value, false});
  }
  while (value != wanted.end()) add_wanted();
  return changes;
}

// Appends what makes `change` true of a value that stands as `element` says, or not at all.
Result<void> append_change(std::string& delta, const SetElement* element, const SetChange& change, uint64_t floor,
                           Clock clock) {
  if (change.present == (element != nullptr && element->is_live())) return {};
  if (const auto fit = check_element(change.letter, change.value); !fit) return fit;
  const uint64_t previous = element != nullptr ? element->stamp.revision : 0;
  RDX_TRY(const uint64_t revision, change.present ? revive(previous, floor, clock) : erase(previous, clock));
  append_element(delta, change.letter, change.value, {revision, clock.source});
  return {};
}

}  // namespace

std::optional<SetElement> SetReader::next() {
  const auto element = take_element(rest_);
  if (!element || !is_value_letter(element->letter)) return std::nullopt;
  return SetElement{element->letter, element->value, element->stamp};
}

bool E::valid(Bytes bare) {
  take_floor(bare);
  Element previous;
  while (!bare.empty()) {
    const auto element = take_element(bare);
    if (!element || !is_value_letter(element->letter) || !is_value(element->letter, element->value)) return false;
    if (compare_values(previous.letter, previous.value, element->letter, element->value) >= 0) return false;
    previous = *element;
  }
  return true;
}

std::string E::string(Bytes bare) {
  std::string text;
  SetReader reader(bare);
  while (const auto element = reader.next()) {
    if (!element->is_live()) continue;
    text += text.empty() ? '{' : ',';
    append_value_text(text, element->letter, element->value);
  }
  return text.empty() ? "{}" : text + '}';
}

Result<std::string> E::parse(std::string_view text) {
  TextScanner scanner(text);
  if (const auto open = scanner.expect('{'); !open) return open.error();
  std::set<Value> values;
  if (!scanner.take('}')) {
    do {
      RDX_TRY(const ParsedValue value, scanner.take_value());
      if (const auto fit = check_element(value.letter, value.bytes); !fit) return scanner.error(fit.error().message);
      values.insert(Value::read(value.letter, value.bytes));
    } while (scanner.take(','));
    if (const auto close = scanner.expect('}'); !close) return close.error();
  }
  if (const auto end = scanner.expect_end(); !end) return end.error();
  return tlv(values);
}

std::string E::tlv(const Native& native, Stamp stamp) {
  std::string bare;
  for (const Value& value : native)
    append_element(bare, value.letter(), value.bytes(), {stamp.revision * 2, stamp.source});
  return bare;
}

E::Native E::native(Bytes bare) {
  Native values;
  SetReader reader(bare);
  while (const auto element = reader.next())
    if (element->is_live()) values.insert(values.end(), Value::read(element->letter, element->value));
  return values;
}

Result<std::string> E::delta(Bytes bare, const Native& wanted, Clock clock) {
  std::vector<std::string> bytes;
  bytes.reserve(wanted.size());
  return delta_changes(bare, changes_towards(wanted, bare, bytes), clock);
}

Result<std::string> E::delta_changes(Bytes bare, std::span<const SetChange> changes, Clock clock) {
  SetReader reader(bare);
  auto element = reader.next();
  std::string delta;
  for (const SetChange& change : changes) {
    while (element && compare(*element, change) < 0) element = reader.next();
    const bool stands = element && compare(*element, change) == 0;
    const auto made = append_change(delta, stands ? &*element : nullptr, change, reader.floor(), clock);
    if (!made) return made.error();
  }
  return delta;
}

std::string E::merge(std::span<const Bytes> bares) {
  if (const auto only = only_input(bares)) return std::string(*only);
  return merge_elements<ElementRun>(bares);
}

std::string E::diff(Bytes bare, const VersionVector& versions) {
  std::string named;
  append_floor(named, take_floor(bare));
  while (const auto element = take_element(bare))
    if (versions.names(element->stamp.source)) named += element->whole;
  return named;
}

std::string E::gc(Bytes bare, Bytes stable) {
  uint64_t floor = take_floor(bare);
  SetReader reader(stable);
  auto old = reader.next();
  std::string kept;
  while (const auto element = take_element(bare)) {
    const SetChange here{element->letter, element->value, false};
    while (old && compare(*old, here) < 0) old = reader.next();
    const bool same = old && compare(*old, here) == 0 && old->stamp.revision == element->stamp.revision;
    if (same && is_erased(element->stamp))
      floor = std::max(floor, magnitude_of(element->stamp.revision));
    else
      kept += element->whole;
  }
  std::string bytes;
  append_floor(bytes, floor);
  return bytes + kept;
}

uint64_t E::highest_revision(Bytes bare) {
  SetReader reader(bare);
  uint64_t highest = reader.floor();
  while (const auto element = reader.next()) highest = std::max(highest, magnitude_of(element->stamp.revision));
  return highest;
}

}  // namespace rdx
