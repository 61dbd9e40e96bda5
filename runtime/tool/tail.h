// `rdx tail`: the log of a store in order of arrival, beside the process that writes it, as it grows.
//
//   tail := packet*                                        as packet_text.h has them; with `json` a line a packet
//
// Where the log has been cut beyond a place, or a state has come in its stead, that is said on `errors`, and it goes on
// with what is there. What it shows the writer has written, not always synced: a power cut may take back the last of
// it. Memory is bounded by one packet and what RocksDB keeps of the database's files.
#pragma once

#include <chrono>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "rdx/store/rocks_engine.h"

namespace rdx::tool {

struct TailOptions {
  std::optional<uint64_t> from = {};  // the first arrival; none: the last ones
  uint64_t last = 10;                 // so many
  bool follow = false;                // until it is over
  bool json = false;
  std::chrono::milliseconds pause{200};  // between two looks
};

/// The arrival that the last `count` packets begin at.
Result<uint64_t> start_of_last(const Engine& engine, uint64_t count);
/// Prints what is there from an arrival on, until `is_over`; answers where to go on. A gap is believed once it is there
/// after the engine has caught up some times.
Result<uint64_t> print_log(FollowingEngine& engine, uint64_t from, bool json, const std::function<bool()>& is_over,
                           std::ostream& out, std::ostream& errors);

/// `rdx tail FOLDER`. `is_over` is asked between packets and pauses. Answers the exit status; that it was over is fine.
int run_tail(const std::string& folder, const TailOptions& options, const std::function<bool()>& is_over,
             std::ostream& out, std::ostream& errors);

}  // namespace rdx::tool
