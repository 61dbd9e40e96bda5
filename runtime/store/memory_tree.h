// MemoryTree: ordered keys in memory; copying it costs nothing, since copies share what neither has changed.
//
// A B+ tree whose nodes and records count their holders. What has one holder, on a path of such nodes, is changed in
// place; what has more is copied first. So a tree may be read in one thread while a copy of it is changed in another;
// one tree itself is for one thread at a time.
#pragma once

#include <optional>
#include <string>

#include "rdx/base/bytes.h"
#include "rdx/base/function_ref.h"

namespace rdx {

class MemoryTree {
 public:
  MemoryTree() = default;
  MemoryTree(const MemoryTree& other);
  MemoryTree& operator=(const MemoryTree&) = delete;
  ~MemoryTree();

  /// The view lives until the key is changed in every copy.
  std::optional<Bytes> find(Bytes key) const;
  void put(Bytes key, Bytes value);
  /// Puts what `merge` makes of what is there; where nothing is there, `value`.
  void merge(Bytes key, Bytes value, FunctionRef<std::string(Bytes stored)> merge);
  void remove(Bytes key);
  /// The keys from `first` up to, without, `end` (empty: past every key), ascending, until the visit answers false.
  void scan(Bytes first, Bytes end, FunctionRef<bool(Bytes key, Bytes value)> visit) const;

  /// To be called when the tree was copied since its last change: then nothing may be changed in place unseen.
  void forget_place() { place_ = {}; }

 private:
  struct Record;
  struct Node;
  struct Branch;
  // The leaf that was changed last and the keys that belong into it: neighbours find it without a descent.
  struct Place {
    Node* leaf = nullptr;
    const Record* from = nullptr;   // nothing: from the first key
    const Record* below = nullptr;  // nothing: to the last
    std::size_t index = 0;          // of the record that was put last
  };
  // Where a key is in a leaf that is ours alone, or belongs.
  struct Spot {
    Node* leaf;
    std::size_t index;
    bool is_there;
  };

  static void release(Record* record);
  static void release(Node* node);
  static Node* copy_of(const Node& node);
  static void own(Node*& node);
  static void split_child(Branch& parent, std::size_t index, Bytes key);
  static std::size_t child_index(const Branch& branch, Bytes key);
  static bool remove_from(Node*& node, Bytes key);
  static bool scan_node(const Node& node, Bytes first, Bytes end, FunctionRef<bool(Bytes, Bytes)> visit);
  bool place_holds(Bytes key) const;
  Node& leaf_for_writing(Bytes key);
  bool follows_last(Bytes key) const;
  Spot spot_for_writing(Bytes key);
  void set(const Spot& spot, Record* record);

  Node* root_ = nullptr;
  Place place_;
};

}  // namespace rdx
