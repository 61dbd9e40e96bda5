// The ring's figures, measured: what is lost when nodes are killed, what moves when they come and go, how even it is.
//
//   ring_figures kills [COUNT] [FOLDER]    ring of 4 under load, any node killed COUNT times (50); engines in memory
//                                          that lose all, or, with a folder, RocksDB there, opened again
//   ring_figures moves                     3 → 4 → 3 nodes under load
//   ring_figures balance                   the fullest node by the mean
//
// Answers 1 where something was lost. Times are shown, not judged.
#include <atomic>
#include <chrono>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <random>
#include <thread>

#include "rdx/rdx.h"
#include "rdx/ring.h"
#include "rdx/store/rocks_engine.h"
#include "tests/replica/note.h"

namespace {

using namespace rdx;  // NOLINT: a program of rdx's own
using test::Author;
using Clock = std::chrono::steady_clock;

constexpr auto kRepairEvery = std::chrono::milliseconds(50);

int64_t ms_since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

RingView view_of(uint32_t count) {
  RingView view;
  for (uint32_t number = 1; number <= count; ++number) view = *with_member(view, number);
  return view;
}

class Ring {
 public:
  Ring(uint32_t count, std::string folder) : view(view_of(count)), folder_(std::move(folder)) {
    for (uint32_t number = 1; number <= count; ++number) start(number);
    set_ring_view(nodes, view);
  }

  void start(uint32_t number) {
    auto engine = folder_.empty() ? Result<std::unique_ptr<Engine>>(make_memory_engine())
                                  : open_rocks_engine(folder_ + "/" + std::to_string(number));
    const auto done = engine ? nodes.start(std::move(*engine), {.number = number}, kRepairEvery) : engine.error();
    if (!done) std::cerr << done.error().message << '\n', std::abort();
  }
  bool has_settled() const {
    for (const RingMember& member : view.members) {
      const auto node = nodes.node(member.number);
      if (node == nullptr || node->view() != view || node->hints() != 0) return false;
      const Placement placement(view);
      const SlotSet own = placement.slots_of(member.number);
      if ((node->present() & ~own).any()) return false;
      for (uint32_t slot = 0; slot < kSlots; ++slot)
        if (own.test(slot) && !node->serves(static_cast<uint16_t>(slot))) return false;
    }
    return true;
  }
  void wait_until_settled() const {
    while (!has_settled()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  std::optional<Replica> writer() {
    RingStore::Setup setup;
    for (const RingMember& member : view.members) setup.contacts.push_back(member.number);
    auto store = RingStore::open(nodes, setup);
    if (!store) return std::nullopt;
    auto replica = Replica::over(std::unique_ptr<OwnStore>(std::move(*store)));
    if (!replica) return std::nullopt;
    return std::move(*replica);
  }

  LocalNodes nodes;
  RingView view;

 private:
  const std::string folder_;
};

// Threads that write, each object once and a second time, until they are stopped.
class Load {
 public:
  Load(Ring& ring, int threads, std::chrono::microseconds pause) : pause_(pause) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this, &ring] { write(ring); });
  }
  void stop() {
    is_stopping_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }
  std::vector<Id> written() const {
    const std::lock_guard lock(mutex_);
    return written_;
  }
  uint64_t count() const { return count_; }
  int64_t longest_ms() const { return longest_ms_; }
  uint64_t in_doubt() const { return in_doubt_; }
  uint64_t degraded() const { return degraded_; }
  void reset_longest() { longest_ms_ = 0; }

 private:
  void write(Ring& ring) {
    std::optional<Replica> replica;
    while (!is_stopping_) {
      if (!replica) replica = ring.writer();
      if (!replica) continue;
      const auto start = Clock::now();
      Author author;
      author.name = "somebody whose name is as long as names are, written down in full";
      bool done = replica->save(author).has_value();
      author.born = 1;
      done = done && replica->save(author).has_value();
      note(ms_since(start), done, author.id(), static_cast<RingStore&>(replica->store()).degraded());
      if (!done) replica.reset();
      std::this_thread::sleep_for(pause_);
    }
  }
  void note(int64_t took, bool done, Id id, uint64_t degraded) {
    const std::lock_guard lock(mutex_);
    longest_ms_ = std::max<int64_t>(longest_ms_, took);
    degraded_ = std::max<uint64_t>(degraded_, degraded);
    if (!done) {
      ++in_doubt_;
      return;
    }
    written_.push_back(id);
    ++count_;
  }

