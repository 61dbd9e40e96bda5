#include "tests/simulator/ledger.h"

#include <array>

#include "rdx/rdx/types.h"
#include "rdx/replica/object.h"

namespace rdx::simulator {

bool Ledger::write(const Packet& packet, const std::map<Id, Counts>& counted, bool may_replace) {
  const auto found = facts_.find(packet.dot);
  if (found != facts_.end()) {
    if (found->second.packet == packet.whole) return true;
    if (!may_replace) return false;
  }
  Fact& fact = facts_[packet.dot];
  fact = Fact{std::string(packet.whole), {}, counted};
  Bytes rest = fact.packet;
  Bytes ops = take_packet(rest)->ops;
  while (const auto op = take_op(ops)) fact.ops.push_back(*op);
  return true;
}

const Fact* Ledger::find(Dot dot) const {
  const auto found = facts_.find(dot);
  return found == facts_.end() ? nullptr : &found->second;
}

void View::apply(const Op& op) {
  Shown& shown = objects_[op.object];
  if (op.object.source() == 0) shown.is_begun = true;
  if (op.begins()) {
    shown.is_begun = true;
    shown.class_id = op.class_id;
  } else if (op.ends()) {
    shown.is_ended = true;
    shown.fields.clear();
  } else if (!shown.is_ended) {
    std::string& bare = shown.fields[{op.field, op.letter}];
    const std::array<Bytes, 2> both = {bare, op.change};
    bare = built_in_types().find(op.letter)->merge(both);
  }
}

void View::add(Dot dot, const Fact& fact) {
  if (!dots_.insert(dot).second) return;
  for (const Op& op : fact.ops) apply(op);
  for (const auto& [object, counts] : fact.counted) objects_[object].counts += counts;
}

std::string View::image(const Shown& shown) {
  std::string image;
  for (const auto& [field, bare] : shown.fields)
    if (!bare.empty()) append_image_field(image, field.first, field.second, bare);
  return image;
}

std::set<Id> objects_of(const Fact& fact) {
  std::set<Id> objects;
  for (const Op& op : fact.ops) objects.insert(op.object);
  return objects;
}

std::string without_empty_fields(Bytes image) {
  std::string filled;
  while (const auto field = take_image_field(image))
    if (!field->bare.empty()) append_image_field(filled, field->number, field->letter, field->bare);
  return filled;
}

}  // namespace rdx::simulator
