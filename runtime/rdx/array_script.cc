#include "rdx/rdx/array_script.h"

#include <algorithm>

namespace rdx {
namespace {

constexpr int64_t kCostLimit = 256;  // steps from either end before a way that is good enough is taken

struct Box {
  int64_t left = 0;  // of the old sequence
  int64_t right = 0;
  int64_t top = 0;  // of the new one
  int64_t bottom = 0;
};

struct Point {
  int64_t x = 0;
  int64_t y = 0;
};

class Script {
 public:
  Script(std::span<const uint32_t> before, std::span<const uint32_t> after) : before_(before), after_(after) {}

  std::vector<Hunk> run() {
    boxes_.push_back({0, std::ssize(before_), 0, std::ssize(after_)});
    while (!boxes_.empty()) {
      const Box box = boxes_.back();
      boxes_.pop_back();
      compare(box);
    }
    return std::move(hunks_);
  }

 private:
  bool is_same(int64_t x, int64_t y) const {
    return before_[static_cast<std::size_t>(x)] == after_[static_cast<std::size_t>(y)];
  }

  void compare(Box box) {
    while (box.left < box.right && box.top < box.bottom && is_same(box.left, box.top)) ++box.left, ++box.top;
    while (box.left < box.right && box.top < box.bottom && is_same(box.right - 1, box.bottom - 1))
      --box.right, --box.bottom;
    if (box.left == box.right && box.top == box.bottom) return;
    if (box.left == box.right || box.top == box.bottom) return add(box);
    const Point middle = split(box);
    boxes_.push_back({middle.x, box.right, middle.y, box.bottom});
    boxes_.push_back({box.left, middle.x, box.top, middle.y});  // first, so that hunks ascend
  }

  void add(const Box& box) {
    const Hunk hunk{static_cast<std::size_t>(box.left), static_cast<std::size_t>(box.right),
                    static_cast<std::size_t>(box.top), static_cast<std::size_t>(box.bottom)};
    if (!hunks_.empty() && hunks_.back().old_end == hunk.old_begin && hunks_.back().new_end == hunk.new_begin) {
      hunks_.back().old_end = hunk.old_end;
      hunks_.back().new_end = hunk.new_end;
    } else {
      hunks_.push_back(hunk);
    }
  }

  // A point on a shortest way through the box, or on a good one: never the box's first or last corner. Diagonal k holds
  // the points with x - y == k, counted from the box's own corner; each array tells how far its diagonal was reached.
  Point split(const Box& box) {
    const int64_t width = box.right - box.left;
    const int64_t height = box.bottom - box.top;
    const int64_t delta = width - height;
    const int64_t most = std::min((width + height + 1) / 2, kCostLimit);
    const int64_t span = most + 2;
    forward_.assign(static_cast<std::size_t>(2 * span + 1), -1);
    backward_.assign(static_cast<std::size_t>(2 * span + 1), -1);
    at(forward_, span, 1) = 0;
    at(backward_, span, 1) = 0;
    for (int64_t step = 0; step <= most; ++step) {
      for (int64_t k = -step; k <= step; k += 2) {
        const int64_t x = reach(forward_, span, k, width, height,
                                [&](int64_t dx, int64_t dy) { return is_same(box.left + dx, box.top + dy); });
        if (x < 0) continue;
        const int64_t other = delta - k;  // the same diagonal, seen from the other corner
        if (delta % 2 != 0 && std::abs(other) <= step - 1 && x + at(backward_, span, other) >= width &&
            at(backward_, span, other) >= 0)
          return {box.left + x, box.top + x - k};
      }
      for (int64_t k = -step; k <= step; k += 2) {
        const int64_t x = reach(backward_, span, k, width, height, [&](int64_t dx, int64_t dy) {
          return is_same(box.right - 1 - dx, box.bottom - 1 - dy);
        });
        if (x < 0) continue;
        const int64_t other = delta - k;
        if (delta % 2 == 0 && std::abs(other) <= step && at(forward_, span, other) >= 0 &&
            x + at(forward_, span, other) >= width)
          return {box.right - x, box.bottom - (x - k)};
      }
    }
    return furthest(box, span, most);
  }

  static int64_t& at(std::vector<int64_t>& reached, int64_t span, int64_t k) {
    return reached[static_cast<std::size_t>(span + k)];
  }

  // One step on diagonal k, then along what is the same. -1 where no way leads there.
  template <class IsSame>
  static int64_t reach(std::vector<int64_t>& reached, int64_t span, int64_t k, int64_t width, int64_t height,
                       IsSame same) {
    const int64_t below = at(reached, span, k - 1);
    int64_t x = std::max(at(reached, span, k + 1), below < 0 ? -1 : below + 1);
    if (x < 0 || x > width || x - k < 0 || x - k > height) return at(reached, span, k) = -1;
    while (x < width && x - k < height && same(x, x - k)) ++x;
    return at(reached, span, k) = x;
  }

  // The point that was reached with the least left to go, from either corner.
  Point furthest(const Box& box, int64_t span, int64_t most) {
    Point best{box.left, box.top};
    int64_t gone = -1;
    for (int64_t k = -most; k <= most; ++k) {
      const int64_t x = at(forward_, span, k);
      if (x >= 0 && 2 * x - k > gone) {
        gone = 2 * x - k;
        best = {box.left + x, box.top + x - k};
      }
      const int64_t back = at(backward_, span, k);
      if (back >= 0 && 2 * back - k > gone) {
        gone = 2 * back - k;
        best = {box.right - back, box.bottom - (back - k)};
      }
    }
    return best;
  }

  std::span<const uint32_t> before_;
  std::span<const uint32_t> after_;
  std::vector<Box> boxes_;
  std::vector<Hunk> hunks_;
  std::vector<int64_t> forward_;
  std::vector<int64_t> backward_;
};

}  // namespace

std::vector<Hunk> edit_script(std::span<const uint32_t> before, std::span<const uint32_t> after) {
  return Script(before, after).run();
}

}  // namespace rdx