  const std::chrono::microseconds pause_;
  std::vector<std::thread> threads_;
  std::atomic<bool> is_stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<Id> written_;
  std::atomic<uint64_t> count_ = 0;
  std::atomic<int64_t> longest_ms_ = 0;
  std::atomic<uint64_t> in_doubt_ = 0;
  std::atomic<uint64_t> degraded_ = 0;
};

uint64_t lost(Ring& ring, const std::vector<Id>& written) {
  const auto reader = ring.writer();
  uint64_t count = 0;
  for (const Id id : written) {
    const auto loaded = reader->load<Author>(id);
    if (!loaded || loaded->born != 1) ++count;
  }
  return count;
}

int show_kills(int count, const std::string& folder) {
  if (!folder.empty()) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
  }
  Ring ring(4, folder);
  ring.wait_until_settled();
  Load load(ring, 3, std::chrono::microseconds(500));
  std::mt19937 dice(1);
  int64_t longest_gap = 0;
  for (int i = 0; i < count; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    load.reset_longest();
    const auto number = static_cast<uint32_t>(1 + dice() % 4);
    const auto killed = Clock::now();
    ring.nodes.stop(number);
    const uint64_t before = load.count();
    while (load.count() < before + 4) std::this_thread::sleep_for(std::chrono::microseconds(200));
    const int64_t gap = ms_since(killed);
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    longest_gap = std::max({longest_gap, gap, load.longest_ms()});
    ring.start(number);
    ring.wait_until_settled();
  }
  load.stop();
  const std::vector<Id> written = load.written();
  const uint64_t gone = lost(ring, written);
  std::cout << count << " kills of any of 4 nodes" << (folder.empty() ? ", each with all that it had" : "") << ": "
            << 2 * written.size() << " writes answered, " << gone << " lost; " << load.degraded() << " on one disk; "
            << load.in_doubt() << " in doubt; longest wait of a write while a node was away: " << longest_gap
            << " ms\n";
  return gone == 0 ? 0 : 1;
}

uint64_t packets_of(const Ring& ring, uint32_t number) {
  uint64_t sum = 0;
  const auto node = ring.nodes.node(number);
  for (uint32_t slot = 0; slot < kSlots; ++slot)
    if (node->present().test(slot)) sum += node->seen(static_cast<uint16_t>(slot)).size();
  return sum;
}

// Packets that went from node to node, in rounds that are over.
uint64_t moved(const Ring& ring) {
  uint64_t sum = 0;
  for (const uint32_t number : {1U, 2U, 3U, 4U}) {
    const RingRepair repaired = ring.nodes.repaired(number);
    sum += repaired.pulled + repaired.pushed;
  }
  return sum;
}

// Once the rounds under way are over too.
uint64_t moved_at_last(const Ring& ring) {
  uint64_t last = moved(ring);
  for (int same = 0; same < 20; ++same) {
    std::this_thread::sleep_for(kRepairEvery);
    const uint64_t now = moved(ring);
    if (now != last) same = 0;
    last = now;
  }
  return last;
}

// How many of them stand in fewer than two nodes, logs and hints together.
uint64_t thin(Ring& ring, const std::vector<Id>& written, std::mt19937& dice) {
  uint64_t count = 0;
  for (int i = 0; i < 50; ++i) {
    const Id id = written[dice() % written.size()];
    const uint16_t slot = slot_of(id);
    std::size_t copies = 0;
    for (int look = 0; look < 3 && copies < 2; ++look) {  // a hint may go over between two looks
      copies = 0;
      for (const uint32_t number : {1U, 2U, 3U, 4U}) {
        const auto node = ring.nodes.node(number);
        if (node == nullptr) continue;
        const bool has = node->seen(slot).contains(dot_of(id)) || node->has_hint(slot, dot_of(id));
        copies += has ? 1 : 0;
      }
    }
    if (copies < 2) ++count;
  }
  return count;
}

