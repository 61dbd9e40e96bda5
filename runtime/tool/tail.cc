#include "rdx/tool/tail.h"

#include <algorithm>
#include <ostream>
#include <thread>
#include <vector>

#include "rdx/store/local_store.h"
#include "rdx/tool/dump.h"
#include "rdx/tool/packet_text.h"
#include "rdx/tool/ring_folder.h"
#include "rdx/tool/value.h"

namespace rdx::tool {
namespace {

constexpr std::size_t kPage = 256;
// What the writer moves from one file to another while it is followed may be in neither for a moment.
constexpr int kLooksAtGap = 5;

struct Arrival {
  uint64_t number = 0;
  Dot dot;
};

Result<std::vector<Arrival>> arrivals_from(const Engine& engine, const Keys& keys, uint64_t from) {
  std::vector<Arrival> page;
  const auto collect = [&](Bytes key, Bytes value) {
    page.push_back({read_big_endian(keys.tail(key)), take_dot(value).value_or(Dot())});
    return page.size() < kPage;
  };
  const Key all = keys.start('A');
  if (auto done = engine.scan(keys.arrival(from), end_of_prefix(all), collect); !done) return std::move(done).error();
  return page;
}

void tell_gap(uint64_t from, uint64_t to, std::ostream& errors) {
  errors << "rdx: arrivals " << from << " to " << to - 1 << " are not in the log; it goes on at " << to << '\n';
}

}  // namespace

// There is no scan backwards, so the last arrival is looked for by halves.
Result<uint64_t> start_of_last(const Engine& engine, uint64_t count) {
  const Keys keys;
  const auto next = [&](uint64_t from) -> Result<std::optional<uint64_t>> {
    std::optional<uint64_t> found;
    const auto take = [&](Bytes key, Bytes) { return found = read_big_endian(keys.tail(key)), false; };
    if (auto done = engine.scan(keys.arrival(from), end_of_prefix(keys.start('A')), take); !done) return done.error();
    return found;
  };
  uint64_t end = 0;  // no arrival is known from here on
  for (uint64_t step = uint64_t{1} << 63; step != 0; step /= 2) {
    RDX_TRY(const auto found, next(end + step - 1));
    if (found) end += step;
  }
  RDX_TRY(const auto start, next(end - std::min(end, count)));
  return start.value_or(end);
}

Result<uint64_t> print_log(FollowingEngine& engine, uint64_t from, bool json, const std::function<bool()>& is_over,
                           std::ostream& out, std::ostream& errors) {
  const Keys keys;
  std::optional<ClassNames> names;
  for (int looks = 1;;) {
    RDX_TRY(const auto page, arrivals_from(engine, keys, from));
    if (page.empty()) return from;
    if (page.front().number != from && looks++ < kLooksAtGap) {
      if (auto done = engine.catch_up(); !done) return std::move(done).error();
      continue;
    }
    looks = 1;
    if (!names) {
      RDX_TRY(names, ClassNames::read(engine));  // what is new may be of a new class
    }
    const PacketContext context{engine, keys, *names, built_in_types()};
    for (const Arrival& each : page) {
      if (is_over() || !out) return from;
      if (each.number != from && &each != &page.front()) break;  // looked at again
      if (each.number != from) tell_gap(from, each.number, errors);
      from = each.number + 1;
      auto stored = engine.get(keys.packet(each.dot));
      if (!stored) return std::move(stored).error();
      const std::string bytes = std::move(*stored).value_or(std::string());
      Bytes record = bytes;
      const auto packet = take_tiny(record, 'A') ? take_packet(record) : std::nullopt;
      if (!packet) return Error{ErrorCode::input_output, "packet " + to_text(each.dot) + " is damaged in the log"};
      auto printed = (json ? print_packet_json : print_packet)(context, each.number, *packet, out);
      if (!printed) return std::move(printed).error();
    }
  }
}

namespace {

// What has been cut off was there, and what comes next may be waited for; what lies further is another log's.
Result<void> check_come(Engine& engine, uint64_t arrival) {
  RDX_TRY(const auto store, LocalStore::open(engine, {}));
  if (arrival <= store->arrivals()) return {};
  return Error{ErrorCode::behind, "arrival " + std::to_string(arrival) + " has not come to this log, which ends at " +
                                      std::to_string(store->arrivals())};
}

Result<void> follow(FollowingEngine& engine, const TailOptions& options, const std::function<bool()>& is_over,
                    std::ostream& out, std::ostream& errors) {
  uint64_t from = options.from.value_or(0);
  if (options.from) {
    if (auto come = check_come(engine, from); !come) return come;
  } else {
    RDX_TRY(from, start_of_last(engine, options.last));
  }
  for (;;) {
    RDX_TRY(from, print_log(engine, from, options.json, is_over, out, errors));
    out.flush();
    if (!options.follow || !out || is_over()) return {};
    std::this_thread::sleep_for(options.pause);
    if (is_over()) return {};
    if (auto done = engine.catch_up(); !done) return done;
  }
}

Result<void> tail(const std::string& folder, const TailOptions& options, const std::function<bool()>& is_over,
                  std::ostream& out, std::ostream& errors) {
  RDX_TRY(const auto engine, open_database_to_follow(folder));
  if (auto done = check_replica_database(*engine, folder); !done) return done;
  return follow(*engine, options, is_over, out, errors);
}

}  // namespace

int run_tail(const std::string& folder, const TailOptions& options, const std::function<bool()>& is_over,
             std::ostream& out, std::ostream& errors) {
  const auto done = tail(folder, options, is_over, out, errors);
  if (!done) errors << "rdx: " << done.error().message << '\n';
  return done && out ? kFine : kFiles;
}

}  // namespace rdx::tool
