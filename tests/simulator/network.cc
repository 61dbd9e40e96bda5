#include "tests/simulator/network.h"

namespace rdx::simulator {

void Network::send(Message message, Dice& dice) {
  if (dice.chance(10)) return;
  if (messages_.size() == kMostMessages) messages_.erase(messages_.begin());
  messages_.push_back(std::move(message));
}

std::optional<Message> Network::receive(Dice& dice) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < messages_.size(); ++i)
    if (reaches(messages_[i].from, messages_[i].to)) open.push_back(i);
  if (open.empty()) return std::nullopt;
  const std::size_t chosen = dice.chance(50) ? open.front() : dice.pick(open);
  Message message = messages_[chosen];
  if (!dice.chance(15)) messages_.erase(messages_.begin() + static_cast<std::ptrdiff_t>(chosen));
  if (message.kind == Kind::diff && dice.chance(15)) message.bytes.resize(dice.below(message.bytes.size() + 1));
  return message;
}

void Network::partition(Dice& dice) {
  for (std::size_t& side : side_) side = dice.below(2);
}

void Network::heal() {
  for (std::size_t& side : side_) side = 0;
}

}  // namespace rdx::simulator
