// What a gc did, and whom it waits for.                                                  DESIGN.md, The horizon
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rdx {

struct Collected {
  bool is_new = false;              // the horizon moved
  std::vector<uint32_t> waits_for;  // peers that have not reported; then nothing was done
  uint64_t packets = 0;             // dropped from the log
  uint64_t packet_bytes = 0;        // of those
  uint64_t values = 0;              // that forgot something
  uint64_t value_bytes = 0;         // less of those
};

struct KnownPeer {
  uint32_t source = 0;
  std::string dots;       // D( ranges ): what it has reported; empty: nothing yet
  bool has_more = false;  // it reported packets that are not here
  uint64_t lacks = 0;     // packets that are here and not in its report
};

}  // namespace rdx
