#include "rdx/store/memory_engine.h"

#include <array>
#include <mutex>
#include <shared_mutex>

#include "rdx/store/memory_tree.h"

namespace rdx {
namespace {

class MemorySnapshot final : public Snapshot {
 public:
  explicit MemorySnapshot(const MemoryTree& tree) : tree_(tree) {}
  const MemoryTree& tree() const { return tree_; }

 private:
  MemoryTree tree_;
};

class MemoryEngine final : public Engine {
 public:
  explicit MemoryEngine(const TypeTable& types) : types_(types) {}

  Result<void> write(const WriteBatch& batch) override {
    const std::unique_lock lock(mutex_);
    tree_.forget_place();
    batch.for_each([&](const WriteBatch::Entry& entry) { apply(entry); });
    return {};
  }

  Result<void> sync() override { return {}; }

  Result<std::optional<std::string>> get(Bytes key, const Snapshot* at) const override {
    const auto lock = lock_unless(at);
    const auto found = tree(at).find(key);
    if (!found) return std::optional<std::string>();
    return std::optional<std::string>(*found);
  }

  Result<void> scan(Bytes first, Bytes end, VisitEntry visit, const Snapshot* at) const override {
    const auto lock = lock_unless(at);
    tree(at).scan(first, end, visit);
    return {};
  }

  std::shared_ptr<const Snapshot> snapshot() const override {
    const std::shared_lock lock(mutex_);
    return std::make_shared<MemorySnapshot>(tree_);
  }

  Result<void> compact() override { return {}; }

 private:
  // A snapshot is read without a lock: nothing that it holds is ever changed.
  std::shared_lock<std::shared_mutex> lock_unless(const Snapshot* at) const {
    return at != nullptr ? std::shared_lock<std::shared_mutex>() : std::shared_lock(mutex_);
  }
  const MemoryTree& tree(const Snapshot* at) const {
    return at != nullptr ? static_cast<const MemorySnapshot*>(at)->tree() : tree_;
  }

  void apply(const WriteBatch::Entry& entry) {
    switch (entry.kind) {
      case WriteBatch::Kind::put: tree_.put(entry.key, entry.value); break;
      case WriteBatch::Kind::merge: merge(entry.key, entry.value); break;
      case WriteBatch::Kind::remove: tree_.remove(entry.key); break;
      case WriteBatch::Kind::remove_range: remove_range(entry.key, entry.value); break;
    }
  }

  void merge(Bytes key, Bytes operand) {
    tree_.merge(key, operand, [&](Bytes stored) {
      const std::array<Bytes, 2> both{stored, operand};
      return merge_by_letter(types_, key.back(), both);
    });
  }

  void remove_range(Bytes first, Bytes end) {
    std::vector<std::string> keys;
    tree_.scan(first, end, [&](Bytes key, Bytes) { return keys.emplace_back(key), true; });
    for (const std::string& key : keys) tree_.remove(key);
  }

  const TypeTable& types_;
  mutable std::shared_mutex mutex_;
  MemoryTree tree_;
};

}  // namespace

std::unique_ptr<Engine> make_memory_engine(const TypeTable& types) { return std::make_unique<MemoryEngine>(types); }

}  // namespace rdx
