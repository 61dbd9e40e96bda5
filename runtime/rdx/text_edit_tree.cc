#include "rdx/rdx/text_edit_tree.h"

#include <algorithm>

namespace rdx {

SpanTree::SpanTree(bool shows_text_only) : shows_text_only_(shows_text_only), leaves_(1), nodes_(1) {
  leaves_[0].parent = 0;
  nodes_[0].size = 1;
  nodes_[0].children[0] = 0;
  nodes_[0].shown[0] = 0;
}

// ---- Counts

void SpanTree::settle_counts() {
  if (near_.leaf != kNone && near_.pending != 0) count_above(near_.leaf, std::exchange(near_.pending, 0));
}

void SpanTree::count(uint32_t leaf, uint64_t more) {
  if (more == 0) return;
  leaves_[leaf].shown += more;
  shown_ += more;
  if (leaf == near_.leaf) {
    near_.pending += more;
  } else {
    settle_counts();
    near_.leaf = kNone;
    count_above(leaf, more);
  }
}

void SpanTree::count_above(uint32_t leaf, uint64_t more) {
  uint32_t child = leaf;
  for (uint32_t node = leaves_[leaf].parent; node != kNone; node = nodes_[node].parent) {
    nodes_[node].shown[slot_of(nodes_[node], child)] += more;
    child = node;
  }
}

uint32_t SpanTree::slot_of(const Node& node, uint32_t child) const {
  uint32_t slot = 0;
  while (node.children[slot] != child) ++slot;
  return slot;
}

// ---- Looking

void SpanTree::go_near(uint64_t position) {
  if (near_.leaf != kNone && position >= near_.before && position - near_.before < leaves_[near_.leaf].shown) return;
  settle_counts();
  uint64_t before = 0;
  uint32_t at = root_;
  while (true) {
    const Node& node = nodes_[at];
    uint32_t slot = 0;
    while (slot + 1 < node.size && position - before >= node.shown[slot]) before += node.shown[slot++];
    at = node.children[slot];
    if (node.has_leaves) break;
  }
  near_ = {at, before, 0};
}

SpanTree::Found SpanTree::find(uint64_t position) {
  go_near(position);
  const Leaf& leaf = leaves_[near_.leaf];
  uint64_t left = position - near_.before;
  uint32_t i = 0;
  while (i + 1 < leaf.size && left >= shown(leaf.spans[i])) left -= shown(leaf.spans[i++]);
  return {{near_.leaf, i}, left};
}

uint64_t SpanTree::shown_before(Place place) {
  settle_counts();
  uint64_t before = 0;
  for (uint32_t i = 0; i < place.span; ++i) before += shown(leaves_[place.leaf].spans[i]);
  uint32_t child = place.leaf;
  for (uint32_t node = leaves_[place.leaf].parent; node != kNone; node = nodes_[node].parent) {
    for (uint32_t slot = 0; nodes_[node].children[slot] != child; ++slot) before += nodes_[node].shown[slot];
    child = node;
  }
  return before;
}

SpanTree::Place SpanTree::next(Place place) const { return settle({place.leaf, place.span + 1}); }

SpanTree::Place SpanTree::settle(Place place) const {
  const Leaf& leaf = leaves_[place.leaf];
  return place.span < leaf.size || leaf.next == kNone ? place : Place{leaf.next, 0};
}

// ---- Ids

void SpanTree::index_ids() {
  has_ids_ = true;
  for (uint32_t leaf = first_leaf_; leaf != kNone; leaf = leaves_[leaf].next)
    for (uint32_t i = 0; i < leaves_[leaf].size; ++i) note(leaves_[leaf].spans[i], leaf);
}

std::optional<SpanTree::Found> SpanTree::find(Stamp id) {
  if (!has_ids_) index_ids();
  auto above = ids_.upper_bound({id.source, id.revision});
  if (above == ids_.begin()) return std::nullopt;
  const auto& [key, leaf] = *std::prev(above);
  if (key.first != id.source) return std::nullopt;
  for (uint32_t i = 0; i < leaves_[leaf].size; ++i) {
    const Span& span = leaves_[leaf].spans[i];
    if (span.first != Stamp{key.second, key.first}) continue;
    if (id.revision > span.last_revision()) return std::nullopt;
    return Found{{leaf, i}, id.revision - span.first.revision};
  }
  return std::nullopt;
}

std::optional<uint64_t> SpanTree::next_revision(Stamp id) {
  if (!has_ids_) index_ids();
  const auto above = ids_.upper_bound({id.source, id.revision});
  if (above == ids_.end() || above->first.first != id.source) return std::nullopt;
  return above->first.second;
}

// ---- Changing

SpanTree::Place SpanTree::insert(Place place, const Span& span) {
  if (leaves_[place.leaf].size == kSpans) {
    // Who types or loads on at a leaf's end leaves full leaves behind.
    const uint32_t at = place.span == kSpans ? kSpans - 1 : kSpans / 2;
    const uint32_t right = split(place.leaf, at);
    if (place.span > at) place = {right, place.span - at};
  }
  Leaf& leaf = leaves_[place.leaf];
  std::copy_backward(leaf.spans.begin() + place.span, leaf.spans.begin() + leaf.size,
                     leaf.spans.begin() + leaf.size + 1);
  leaf.spans[place.span] = span;
  ++leaf.size;
  note(span, place.leaf);
  count(place.leaf, shown(span));
  return place;
}

void SpanTree::replace(Place place, const Span& span) {
  Span& old = leaves_[place.leaf].spans[place.span];
  const uint64_t more = shown(span) - shown(old);
  if (old.first != span.first) {
    forget(old);
    note(span, place.leaf);
  }
  old = span;
  count(place.leaf, more);
}

void SpanTree::remove(Place place) {
  Leaf& leaf = leaves_[place.leaf];
  const uint64_t less = shown(leaf.spans[place.span]);
  forget(leaf.spans[place.span]);
  std::copy(leaf.spans.begin() + place.span + 1, leaf.spans.begin() + leaf.size, leaf.spans.begin() + place.span);
  --leaf.size;
  count(place.leaf, -less);
}

void SpanTree::append(const Span& span) {
  if (near_.leaf != last_leaf_) {
    settle_counts();
    near_ = {last_leaf_, shown_ - leaves_[last_leaf_].shown, 0};
  }
  insert({last_leaf_, leaves_[last_leaf_].size}, span);
}

uint32_t SpanTree::split(uint32_t index, uint32_t at) {
  settle_counts();
  const auto right_index = static_cast<uint32_t>(leaves_.size());
  leaves_.emplace_back();
  Leaf& left = leaves_[index];
  Leaf& right = leaves_[right_index];
  right.size = left.size - at;
  std::copy(left.spans.begin() + at, left.spans.begin() + left.size, right.spans.begin());
  left.size = at;
  right.next = std::exchange(left.next, right_index);
  if (last_leaf_ == index) last_leaf_ = right_index;
  for (uint32_t i = 0; i < right.size; ++i) {
    right.shown += shown(right.spans[i]);
    note(right.spans[i], right_index);
  }
  left.shown -= right.shown;
  const uint64_t moved = right.shown;
  count_above(index, -moved);
  insert_child(left.parent, index, right_index, 0);
  count_above(right_index, moved);
  return right_index;
}

void SpanTree::insert_child(uint32_t parent, uint32_t after, uint32_t child, uint64_t shown) {
  if (nodes_[parent].size == kChildren) {
    const uint32_t right = split_node(parent);
    const auto& children = nodes_[parent].children;
    if (std::find(children.begin(), children.begin() + nodes_[parent].size, after) ==
        children.begin() + nodes_[parent].size)
      parent = right;
  }
  Node& node = nodes_[parent];
  const uint32_t slot = slot_of(node, after) + 1;
  std::copy_backward(node.children.begin() + slot, node.children.begin() + node.size,
                     node.children.begin() + node.size + 1);
  std::copy_backward(node.shown.begin() + slot, node.shown.begin() + node.size, node.shown.begin() + node.size + 1);
  node.children[slot] = child;
  node.shown[slot] = shown;
  ++node.size;
  set_parent(node, child, parent);
}

uint32_t SpanTree::split_node(uint32_t index) {
  const auto right_index = static_cast<uint32_t>(nodes_.size());
  nodes_.emplace_back();
  constexpr uint32_t kKept = kChildren / 2;
  uint64_t moved = 0;
  {
    Node& left = nodes_[index];
    Node& right = nodes_[right_index];
    right.has_leaves = left.has_leaves;
    right.size = kChildren - kKept;
    std::copy(left.children.begin() + kKept, left.children.end(), right.children.begin());
    std::copy(left.shown.begin() + kKept, left.shown.end(), right.shown.begin());
    left.size = kKept;
    for (uint32_t i = 0; i < right.size; ++i) {
      set_parent(right, right.children[i], right_index);
      moved += right.shown[i];
    }
  }
  if (index == root_) {
    root_ = static_cast<uint32_t>(nodes_.size());
    Node root;
    root.size = 1;
    root.has_leaves = false;
    root.children[0] = index;
    root.shown[0] = moved;
    for (uint32_t i = 0; i < kKept; ++i) root.shown[0] += nodes_[index].shown[i];
    nodes_.push_back(root);
    nodes_[index].parent = root_;
  }
  const uint32_t parent = nodes_[index].parent;
  nodes_[parent].shown[slot_of(nodes_[parent], index)] -= moved;
  insert_child(parent, index, right_index, moved);
  return right_index;
}

void SpanTree::set_parent(const Node& node, uint32_t child, uint32_t parent) {
  if (node.has_leaves)
    leaves_[child].parent = parent;
  else
    nodes_[child].parent = parent;
}

}  // namespace rdx
