// Network: messages between replicas that may be late, lost, twice, in any order, cut short, or stopped by a partition.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/simulator/dice.h"

namespace rdx::simulator {

enum class Kind { request, diff, ops };

struct Message {
  std::size_t from = 0;
  std::size_t to = 0;
  Kind kind = Kind::request;
  std::string bytes;
  /// How often the receiver lost data when it asked for this.
  uint64_t receiver_losses = 0;
};

class Network {
 public:
  explicit Network(std::size_t replicas) : side_(replicas, 0) {}

  std::size_t size() const { return side_.size(); }
  void send(Message message, Dice& dice);
  /// Any message that is on its way, cut short by chance if it is a diff; none where all are stopped.
  std::optional<Message> receive(Dice& dice);
  bool reaches(std::size_t from, std::size_t to) const { return side_[from] == side_[to]; }
  void partition(Dice& dice);
  void heal();
  void forget() { messages_.clear(); }

 private:
  static constexpr std::size_t kMostMessages = 24;

  std::vector<Message> messages_;
  std::vector<std::size_t> side_;
};

}  // namespace rdx::simulator
