// From board.rdx by rdxc; do not edit.
#include "board.rdx.h"

#include <rdx/replica/field_container.h>
#include <rdx/replica/replica.h>

#pragma GCC diagnostic ignored "-Winvalid-offsetof"
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace board {
namespace {

constexpr rdx::Enumerator kColumn_[] = {
    {0, "todo"},
    {1, "doing"},
    {2, "done"},
};

constexpr rdx::FieldInfo kPerson_[] = {
    rdx::field<'S', decltype(Person::name)>(1, "name", "S", offsetof(Person, name)),
};

constexpr rdx::FieldInfo kCard_[] = {
    rdx::field<'S', decltype(Card::title)>(1, "title", "S", offsetof(Card, title), {}, true),
    rdx::field<'I', decltype(Card::column)>(2, "column", "I<board.Column>", offsetof(Card, column)),
    rdx::field<'U', decltype(Card::votes)>(3, "votes", "U", offsetof(Card, votes)),
    rdx::field<'C', decltype(Card::minutes)>(4, "minutes", "C", offsetof(Card, minutes)),
    rdx::field<'E', decltype(Card::labels)>(5, "labels", "E<S>", offsetof(Card, labels)),
    rdx::field<'E', decltype(Card::owners)>(6, "owners", "E<R<board.Person>>", offsetof(Card, owners)),
    rdx::field<'M', decltype(Card::checks)>(7, "checks", "M<S, I>", offsetof(Card, checks)),
    rdx::field<'L', decltype(Card::steps)>(8, "steps", "L<S>", offsetof(Card, steps)),
    rdx::field<'L', decltype(Card::body)>(9, "body", "text", offsetof(Card, body)),
    rdx::field<'V', decltype(Card::seen)>(10, "seen", "V", offsetof(Card, seen)),
};

}  // namespace

constexpr rdx::ClassInfo Person::kClass = {"board.Person", rdx::Id(1U), nullptr, kPerson_};
bool Person::load(uint8_t field, char letter, rdx::Bytes bare) {
  return rdx::load_field(*this, kClass, field, letter, bare);
}
bool Person::changed(uint8_t field, char letter, rdx::Bytes loaded) const {
  return rdx::field_changed(*this, kClass, field, letter, loaded);
}
rdx::Result<std::string> Person::store(uint8_t field, char letter, rdx::Bytes loaded, rdx::Bytes now,
                                       rdx::Clock clock) const {
  return rdx::store_field(*this, kClass, field, letter, loaded, now, clock);
}

constexpr rdx::ClassInfo Card::kClass = {"board.Card", rdx::Id(2U), nullptr, kCard_};
rdx::Result<std::vector<Card>> Card::find_by_title(rdx::Replica& replica, std::string_view value) {
  return replica.find<Card>(1, rdx::index_value(value));
}
bool Card::load(uint8_t field, char letter, rdx::Bytes bare) {
  return rdx::load_field(*this, kClass, field, letter, bare);
}
bool Card::changed(uint8_t field, char letter, rdx::Bytes loaded) const {
  return rdx::field_changed(*this, kClass, field, letter, loaded);
}
rdx::Result<std::string> Card::store(uint8_t field, char letter, rdx::Bytes loaded, rdx::Bytes now,
                                     rdx::Clock clock) const {
  return rdx::store_field(*this, kClass, field, letter, loaded, now, clock);
}

}  // namespace board

template <>
constexpr rdx::EnumInfo rdx::EnumOf<board::Column>::kInfo = {"board.Column", board::kColumn_};