struct Move {
  double packets;
  double ideal;
  uint64_t thin;
  int64_t ms;
};

Move move(Ring& ring, const RingView& next, Load& load, double share) {
  const uint64_t before = moved(ring);
  const uint64_t copies = 2 * ring.writer()->seen().size();
  const auto start = Clock::now();
  ring.view = next;
  set_ring_view(ring.nodes, next);
  std::mt19937 dice(2);
  uint64_t few = 0;
  while (!ring.has_settled()) few += thin(ring, load.written(), dice);
  const int64_t took = ms_since(start);
  const uint64_t now = moved_at_last(ring);
  return {static_cast<double>(now - before), static_cast<double>(copies) * share, few, took};
}

void show(const char* what, const Move& move) {
  std::cout << what << ": " << std::fixed << std::setprecision(0) << move.packets << " packets moved, ideal "
            << move.ideal << ", " << std::setprecision(2) << (move.packets / move.ideal - 1) * 100
            << " % off; fewer than two copies seen " << move.thin << " times; " << move.ms << " ms\n";
}

int show_moves() {
  Ring ring(3, {});
  ring.wait_until_settled();
  Load fill(ring, 4, std::chrono::microseconds(0));
  while (fill.count() < 30'000) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  fill.stop();
  Load load(ring, 2, std::chrono::milliseconds(10));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  ring.start(4);
  const Move came = move(ring, *with_member(ring.view, 4), load, 0.25);
  show("3 → 4", came);
  for (const uint32_t number : {1U, 2U, 3U, 4U})
    std::cout << "  node " << number << " has " << packets_of(ring, number) << " packets\n";
  const Move went = move(ring, *with_leaving(ring.view, 4), load, 0.25);
  show("4 → 3", went);
  while (ring.nodes.node(4)->present().any()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  ring.nodes.stop(4);
  ring.view = *without_member(ring.view, 4);
  set_ring_view(ring.nodes, ring.view);
  load.stop();
  ring.wait_until_settled();
  std::vector<Id> written = fill.written();
  const std::vector<Id> more = load.written();
  written.insert(written.end(), more.begin(), more.end());
  const uint64_t gone = lost(ring, written);
  std::cout << 2 * written.size() << " writes answered, " << more.size() * 2 << " of them meanwhile, " << gone
            << " lost\n";
  return gone == 0 && came.thin + went.thin == 0 ? 0 : 1;
}

int show_balance() {
  RingView view;
  for (uint32_t number = 1; number <= 40; ++number) {
    view = *with_member(view, number);
    if (number < 3 || (number > 8 && number % 8 != 0)) continue;
    const Placement placement(view);
    std::vector<double> objects(number + 1);
    constexpr uint32_t kObjects = 200'000;
    for (uint32_t i = 1; i <= kObjects; ++i)
      for (const uint32_t owner : placement.owners(slot_of(Id(0x51, i, 0)))) ++objects[owner];
    const double most = *std::max_element(objects.begin(), objects.end());
    std::cout << std::setw(3) << number << " nodes: the fullest has " << std::fixed << std::setprecision(4)
              << most * number / (2.0 * kObjects) << " of the mean\n";
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const std::string what = count > 1 ? arguments[1] : "";
    if (what == "kills") return show_kills(count > 2 ? std::atoi(arguments[2]) : 50, count > 3 ? arguments[3] : "");
    if (what == "moves") return show_moves();
    if (what == "balance") return show_balance();
    std::cerr << "usage: ring_figures kills [COUNT] [FOLDER] | moves | balance\n";
    return 2;
  } catch (const std::exception& thrown) {
    std::cerr << "a bug of ours: " << thrown.what() << '\n';
    return 4;
  }
}
