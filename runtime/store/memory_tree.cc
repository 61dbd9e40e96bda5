#include "rdx/store/memory_tree.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cstring>
#include <new>
#include <utility>

namespace rdx {
namespace {

constexpr std::size_t kWidth = 64;

uint64_t load_word(const char* at) {
  uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return __builtin_bswap64(word);
}

// The order of byte strings; keys are short, so words are compared in place.
bool is_below(Bytes a, Bytes b) {
  constexpr std::size_t kWord = sizeof(uint64_t);
  const std::size_t common = std::min(a.size(), b.size());
  if (common < kWord) return a < b;
  for (std::size_t i = 0; i + kWord < common; i += kWord) {
    const uint64_t word_a = load_word(a.data() + i);
    const uint64_t word_b = load_word(b.data() + i);
    if (word_a != word_b) return word_a < word_b;
  }
  const uint64_t last_a = load_word(a.data() + common - kWord);
  const uint64_t last_b = load_word(b.data() + common - kWord);
  return last_a != last_b ? last_a < last_b : a.size() < b.size();
}

}  // namespace

struct MemoryTree::Record {
  std::atomic<uint32_t> holders{1};
  uint32_t key_size;
  uint32_t value_size;

  Record(std::size_t key, std::size_t value)
      : key_size(static_cast<uint32_t>(key)), value_size(static_cast<uint32_t>(value)) {}

  static Record* make(Bytes key, Bytes value) {
    void* memory = ::operator new(sizeof(Record) + key.size() + value.size());
    auto* record = new (memory) Record(key.size(), value.size());
    char* bytes = reinterpret_cast<char*>(record + 1);
    std::memcpy(bytes, key.data(), key.size());
    if (!value.empty()) std::memcpy(bytes + key.size(), value.data(), value.size());
    return record;
  }
  Bytes key() const { return {reinterpret_cast<const char*>(this + 1), key_size}; }
  Bytes value() const { return {reinterpret_cast<const char*>(this + 1) + key_size, value_size}; }
};

// A leaf's records; or, in a branch, what separates its children: keys[i] is not above any key below children[i], and
// keys[0] is not looked at.
struct MemoryTree::Node {
  std::atomic<uint32_t> holders{1};
  bool is_leaf = true;
  uint16_t count = 0;
  std::array<Record*, kWidth> keys;

  bool is_full() const { return count == kWidth; }
};

struct MemoryTree::Branch : Node {
  std::array<Node*, kWidth> children;

