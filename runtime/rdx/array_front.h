// Fronts: the heads of the strands that a merge reads.                                                FORMAT.md 5, L
//
// A strand is an input's weave or a block. Strands whose heads are one id form a front and advance as one, until the
// first of their runs ends: what cuts one input's runs costs the same however many inputs share them.
#pragma once

#include <deque>
#include <vector>

#include "rdx/rdx/array_run.h"

namespace rdx {

inline constexpr uint32_t kNobody = ~uint32_t{0};

/// A weave or a block that is being read.
struct Strand {
  WeaveReader reader;
  uint64_t last = 0;           // the revision that its run ends with
  uint32_t child = kNobody;    // in its front's heap, where the run that ends first is on top
  uint32_t sibling = kNobody;  // in that heap; among the free ones, the next
};

/// Text from a front's head on. It has a second part only where two strands gave one id two values.
struct FrontText {
  Bytes bytes;
  uint64_t last = 0;  // the revision of its last element
  uint32_t later = kNobody;
};

/// Strands that have the same element at their heads, and what they say of it and of what follows, joined: a gap beats
/// everything, then the larger value stands.
struct Front {
  Stamp head;
  uint32_t strands = kNobody;  // the top of their heap
  char letter = 0;             // a single element at the head; 0: none
  Bytes value;
  uint64_t gap_last = 0;  // erased up to this revision
  FrontText text;

  bool is_gap() const { return gap_last >= head.revision; }
  bool has_text() const { return text.last >= head.revision; }
};

/// All strands and fronts of a merge.
class Fronts {
 public:
  bool empty() const { return fronts_.empty(); }
  /// The largest head; less than any id where there is none.
  Stamp top_head() const { return fronts_.empty() ? Stamp{} : fronts_.front().head; }

  /// Begins to read a weave or a block.
  void open(Bytes runs);
  /// Takes the front with the largest head out, with all that have the same joined to it. Only where not empty.
  Front take();
  /// The revision up to which every strand of the front goes on.
  uint64_t common_last(const Front& front) const {
    const uint64_t last = strands_[front.strands].last;
    return front.text.later != kNobody && front.text.last < last && front.has_text() ? front.text.last : last;
  }
  /// Moves the front's head behind `last`, and appends the strands whose run ends there to `ended`. What is left of the
  /// front takes its place again.
  void pass(Front& front, uint64_t last, std::vector<uint32_t>& ended);

  WeaveReader& reader(uint32_t strand) { return strands_[strand].reader; }
  /// The strand goes on with its next run, or is done.
  void advance(uint32_t strand);

 private:
  struct Less {
    bool operator()(const Front& a, const Front& b) const { return a.head < b.head; }
  };

  void push(const Front& front);
  void pop(Front& front);
  uint32_t meld(uint32_t a, uint32_t b);
  uint32_t without_top(uint32_t top);
  void join(Front& front, const Front& other);
  void join_texts(Front& front, const Front& other);
  FrontText larger_text(const Front& front, const FrontText& other);
  void pass_text(FrontText& text, uint64_t head, uint64_t last) const;
  uint64_t end_of(const FrontText& text) const;

  std::vector<Strand> strands_;
  uint32_t free_ = kNobody;
  std::vector<Front> fronts_;  // a heap, the largest head first
  std::vector<uint32_t> melding_;
  std::vector<FrontText> later_;
  std::deque<std::string> joined_;  // texts that stand in no input
};

}  // namespace rdx
