// Carrying a change over from an older state to a newer one.                                       FORMAT.md 5 L, 6 gc
//
// A change hangs what it inserts on elements that the older state shows. The newer one may have erased them, and others
// may have forgotten them since: there what hangs on them would never be seen. So who writes late shows what the change
// makes of the newer state, and writes the delta to that.
#include <array>
#include <vector>

#include "rdx/rdx/array.h"
#include "rdx/tlv/record.h"

namespace rdx {
namespace {

std::vector<IdRange> ids_of(Bytes bare) {
  const ArrayView view = view_array(bare);
  std::vector<IdRange> ids;
  for_each_run(view, [&](const WeaveRun& run) { ids.push_back(run.range()); });
  IdRangeReader ranges(view.erased);
  while (const auto range = ranges.next()) ids.push_back(*range);
  normalize(ids);
  return ids;
}

}  // namespace

std::string L::carry_over(Bytes older, Bytes change, Bytes now) {
  const std::vector<IdRange> forgotten = subtract(ids_of(older), ids_of(now));
  std::string erased;
  if (!forgotten.empty()) {
    std::string ranges;
    append_id_ranges(ranges, forgotten);
    append_record(erased, kErasedLetter, ranges);
  }
  return merge(std::array<Bytes, 4>{now, older, erased, change});
}

}  // namespace rdx
