// SpanTree: a weave in memory, found by position and by id in O(log n).
//
// A B+ tree whose leaves hold spans in weave order and whose inner nodes count what is shown below each child. Spans
// are what runs are in bytes, but may be cut where runs are not. Edits stay near each other, so the leaf that was
// looked at last is remembered, and the counts above it are brought up to date when another one is.
//
// Where an id stands is only kept track of once somebody asks for it: somebody who types alone does not.
#pragma once

#include <array>
#include <map>
#include <vector>

#include "rdx/rdx/array_run.h"

namespace rdx {

/// Elements that follow on each other, one kind.
struct Span {
  Stamp first;
  uint64_t length = 0;
  uint32_t text = 0;  // where its bytes begin in the tree's owner's text
  uint32_t size = 0;  // and how many there are
  char letter = 0;    // F I R S: one element, X: text, G: gap

  uint64_t last_revision() const { return first.revision + length - 1; }
  Stamp id_at(uint64_t offset) const { return {first.revision + offset, first.source}; }
  bool is_gap() const { return letter == kGapLetter; }
  bool is_text() const { return letter == kTextLetter; }
  /// Whether `other` has the ids that come right behind this one's.
  bool is_followed_by(Stamp other) const {
    return other.source == first.source && other.revision == first.revision + length;
  }
};

class SpanTree {
 public:
  /// A span, or the end of a leaf, where span == the leaf's size. Good until the tree changes.
  struct Place {
    uint32_t leaf = 0;
    uint32_t span = 0;
  };
  struct Found {
    Place place;
    uint64_t offset = 0;  // of the element in the span
  };

  /// Whether only text is shown; else every live element.
  explicit SpanTree(bool shows_text_only);

  uint64_t shown() const { return shown_; }
  uint64_t shown(const Span& span) const {
    return span.is_text() || (!shows_text_only_ && !span.is_gap()) ? span.length : 0;
  }

  /// The shown element at `position`, which is less than shown().
  Found find(uint64_t position);
  std::optional<Found> find(Stamp id);
  /// The lowest id of that source above `id`; its revision alone. Nothing where there is none.
  std::optional<uint64_t> next_revision(Stamp id);
  /// How many shown elements stand before the span.
  uint64_t shown_before(Place place);

  Place begin() const { return {first_leaf_, 0}; }
  bool is_end(Place place) const { return place.span >= leaves_[place.leaf].size; }
  const Span& operator[](Place place) const { return leaves_[place.leaf].spans[place.span]; }
  /// The span behind `place`, which is no end; an end where there is none.
  Place next(Place place) const;
  /// Steps from a leaf's end to the next leaf, where there is one.
  Place settle(Place place) const;

  /// Puts a span before `place`; answers where it stands now.
  Place insert(Place place, const Span& span);
  void replace(Place place, const Span& span);
  /// Not a leaf's only span.
  void remove(Place place);
  void append(const Span& span);

  template <class Visit>
  void for_each(Visit visit) const {
    for (uint32_t leaf = first_leaf_; leaf != kNone; leaf = leaves_[leaf].next)
      for (uint32_t i = 0; i < leaves_[leaf].size; ++i) visit(leaves_[leaf].spans[i]);
  }

 private:
  static constexpr uint32_t kNone = ~uint32_t{0};
  static constexpr uint32_t kSpans = 32;
  static constexpr uint32_t kChildren = 32;

  struct Leaf {
    uint32_t size = 0;
    uint32_t parent = kNone;
    uint32_t next = kNone;
    uint64_t shown = 0;
    std::array<Span, kSpans> spans;
  };
  struct Node {
    uint32_t size = 0;
    uint32_t parent = kNone;
    bool has_leaves = true;
    std::array<uint32_t, kChildren> children;
    std::array<uint64_t, kChildren> shown;
  };
  // The leaf that was looked at last.
  struct Near {
    uint32_t leaf = kNone;
    uint64_t before = 0;   // shown before it
    uint64_t pending = 0;  // shown in it, and not counted above it yet; modulo 2^64
  };
  using Key = std::pair<uint32_t, uint64_t>;  // source, revision of a span's first

  void go_near(uint64_t position);
  void settle_counts();
  void count(uint32_t leaf, uint64_t more);
  void count_above(uint32_t leaf, uint64_t more);
  uint32_t slot_of(const Node& node, uint32_t child) const;
  uint32_t split(uint32_t leaf, uint32_t at);
  void insert_child(uint32_t node, uint32_t after, uint32_t child, uint64_t shown);
  uint32_t split_node(uint32_t node);
  void set_parent(const Node& node, uint32_t child, uint32_t parent);
  void note(const Span& span, uint32_t leaf) {
    if (has_ids_) ids_[{span.first.source, span.first.revision}] = leaf;
  }
  void forget(const Span& span) {
    if (has_ids_) ids_.erase({span.first.source, span.first.revision});
  }
  void index_ids();

  bool shows_text_only_;
  uint64_t shown_ = 0;
  std::vector<Leaf> leaves_;
  std::vector<Node> nodes_;
  uint32_t first_leaf_ = 0;
  uint32_t last_leaf_ = 0;
  uint32_t root_ = 0;
  Near near_;
  bool has_ids_ = false;
  std::map<Key, uint32_t> ids_;  // to leaves
};

}  // namespace rdx
