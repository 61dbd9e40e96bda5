#include "tests/simulator/thing.h"

#include <array>
#include <cstddef>

#include "rdx/rdx/counter.h"
#include "rdx/replica/field.h"
#include "rdx/replica/field_container.h"

#pragma GCC diagnostic ignored "-Winvalid-offsetof"

namespace rdx::simulator {
namespace {

constexpr FieldInfo kFields[] = {
    field<'S', std::string>(1, "name", "S", offsetof(Thing, name), {}, true),
    field<'I', int64_t>(2, "number", "I", offsetof(Thing, number)),
    field<'F', double>(3, "weight", "F", offsetof(Thing, weight)),
    field<'R', Ref<Thing>>(4, "next", "R<simulator.Thing>", offsetof(Thing, next)),
    field<'C', int64_t>(5, "credit", "C", offsetof(Thing, credit)),
    field<'U', int64_t>(6, "visits", "U", offsetof(Thing, visits)),
    field<'N', uint64_t>(7, "grown", "N", offsetof(Thing, grown)),
    field<'E', std::set<std::string>>(8, "tags", "E<S>", offsetof(Thing, tags)),
    field<'M', std::map<std::string, int64_t>>(9, "marks", "M<S, I>", offsetof(Thing, marks)),
    field<'L', std::vector<int64_t>>(10, "queue", "L<I>", offsetof(Thing, queue)),
    field<'L', std::string>(11, "essay", "text", offsetof(Thing, essay)),
    field<'V', VersionVector>(12, "seen", "V", offsetof(Thing, seen)),
};

thread_local bool carries_over_now = true;

// A few words, so that replicas meet at the same keys.
std::string word(Dice& dice) { return std::string(1, static_cast<char>('a' + dice.below(5))); }

int64_t small_number(Dice& dice) { return static_cast<int64_t>(dice.below(20)) - 8; }

void edit_queue(std::vector<int64_t>& queue, Dice& dice) {
  const auto at = queue.begin() + static_cast<std::ptrdiff_t>(dice.below(queue.size() + 1));
  if (at != queue.end() && dice.chance(30)) {
    queue.erase(at);
  } else {
    queue.insert(at, small_number(dice));
  }
}

void edit_text(std::string& text, Dice& dice) {
  const std::size_t at = dice.below(text.size() + 1);
  if (at < text.size() && dice.chance(30)) {
    text.erase(at, 1 + dice.below(3));
  } else {
    text.insert(at, word(dice) + word(dice));
  }
}

void edit_version(VersionVector& versions, Dice& dice) {
  const auto source = static_cast<uint32_t>(1 + dice.below(3));
  versions.raise(source, versions.at(source).value_or(0) + 1 + static_cast<int64_t>(dice.below(3)));
}

void edit_member(Thing& thing, Id other, Dice& dice) {
  switch (dice.below(12)) {
    case 0: thing.name = word(dice); break;
    case 1: thing.number = small_number(dice); break;
    case 2: thing.weight = 0.5 * static_cast<double>(small_number(dice)); break;
    case 3: thing.next = Ref<Thing>(other); break;
    case 4: thing.credit += small_number(dice); break;
    case 5: thing.visits += small_number(dice); break;
    case 6: thing.grown += dice.below(9); break;
    case 7:
      if (const std::string tag = word(dice); thing.tags.erase(tag) == 0) thing.tags.insert(tag);
      break;
    case 8:
      if (const std::string key = word(dice); thing.marks.erase(key) == 0 || dice.chance(50))
        thing.marks[key] = small_number(dice);
      break;
    case 9: edit_queue(thing.queue, dice); break;
    case 10: edit_text(thing.essay, dice); break;
    default: edit_version(thing.seen, dice); break;
  }
}

}  // namespace

constexpr ClassInfo Thing::kClass = {"simulator.Thing", Id(0, 77, 0), nullptr, kFields};

bool Thing::load(uint8_t field, char letter, Bytes bare) { return load_field(*this, kClass, field, letter, bare); }
bool Thing::changed(uint8_t field, char letter, Bytes loaded) const {
  return field_changed(*this, kClass, field, letter, loaded);
}
Result<std::string> Thing::store(uint8_t field, char letter, Bytes loaded, Bytes now, Clock clock) const {
  return store_field(*this, kClass, field, letter, loaded, carries_over_now ? now : loaded, clock);
}

void Thing::set_carries_over(bool carries_over) { carries_over_now = carries_over; }

Counts& Counts::operator+=(const Counts& more) {
  credit += more.credit;
  visits += more.visits;
  grown += more.grown;
  return *this;
}

std::string to_text(const Counts& counts) {
  return "credit " + std::to_string(static_cast<int64_t>(counts.credit)) + ", visits " +
         std::to_string(static_cast<int64_t>(counts.visits)) + ", grown " + std::to_string(counts.grown);
}

Counts counts_of(Bytes image) {
  return {static_cast<uint64_t>(C::native(find_image_field(image, 5, 'C'))),
          static_cast<uint64_t>(U::native(find_image_field(image, 6, 'U'))),
          N::native(find_image_field(image, 7, 'N'))};
}

Counts counts_added(const Thing& thing) {
  const Counts loaded = counts_of(thing.image());
  return {static_cast<uint64_t>(thing.credit) - loaded.credit, static_cast<uint64_t>(thing.visits) - loaded.visits,
          thing.grown - loaded.grown};
}

void edit(Thing& thing, Id other, Dice& dice) {
  for (std::size_t left = 1 + dice.below(3); left > 0; --left) edit_member(thing, other, dice);
}

}  // namespace rdx::simulator
