// World: replicas, their disks, the network between them and the programs on them, through one random history.
//
// Every step is chosen by the seed: programs create, edit, remove and transact, also with copies that are out of date;
// replicas ask each other for diffs and push their commits; messages are late, lost, twice, cut short; replicas are
// killed, lose their power, their disk, or go back to an old copy; they collect, and forget peers that are gone, or
// away. After every step the replica that it was about is compared with the ledger:
//
//   nothing acknowledged is lost   what a replica answered for is there, unless its disk was lost before it left
//   nothing counts twice           C, U and N add up to what the programs meant
//   equal dots, equal objects      what a replica shows follows from its dots alone, byte for byte
//
// At the end the network heals, everybody syncs with everybody, and all show the same; all collect everything, and have
// the same bytes, without a log. The operator of this world keeps three rules: a replica whose disk went back in time
// meets all others, both ways, before it writes; and one whose disk is new meets another before it takes what is
// pushed; no replica is forgotten while another that was has not come back.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulator/disk.h"

namespace rdx::simulator {

/// The rules that can be switched off, each of which must be missed.
enum class Rule {
  none,
  sync_before_answer,  // a commit is answered when it is on the disk
  one_batch,           // a packet's record, effects and number are written in one batch
  carry_over,          // a save works on what stands there now
};
inline constexpr std::array kRules = {Rule::sync_before_answer, Rule::one_batch, Rule::carry_over};
const char* rule_name(Rule rule);

using MakeDisk = std::function<std::unique_ptr<Disk>(Habits habits, OnWrite on_write, uint64_t seed)>;

struct Settings {
  uint64_t seed = 1;
  uint32_t steps = 80;
  Rule broken = Rule::none;
  /// Whether commits are answered when they are on the disk; none: the seed's choice.
  std::optional<bool> acknowledges = std::nullopt;
  /// After a power cut nobody waits for the others; before a push what is pushed is synced.
  bool is_hasty = false;
  /// Commits are pushed before they are synced. With `written` and haste others may then have what
  /// the writer lost.
  bool is_eager = false;
  MakeDisk make_disk = nullptr;  // none: in memory
};

struct Outcome {
  /// What was wrong, and at which step; nothing where all was well.
  std::optional<std::string> failure;
  std::vector<std::string> trace;
  uint64_t packets = 0;
  uint64_t losses = 0;  // times that a replica came back with less than it had
  uint64_t kills = 0;
  uint64_t power_cuts = 0;
  uint64_t collected = 0;   // packets
  uint64_t forgotten = 0;   // peers
  uint64_t behind = 0;      // times that a forgotten replica had to start anew
  uint64_t switches = 0;    // times that a state took the place of another
  uint64_t conflicts = 0;   // of transactions
  uint64_t told = 0;        // packets, to those who follow the logs
  uint64_t begun_anew = 0;  // times that one of those was behind
};

Outcome run_history(const Settings& settings);

}  // namespace rdx::simulator