  Branch() { is_leaf = false; }
};

namespace {

template <class Array, class Item>
void insert_at(Array& array, std::size_t count, std::size_t index, Item item) {
  std::memmove(array.data() + index + 1, array.data() + index, (count - index) * sizeof item);
  array[index] = item;
}

template <class Array>
void erase_at(Array& array, std::size_t count, std::size_t index) {
  std::memmove(array.data() + index, array.data() + index + 1, (count - index - 1) * sizeof array[0]);
}

// The first of the sorted records [begin, end) that is not below `key`.
template <class Pointer>
std::size_t lower_bound(const Pointer* keys, std::size_t begin, std::size_t end, Bytes key) {
  return static_cast<std::size_t>(
      std::lower_bound(keys + begin, keys + end, key,
                       [](const auto* record, Bytes wanted) { return is_below(record->key(), wanted); }) -
      keys);
}

template <class Node>
bool is_at(const Node& leaf, std::size_t index, Bytes key) {
  return index < leaf.count && leaf.keys[index]->key() == key;
}

}  // namespace

void MemoryTree::release(Record* record) {
  if (record == nullptr || record->holders.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  record->~Record();
  ::operator delete(record);
}

void MemoryTree::release(Node* node) {
  if (node == nullptr || node->holders.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  for (std::size_t i = 0; i < node->count; ++i) release(node->keys[i]);
  if (node->is_leaf) {
    delete node;
    return;
  }
  auto* branch = static_cast<Branch*>(node);
  for (std::size_t i = 0; i < branch->count; ++i) release(branch->children[i]);
  delete branch;
}

MemoryTree::MemoryTree(const MemoryTree& other) : root_(other.root_) {
  if (root_ != nullptr) root_->holders.fetch_add(1, std::memory_order_relaxed);
}

MemoryTree::~MemoryTree() { release(root_); }

MemoryTree::Node* MemoryTree::copy_of(const Node& node) {
  Node* copy = node.is_leaf ? new Node : new Branch;
  copy->count = node.count;
  for (std::size_t i = 0; i < node.count; ++i) {
    copy->keys[i] = node.keys[i];
    if (copy->keys[i] != nullptr) copy->keys[i]->holders.fetch_add(1, std::memory_order_relaxed);
  }
  if (node.is_leaf) return copy;
  for (std::size_t i = 0; i < node.count; ++i) {
    Node* child = static_cast<const Branch&>(node).children[i];
    child->holders.fetch_add(1, std::memory_order_relaxed);
    static_cast<Branch*>(copy)->children[i] = child;
  }
  return copy;
}

// Makes a node whose way down from the root is ours alone ours alone too.
void MemoryTree::own(Node*& node) {
  if (node->holders.load(std::memory_order_acquire) == 1) return;
  Node* copy = copy_of(*node);
  release(node);
  node = copy;
}

std::size_t MemoryTree::child_index(const Branch& branch, Bytes key) {
  std::size_t index = lower_bound(branch.keys.data(), 1, branch.count, key);
  if (index < branch.count && branch.keys[index]->key() == key) ++index;
  return index - 1;
}

std::optional<Bytes> MemoryTree::find(Bytes key) const {
  const Node* node = root_;
  if (node == nullptr) return std::nullopt;
  while (!node->is_leaf) {
    const auto& branch = static_cast<const Branch&>(*node);
    node = branch.children[child_index(branch, key)];
  }
  const std::size_t index = lower_bound(node->keys.data(), 0, node->count, key);
  if (!is_at(*node, index, key)) return std::nullopt;
  return node->keys[index]->value();
}

// Splits a full child of a parent that is not full; both are ours alone. In the middle, or, where `key` goes behind
// everything, near the end, since keys that come in order then leave full nodes behind.
void MemoryTree::split_child(Branch& parent, std::size_t index, Bytes key) {
  Node& left = *parent.children[index];
  const bool grows = is_below(left.keys[kWidth - 1]->key(), key);
  const std::size_t kept = grows ? kWidth - kWidth / 16 : kWidth / 2;
  Node* right = left.is_leaf ? new Node : new Branch;
  right->count = static_cast<uint16_t>(kWidth - kept);
  std::memcpy(right->keys.data(), left.keys.data() + kept, right->count * sizeof(Record*));
  Record* separator = nullptr;
  if (left.is_leaf) {
    separator = Record::make(right->keys[0]->key(), {});
  } else {
    std::memcpy(static_cast<Branch*>(right)->children.data(), static_cast<Branch&>(left).children.data() + kept,
                right->count * sizeof(Node*));
    separator = right->keys[0];
    right->keys[0] = nullptr;
  }
  left.count = static_cast<uint16_t>(kept);
  insert_at(parent.keys, parent.count, index + 1, separator);
  insert_at(parent.children, parent.count, index + 1, right);
  ++parent.count;
}

bool MemoryTree::place_holds(Bytes key) const {
  return place_.leaf != nullptr && !place_.leaf->is_full() &&
         (place_.from == nullptr || !is_below(key, place_.from->key())) &&
         (place_.below == nullptr || is_below(key, place_.below->key()));
}

// The leaf that `key` belongs into: ours alone, and with room.
MemoryTree::Node& MemoryTree::leaf_for_writing(Bytes key) {
  if (place_holds(key)) return *place_.leaf;
  place_ = {};
  if (root_ == nullptr) root_ = new Node;
  own(root_);
  if (root_->is_full()) {
    auto* above = new Branch;
    above->count = 1;
    above->keys[0] = nullptr;
    above->children[0] = root_;
    root_ = above;
    split_child(*above, 0, key);
  }
  Node* node = root_;
  while (!node->is_leaf) {
    auto& branch = static_cast<Branch&>(*node);
    std::size_t index = child_index(branch, key);
    own(branch.children[index]);
    if (branch.children[index]->is_full()) {
      split_child(branch, index, key);
      index = child_index(branch, key);
    }
    if (index > 0) place_.from = branch.keys[index];
    if (index + 1 < branch.count) place_.below = branch.keys[index + 1];
    node = branch.children[index];
  }
  place_.leaf = node;
  return *node;
}

// Whether `key` belongs right behind the record that was put last: keys of one object come in a row.
bool MemoryTree::follows_last(Bytes key) const {
  const Node* leaf = place_.leaf;
  if (leaf == nullptr || leaf->is_full() || place_.index >= leaf->count ||
      !is_below(leaf->keys[place_.index]->key(), key))
    return false;
  if (place_.index + 1 < leaf->count) return is_below(key, leaf->keys[place_.index + 1]->key());
  return place_.below == nullptr || is_below(key, place_.below->key());
}

MemoryTree::Spot MemoryTree::spot_for_writing(Bytes key) {
  if (follows_last(key)) return {place_.leaf, place_.index + 1, false};
  Node& leaf = leaf_for_writing(key);
  const std::size_t index = lower_bound(leaf.keys.data(), 0, leaf.count, key);
  return {&leaf, index, is_at(leaf, index, key)};
}

void MemoryTree::set(const Spot& spot, Record* record) {
  place_.index = spot.index;
  if (spot.is_there) {
    release(std::exchange(spot.leaf->keys[spot.index], record));
    return;
  }
  insert_at(spot.leaf->keys, spot.leaf->count, spot.index, record);
  ++spot.leaf->count;
}

void MemoryTree::put(Bytes key, Bytes value) { set(spot_for_writing(key), Record::make(key, value)); }

void MemoryTree::merge(Bytes key, Bytes value, FunctionRef<std::string(Bytes)> merge) {
  const Spot spot = spot_for_writing(key);
  set(spot, Record::make(key, spot.is_there ? Bytes(merge(spot.leaf->keys[spot.index]->value())) : value));
}

// Whether the node is empty afterwards. `node` is there in every case.
bool MemoryTree::remove_from(Node*& node, Bytes key) {
  own(node);
  if (node->is_leaf) {
    const std::size_t index = lower_bound(node->keys.data(), 0, node->count, key);
    assert(is_at(*node, index, key));
    release(node->keys[index]);
    erase_at(node->keys, node->count, index);
    return --node->count == 0;
  }
  auto& branch = static_cast<Branch&>(*node);
  const std::size_t index = child_index(branch, key);
  if (!remove_from(branch.children[index], key)) return false;
  release(branch.children[index]);
  release(branch.keys[index]);
  erase_at(branch.keys, branch.count, index);
  erase_at(branch.children, branch.count, index);
  return --branch.count == 0;
}

void MemoryTree::remove(Bytes key) {
  place_ = {};
  if (!find(key)) return;
  if (remove_from(root_, key)) {
    release(root_);
    root_ = nullptr;
  }
}

bool MemoryTree::scan_node(const Node& node, Bytes first, Bytes end, FunctionRef<bool(Bytes, Bytes)> visit) {
  if (node.is_leaf) {
    for (std::size_t i = lower_bound(node.keys.data(), 0, node.count, first); i < node.count; ++i) {
      const Bytes key = node.keys[i]->key();
      if ((!end.empty() && key >= end) || !visit(key, node.keys[i]->value())) return false;
    }
    return true;
  }
  const auto& branch = static_cast<const Branch&>(node);
  for (std::size_t i = child_index(branch, first); i < branch.count; ++i) {
    if (!scan_node(*branch.children[i], first, end, visit)) return false;
  }
  return true;
}

void MemoryTree::scan(Bytes first, Bytes end, FunctionRef<bool(Bytes, Bytes)> visit) const {
  if (root_ != nullptr) scan_node(*root_, first, end, visit);
}

}  // namespace rdx
