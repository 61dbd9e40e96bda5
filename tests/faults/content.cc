#include "tests/faults/content.h"

#include <cstdlib>

#include "rdx/replica/object.h"

namespace rdx::faults {

using simulator::Thing;
using simulator::View;

void Content::note(Bytes ops) {
  while (const auto packet = take_packet(ops)) {
    ledger_.write(*packet, {}, false);
    dots_.push_back(packet->dot);
  }
}

void Content::write(Replica& replica, simulator::Dice& dice, int packets) {
  const std::size_t wanted = dots_.size() + static_cast<std::size_t>(packets);
  while (dots_.size() < wanted) {
    Thing thing;
    const std::size_t chosen = dice.chance(25) ? live_.size() : dice.below(live_.size() + 1);
    if (chosen < live_.size()) thing = replica.load<Thing>(live_[chosen]).value();
    if (chosen < live_.size() && dice.chance(5)) {
      note(*replica.remove(thing));
      live_.erase(live_.begin() + static_cast<std::ptrdiff_t>(chosen));
      continue;
    }
    simulator::edit(thing, Id(), dice);
    note(*replica.save(thing));
    if (chosen == live_.size()) live_.push_back(thing.id());
  }
}

Content::Comparison Content::compare(Replica& replica) const {
  Comparison comparison;
  const DotSet seen = replica.seen();
  View view;
  while (comparison.packets < dots_.size() && seen.contains(dots_[comparison.packets])) {
    const Dot dot = dots_[comparison.packets++];
    view.add(dot, *ledger_.find(dot));
  }
  comparison.is_front = seen.size() == comparison.packets;
  for (const auto& [object, shown] : view.objects()) {
    const auto stored = replica.store().load(object);
    const bool is_gone = !stored && stored.error().code == ErrorCode::gone;
    if (shown.is_ended ? is_gone
                       : stored && simulator::collected(stored->image) == simulator::collected(View::image(shown)))
      continue;
    if (!stored && stored.error().code == ErrorCode::input_output)
      ++comparison.refused;
    else
      comparison.wrong = to_text(object);
  }
  return comparison;
}

}  // namespace rdx::faults
