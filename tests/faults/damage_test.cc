// Damaged files: bytes flipped, zeroed and cut off in every kind of file that a database has. It opens to a front of
// what was written, or refuses by name; what can be read is right; and a peer refills it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>

#include "rdx/rdx.h"
#include "rdx/rocksdb.h"
#include "tests/faults/content.h"
#include "tests/faults/power_cut_file_system.h"
#include "tests/faults/temporary_folder.h"

namespace rdx::faults {
namespace {

using simulator::Dice;

const RocksOptions kRocks{.durability = Durability::written, .least_free_bytes = 0};

// What a killed database left, its content, and a peer that has all of it.
struct Original {
  explicit Original(int packets) {
    const auto system = std::make_shared<PowerCutFileSystem>(folder.path());
    const auto environment = rocksdb::NewCompositeEnv(system);
    RocksOptions rocks = kRocks;
    rocks.environment = environment.get();
    Dice dice(7);
    {
      auto engine = open_rocks_engine(folder.path(), rocks).value();
      Engine& below = *engine;
      Replica replica = Replica::over(std::move(engine), {.source = 1}).value();
      for (int part = 0; part < 3; ++part) {
        if (part > 0) below.compact().value();
        content.write(replica, dice, packets / 3);
      }
      for (bool more = true; more;) more = peer.integrate_diff(*replica.build_diff(*peer.request_diff())).value().more;
      system->cut(Loss::nothing, 1);
    }
    EXPECT_TRUE(system->power_on());
    files = read_folder(folder.path());
  }

  TemporaryFolder folder;
  Content content;
  Replica peer = open_memory({.source = 2}).value();
  Survivors files;
};

std::string kind_of(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  if (const std::size_t dot = name.rfind('.'); dot != std::string::npos) return name.substr(dot + 1);
  return name.substr(0, name.find('-'));
}

// One bit flipped, up to 64 bytes zeroed, or the end cut off.
std::string damaged(std::string bytes, Dice& dice) {
  const std::size_t at = dice.below(bytes.size());
  switch (dice.below(3)) {
    case 0: bytes[at] = static_cast<char>(bytes[at] ^ 1 << dice.below(8)); break;
    case 1:
      bytes.replace(at, std::min(bytes.size() - at, 1 + dice.below(64)),
                    std::min(bytes.size() - at, 1 + dice.below(64)), '\0');
      break;
    default: bytes.resize(at); break;
  }
  return bytes;
}

struct Tally {
  int refused = 0, whole = 0, front = 0, partly_readable = 0, hands_nothing_on = 0;
};

// Whether the replica took from the peer what it lacked, and shows it.
bool refills(Replica& replica, Original& original) {
  for (bool more = true; more;) {
    const auto request = replica.request_diff();
    if (!request) return false;
    const auto integrated = replica.integrate_diff(*original.peer.build_diff(*request));
    if (!integrated) return false;
    more = integrated->more;
  }
  const auto comparison = original.content.compare(replica);
  return comparison.packets == original.content.dots().size() && comparison.wrong.empty() && comparison.refused == 0;
}

// Answers whether it hands anything on.
bool check_what_it_hands_on(Original& original, Replica& replica) {
  Replica other = open_memory({.source = 4}).value();
  const auto diff = replica.build_diff(*other.request_diff());
  if (!diff) {
    EXPECT_EQ(diff.error().code, ErrorCode::input_output) << diff.error().message;
    return false;
  }
  EXPECT_TRUE(other.integrate_diff(*diff));
  const auto comparison = original.content.compare(other);
  EXPECT_EQ(comparison.wrong, "");
  EXPECT_EQ(comparison.refused, 0U);
  return true;
}

void open_damaged(Original& original, const std::string& folder, Tally& tally) {
  auto opened = open_rocksdb(folder, {}, kRocks);
  if (!opened) {
    ++tally.refused;
    EXPECT_TRUE(opened.error().code == ErrorCode::input_output || opened.error().code == ErrorCode::format)
        << error_code_name(opened.error().code);
    EXPECT_NE(opened.error().message.find(folder), std::string::npos) << opened.error().message;
    return;
  }
  const auto comparison = original.content.compare(*opened);
  EXPECT_TRUE(comparison.is_front) << comparison.packets << " in a row, and others";
  EXPECT_EQ(comparison.wrong, "") << "shows what was never written";
  if (!check_what_it_hands_on(original, *opened)) ++tally.hands_nothing_on;
  if (comparison.refused != 0) {
    ++tally.partly_readable;
    return;
  }
  ++(comparison.packets == original.content.dots().size() ? tally.whole : tally.front);
  EXPECT_TRUE(refills(*opened, original));
}

TEST(Damage, EveryKindOfFileIsRefusedOrGivesAFront) {
  Original original(180);
  ASSERT_EQ(original.content.dots().size(), 180U);
  const int trials = std::getenv("RDX_LONG") != nullptr ? 400 : 40;
  std::map<std::string, Tally> tallies;
  for (const auto& [path, bytes] : original.files) {
    if (bytes.empty()) continue;
    for (int trial = 0; trial < trials; ++trial) {
      SCOPED_TRACE(path + ", trial " + std::to_string(trial));
      Dice dice(static_cast<uint64_t>(trial) * 1000 + path.size());
      Survivors files = original.files;
      files[path] = damaged(bytes, dice);
      write_folder(original.folder.path(), files);
      open_damaged(original, original.folder.path(), tallies[kind_of(path)]);
    }
  }
  for (const auto& [kind, tally] : tallies)
    std::cout << kind << ": " << tally.refused << " refused, " << tally.whole << " whole, " << tally.front
              << " a front, " << tally.partly_readable << " refuse some objects\n";
  for (const char* kind : {"log", "sst", "MANIFEST", "CURRENT", "OPTIONS"}) EXPECT_EQ(tallies.count(kind), 1U) << kind;
  EXPECT_GT(tallies["log"].front, 0);
  EXPECT_GT(tallies["MANIFEST"].refused, 0);
}

// Larger than what opening reads: the damage is met later, by whoever reads there, and never handed on.
TEST(Damage, ADamagedTableRefusesWhatItHeldAndNothingElse) {
  Original original(6000);
  Tally tally;
  const int trials = std::getenv("RDX_LONG") != nullptr ? 300 : 15;
  for (const auto& [path, bytes] : original.files) {
    if (kind_of(path) != "sst") continue;
    for (int trial = 0; trial < trials; ++trial) {
      SCOPED_TRACE(path + ", trial " + std::to_string(trial));
      Dice dice(static_cast<uint64_t>(trial) + 1);
      Survivors files = original.files;
      files[path][dice.below(bytes.size())] ^= 1;
      write_folder(original.folder.path(), files);
      open_damaged(original, original.folder.path(), tally);
    }
  }
  std::cout << tally.refused << " refused, " << tally.whole << " whole, " << tally.front << " a front, "
            << tally.partly_readable << " refuse some objects, " << tally.hands_nothing_on << " hand nothing on\n";
  EXPECT_GT(tally.partly_readable, 0);
  EXPECT_GT(tally.hands_nothing_on, 0);
}

TEST(Damage, AnEmptyFolderIsRefilledByAPeer) {
  Original original(60);
  write_folder(original.folder.path(), {});
  Replica replica = open_rocksdb(original.folder.path(), {.source = 3}, kRocks).value();
  EXPECT_TRUE(refills(replica, original));
}

}  // namespace
}  // namespace rdx::faults
