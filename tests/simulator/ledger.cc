#include "tests/simulator/ledger.h"

#include <algorithm>
#include <array>

#include "rdx/rdx/types.h"
#include "rdx/replica/object.h"
#include "rdx/tlv/record.h"

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

Counts Ledger::counted(Id object, Dot last) const {
  Counts sum;
  const auto end = facts_.upper_bound(last);
  for (auto at = facts_.lower_bound({last.source, 0}); at != end; ++at)
    if (const auto found = at->second.counted.find(object); found != at->second.counted.end()) sum += found->second;
  return sum;
}

Counts View::counts(Id object, const Ledger& ledger) const {
  const Shown& shown = objects_.at(object);
  Counts counts{shown.credit, 0, 0};
  for (const auto& [source, last] : shown.last_visits) counts.visits += ledger.counted(object, {source, last}).visits;
  for (const auto& [source, last] : shown.last_grown) counts.grown += ledger.counted(object, {source, last}).grown;
  return counts;
}

void View::apply(Dot dot, const Op& op) {
  Shown& shown = objects_[op.object];
  if (op.object.source() == 0) shown.is_begun = true;
  if (op.begins()) {
    shown.is_begun = true;
    shown.class_id = op.class_id;
  } else if (op.ends()) {
    shown.is_ended = true;
    shown.fields.clear();
  } else if (!shown.is_ended) {
    if (op.letter == 'U') shown.last_visits[dot.source] = std::max(shown.last_visits[dot.source], dot.sequence);
    if (op.letter == 'N') shown.last_grown[dot.source] = std::max(shown.last_grown[dot.source], dot.sequence);
    std::string& bare = shown.fields[{op.field, op.letter}];
    const std::array<Bytes, 2> both = {bare, op.change};
    bare = built_in_types().find(op.letter)->merge(both);
  }
}

void View::add(Dot dot, const Fact& fact) {
  if (!dots_.insert(dot).second) return;
  for (const Op& op : fact.ops) apply(dot, op);
  for (const auto& [object, counts] : fact.counted)
    if (counts.credit != 0) objects_[object].credit += counts.credit;
}

std::string View::image(const Shown& shown) {
  std::string image;
  for (const auto& [field, bare] : shown.fields)
    if (!bare.empty()) append_image_field(image, field.first, field.second, bare);
  return image;
}

std::string dots_text(const View& view) {
  std::string text;
  for (const Dot dot : view.dots()) text += (text.empty() ? "" : " ") + to_text(dot);
  return text;
}

std::set<Id> objects_of(const Fact& fact) {
  std::set<Id> objects;
  for (const Op& op : fact.ops) objects.insert(op.object);
  return objects;
}

std::string collected(Bytes image) {
  std::string filled;
  while (const auto field = take_image_field(image)) {
    std::string bare = built_in_types().find(field->letter)->gc(field->bare, field->bare);
    Bytes rest = bare;
    if (field->letter == 'E' || field->letter == 'M') take_record(rest, 'T');
    if (!rest.empty()) append_image_field(filled, field->number, field->letter, rest);
  }
  return filled;
}

}  // namespace rdx::simulator
