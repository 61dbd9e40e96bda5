// The merge of two runs, side by side: no branch depends on which head is smaller, as it would be mispredicted every
// other time.
//
// Items are decoded some ahead: the decoder then runs free of the merge's decisions. The last bytes of an input are
// read from a padded copy of them, so that nobody asks how much may be read behind a short item.
#pragma once

#include <array>
#include <cstring>

#include "rdx/rdx/run.h"
#include "rdx/rdx/run_writer.h"

namespace rdx::detail {

__extension__ using WholeKey = unsigned __int128;

template <class Run>
class TwoRuns {
 public:
  TwoRuns(Bytes bare_a, Bytes bare_b) : runs_{Run(bare_a), Run(bare_b)} {
    refill(0);
    refill(1);
  }
  TwoRuns(const TwoRuns&) = delete;
  TwoRuns& operator=(const TwoRuns&) = delete;

  void merge(RunWriter& out) {
    while (!is_empty(0) && !is_empty(1)) {
      if (keys_[ends_[0] - 1] < keys_[nexts_[1]]) {
        copy_batch(0, out);
      } else if (keys_[ends_[1] - 1] < keys_[nexts_[0]]) {
        copy_batch(1, out);
      } else {
        merge_batches(out);
      }
    }
    copy_rest(0, out);
    copy_rest(1, out);
  }

 private:
  static constexpr std::size_t kBatch = 32;
  static constexpr std::size_t kSlots = 2 * (kBatch + 1);
  static constexpr std::size_t kTail = 512;

  bool is_empty(std::size_t side) const { return nexts_[side] == ends_[side]; }

  void refill(std::size_t side) {
    if (runs_[side].left() <= kTail && runs_[side].limit() == runs_[side].end()) pad_tail(side);
    Run run = runs_[side];  // a copy, so that it stays in registers
    const std::size_t first = side * (kBatch + 1);
    std::size_t i = first;
    RunHead head;
    for (; i < first + kBatch && run.next(head); ++i) {
      if constexpr (!Run::kOneKey) low_keys_[i] = head.key_low;
      keys_[i] = head.key;
      ranks_[i] = head.rank;
      begins_[i] = head.begin;
    }
    begins_[i] = run.at();
    runs_[side] = run;
    nexts_[side] = first;
    ends_[side] = i;
  }

  void pad_tail(std::size_t side) {
    Run& run = runs_[side];
    char* const to = tails_[side].data();
    const std::size_t left = run.left();
    if (left != 0) std::memcpy(to, run.at(), left);
    std::memset(to + left, 0, RunWriter::kShort);
    run.go_on_in(to, to + left + RunWriter::kShort);
  }

  void advance_to(std::size_t side, std::size_t next) {
    nexts_[side] = next;
    if (is_empty(side)) refill(side);
  }

  void copy_batch(std::size_t side, RunWriter& out) {
    out.copy(begins_[nexts_[side]], begins_[ends_[side]], runs_[side].limit());
    refill(side);
  }

  void copy_rest(std::size_t side, RunWriter& out) {
    const Run& run = runs_[side];
    if (!is_empty(side)) out.copy(begins_[nexts_[side]], run.end(), run.limit());
  }

  RunItem item(std::size_t i) const {
    return {{Run::kOneKey ? 0 : low_keys_[i], keys_[i], ranks_[i], begins_[i]},
            begins_[i + 1],
            runs_[i > kBatch ? 1 : 0].limit()};
  }

  bool is_up_to(std::size_t a, std::size_t b) const {
    if constexpr (Run::kOneKey) return keys_[a] <= keys_[b];
    return (WholeKey{keys_[a]} << 64 | low_keys_[a]) <= (WholeKey{keys_[b]} << 64 | low_keys_[b]);
  }
  bool is_long(std::size_t i) const {
    if constexpr (Run::kOneKey) return false;
    return (low_keys_[i] & kLongItem) == kLongItem;
  }
  bool are_tied(std::size_t a, std::size_t b) const {
    const bool may_tie = Run::is_tie(ranks_[a]);
    return may_tie & (ranks_[a] == ranks_[b]);
  }

  // How large an item of these batches may be to be copied as kShort bytes; -1 where that might read past an input.
  std::ptrdiff_t short_size() const {
    const auto is_readable = [this](std::size_t side) {
      return runs_[side].limit() - begins_[ends_[side] - 1] >= RunWriter::kShort;
    };
    return is_readable(0) && is_readable(1) ? RunWriter::kShort : -1;
  }

  // Until either batch is at its end.
  void merge_batches(RunWriter& out) {
    std::size_t a = nexts_[0];
    std::size_t b = nexts_[1];
    const std::size_t end_a = ends_[0];
    const std::size_t end_b = ends_[1];
    const std::ptrdiff_t short_size = this->short_size();
    char* to = out.reserve(kSlots);
    while (a != end_a && b != end_b) {
      const bool a_goes = is_up_to(a, b);
      const bool b_goes = is_up_to(b, a);
      const bool a_wins = a_goes & ((ranks_[a] >= ranks_[b]) | (b_goes ^ true));
      const std::size_t winner = b ^ ((a ^ b) & (std::size_t{0} - a_wins));  // not `?:`, which becomes a branch
      const char* const begin = begins_[winner];
      const std::ptrdiff_t size = begins_[winner + 1] - begin;
      const bool may_be_longer = is_long(a);
      const bool is_tie = are_tied(a, b);
      if ((a_goes & b_goes & (may_be_longer | is_tie)) || size > short_size) {
        out.commit(to);
        const int order = write_one(a, b, out);
        to = out.reserve(kSlots);
        a += order <= 0;
        b += order >= 0;
      } else {
        std::memcpy(to, begin, RunWriter::kShort);
        to += size;
        a += a_goes;
        b += b_goes;
      }
    }
    out.commit(to);
    advance_to(0, a);
    advance_to(1, b);
  }

  // The smaller of any two heads, by all that decides between them; answers their order.
  [[gnu::noinline]] int write_one(std::size_t a, std::size_t b, RunWriter& out) const {
    const int order = compare(a, b);
    if (order == 0 && are_tied(a, b)) {
      join(a, b, out);
    } else {
      const std::size_t winner = order < 0 || (order == 0 && ranks_[a] >= ranks_[b]) ? a : b;
      out.append({begins_[winner], static_cast<std::size_t>(begins_[winner + 1] - begins_[winner])});
    }
    return order;
  }

  int compare(std::size_t a, std::size_t b) const {
    if (!is_up_to(a, b)) return 1;
    if (!is_up_to(b, a)) return -1;
    return is_long(a) ? Run::compare_long(item(a), item(b)) : 0;
  }

  void join(std::size_t a, std::size_t b, RunWriter& out) const {
    const RunItem item_a = item(a);
    const RunItem item_b = item(b);
    typename Run::Join join(item_a);
    if (item_a.bytes() != item_b.bytes()) join.add(item_b);
    join.write(out);
  }

  // NOLINTBEGIN: only what was decoded is ever read
  std::array<Run, 2> runs_;
  std::array<std::size_t, 2> nexts_;  // each side's next item, in the arrays below, and the end of its batch
  std::array<std::size_t, 2> ends_;
  std::array<uint64_t, kSlots> low_keys_;
  std::array<uint64_t, kSlots> keys_;
  std::array<uint64_t, kSlots> ranks_;
  std::array<const char*, kSlots> begins_;  // an item ends where the next one begins; that also holds for the last
  std::array<std::array<char, kTail + RunWriter::kShort>, 2> tails_;
  // NOLINTEND
};

}  // namespace rdx::detail
