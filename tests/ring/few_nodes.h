// A few nodes in one process, each over an engine of its own, and the ways between them, which can be cut.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <set>

#include "rdx/replica/replica.h"
#include "rdx/store/memory_engine.h"
#include "rdx/store/ring_node.h"
#include "rdx/store/ring_store.h"

namespace rdx::test {

class FewNodes final : public RingPeers {
 public:
  explicit FewNodes(uint32_t count) {
    view_ = first_view(count);
    for (uint32_t number = 1; number <= count; ++number) start(number);
    settle();
  }

  /// Of members 1 to count; worked out once.
  static const RingView& first_view(uint32_t count) {
    static std::map<uint32_t, RingView> views;
    if (count == 0) return views[0];
    const auto found = views.find(count);
    return found != views.end() ? found->second : views[count] = *with_member(first_view(count - 1), count);
  }

  RingPeer* find(uint32_t member) override {
    const auto found = places_.find(member);
    return found == places_.end() ? nullptr : &found->second;
  }
  RingNode& node(uint32_t number) { return *places_.at(number).node; }
  const RingView& view() const { return view_; }
  Placement placement() const { return Placement(view_); }

  /// How many calls were made to all of them.
  uint64_t calls() const {
    return std::accumulate(places_.begin(), places_.end(), uint64_t{0},
                           [](uint64_t sum, const auto& each) { return sum + each.second.calls; });
  }

  /// On the engine that it had.
  void start(uint32_t number) {
    Place& place = places_[number];
    if (place.engine == nullptr) place.engine = make_memory_engine();
    place.node = std::move(*RingNode::open(*place.engine, {.number = number}));
    if (place.node->view().epoch == 0) static_cast<void>(place.node->set_view(view_));
  }
  void kill(uint32_t number) { places_.at(number).node.reset(); }
  /// Nobody reaches it; it goes on.
  void cut_off(uint32_t number, bool is_cut_off) { places_.at(number).is_cut_off = is_cut_off; }
  void lose_disk(uint32_t number) {
    kill(number);
    places_.at(number).engine.reset();
  }
  void raise(const RingView& view) {
    view_ = view;
    for (auto& [number, place] : places_)
      if (place.node != nullptr) static_cast<void>(place.node->set_view(view_));
  }
  /// Rounds of repair, until nothing is left to do; answers whether that was so.
  bool settle(int rounds = 6) {
    for (; rounds > 0; --rounds) {
      bool all = true;
      for (auto& [number, place] : places_) {
        const auto report = place.node != nullptr ? place.node->repair(*this) : Result<RingRepair>(RingRepair{});
        EXPECT_TRUE(report) << report.error().message;
        all = all && (place.node == nullptr || report->is_settled);
      }
      if (all) return true;
    }
    return false;
  }
  /// So many rounds of all, whether or not anything is left to do.
  void repair_all(int rounds) {
    for (; rounds > 0; --rounds)
      for (auto& [number, place] : places_)
        EXPECT_TRUE(place.node == nullptr || place.node->repair(*this)) << "node " << number;
  }
  RingStore::Setup setup() {
    RingStore::Setup setup;
    for (const RingMember& member : view_.members) setup.contacts.push_back(member.number);
    setup.attempts = 3;
    setup.pause = [] {};
    setup.away_ms = 0;
    setup.random = [this] { return random_(); };
    return setup;
  }
  std::unique_ptr<RingStore> store() { return std::move(*RingStore::open(*this, setup())); }
  Replica replica() { return std::move(*Replica::over(store())); }

  /// What stands in a slot's part of a node's engine: objects, lists and indexes; not the log, whose order is the
  /// node's.
  std::map<std::string, std::string> content(uint32_t number, uint16_t slot) const {
    std::map<std::string, std::string> content;
    for (const char letter : {'O', 'K', 'X'}) {
      const std::string first{'s', static_cast<char>(slot >> 8), static_cast<char>(slot & 0xff), letter};
      const auto add = [&](Bytes key, Bytes value) { return content.emplace(key, value), true; };
      EXPECT_TRUE(places_.at(number).engine->scan(first, end_of_prefix(first), add));
    }
    return content;
  }

 private:
  struct Place final : RingPeer {
    std::unique_ptr<Engine> engine;
    std::unique_ptr<RingNode> node;

    bool is_cut_off = false;
    uint64_t calls = 0;

    Result<std::string> call(Bytes call) override {
      ++calls;
      if (node == nullptr || is_cut_off) return Error{ErrorCode::input_output, "the node is away"};
      return node->answer(call);
    }
  };

  RingView view_;
  std::map<uint32_t, Place> places_;
  std::mt19937_64 random_{20261128};
};

}  // namespace rdx::test
