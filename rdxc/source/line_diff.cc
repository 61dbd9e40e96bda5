// The shortest way by Myers' O(ND) method, after what is equal at both ends is put aside.
#include "rdxc/source/line_diff.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace rdxc {
namespace {

using Lines = std::vector<std::string_view>;

constexpr size_t kContext = 3;
constexpr std::ptrdiff_t kMostSteps = 2000;  // the way takes the square of it in memory

// With their ends, so that a missing last one is a difference.
Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end == std::string_view::npos ? end : end + 1));
    text.remove_prefix(lines.back().size());
  }
  return lines;
}

struct Edit {
  char mark;  // ' ', '-', '+'
  size_t old_at;
  size_t new_at;
};

class Differ {
 public:
  Differ(const Lines& before, const Lines& after) : old_(before), new_(after) {}

  std::vector<Edit> run() {
    size_t head = 0;
    while (head < old_.size() && head < new_.size() && old_[head] == new_[head]) ++head;
    size_t tail = 0;
    while (tail < old_.size() - head && tail < new_.size() - head &&
           old_[old_.size() - 1 - tail] == new_[new_.size() - 1 - tail])
      ++tail;
    for (size_t i = 0; i < head; ++i) edits_.push_back({' ', i, i});
    middle(head, old_.size() - tail, new_.size() - tail);
    for (size_t i = tail; i > 0; --i) edits_.push_back({' ', old_.size() - i, new_.size() - i});
    return std::move(edits_);
  }

 private:
  using Signed = std::ptrdiff_t;

  // reached_[d][k + d]: how far into the old text d edits lead on diagonal k
  void middle(size_t begin, size_t old_end, size_t new_end) {
    const auto old_count = static_cast<Signed>(old_end - begin);
    const auto new_count = static_cast<Signed>(new_end - begin);
    for (Signed d = 0; d <= std::min(old_count + new_count, kMostSteps); ++d) {
      std::vector<Signed> row(static_cast<size_t>(2 * d + 1));
      for (Signed k = -d; k <= d; k += 2) {
        Signed x = start_of(d, k);
        while (x < old_count && x - k < new_count && line(old_, begin, x) == line(new_, begin, x - k)) ++x;
        row[static_cast<size_t>(k + d)] = x;
        if (x < old_count || x - k < new_count) continue;
        reached_.push_back(std::move(row));
        return walk_back(begin, d, k, x);
      }
      reached_.push_back(std::move(row));
    }
    for (size_t i = begin; i < old_end; ++i) edits_.push_back({'-', i, begin});
    for (size_t i = begin; i < new_end; ++i) edits_.push_back({'+', old_end, i});
  }

  static std::string_view line(const Lines& lines, size_t begin, Signed at) {
    return lines[begin + static_cast<size_t>(at)];
  }

  Signed reached(Signed d, Signed k) const {
    if (d < 0 || k < -d || k > d) return -1;
    return reached_[static_cast<size_t>(d)][static_cast<size_t>(k + d)];
  }

  // A line more of the new text leads here from k + 1, a line less of the old one from k - 1.
  bool comes_down(Signed d, Signed k) const {
    return k == -d || (k != d && reached(d - 1, k - 1) < reached(d - 1, k + 1));
  }

  Signed start_of(Signed d, Signed k) const {
    if (d == 0) return 0;
    return comes_down(d, k) ? reached(d - 1, k + 1) : reached(d - 1, k - 1) + 1;
  }

  void walk_back(size_t begin, Signed d, Signed k, Signed x) {
    const size_t first = edits_.size();
    const auto add = [&](char mark, Signed old_at, Signed new_at) {
      edits_.push_back({mark, begin + static_cast<size_t>(old_at), begin + static_cast<size_t>(new_at)});
    };
    for (; d >= 0; --d) {
      const Signed start = start_of(d, k);
      for (; x > start; --x) add(' ', x - 1, x - 1 - k);
      if (d == 0) break;
      const bool down = comes_down(d, k);
      if (down) {
        add('+', x, x - k - 1);
        ++k;
      } else {
        add('-', x - 1, x - k);
        --k;
        --x;
      }
    }
    std::reverse(edits_.begin() + static_cast<Signed>(first), edits_.end());
  }

  const Lines& old_;
  const Lines& new_;
  std::vector<std::vector<Signed>> reached_;
  std::vector<Edit> edits_;
};

std::string range(size_t first, size_t count) {
  return std::to_string(count == 0 ? first : first + 1) + (count == 1 ? "" : ',' + std::to_string(count));
}

void add_line(std::string& out, char mark, std::string_view line) {
  out += mark;
  out += line;
  if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

// The edits [begin, end), with what is around them.
void add_hunk(std::string& out, const std::vector<Edit>& edits, size_t begin, size_t end, const Lines& before,
              const Lines& after) {
  size_t old_count = 0;
  size_t new_count = 0;
  for (size_t i = begin; i < end; ++i) {
    old_count += edits[i].mark != '+';
    new_count += edits[i].mark != '-';
  }
  out += "@@ -" + range(edits[begin].old_at, old_count) + " +" + range(edits[begin].new_at, new_count) + " @@\n";
  for (size_t i = begin; i < end; ++i)
    add_line(out, edits[i].mark, edits[i].mark == '+' ? after[edits[i].new_at] : before[edits[i].old_at]);
}

}  // namespace

std::string unified_diff(std::string_view old_name, std::string_view old_text, std::string_view new_name,
                         std::string_view new_text) {
  if (old_text == new_text) return {};
  const Lines before = split(old_text);
  const Lines after = split(new_text);
  const std::vector<Edit> edits = Differ(before, after).run();
  std::string out = "--- " + std::string(old_name) + "\n+++ " + std::string(new_name) + '\n';
  for (size_t at = 0; at < edits.size();) {
    while (at < edits.size() && edits[at].mark == ' ') ++at;
    if (at == edits.size()) break;
    const size_t begin = at - std::min(at, kContext);
    size_t last = at;
    for (size_t i = at; i < edits.size() && i <= last + 2 * kContext + 1; ++i)
      if (edits[i].mark != ' ') last = i;
    const size_t end = std::min(last + 1 + kContext, edits.size());
    add_hunk(out, edits, begin, end, before, after);
    at = end;
  }
  return out;
}

}  // namespace rdxc
