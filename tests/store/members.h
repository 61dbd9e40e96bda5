// Members: stores with a source of their own, which write packets by hand and sync with each other.
#pragma once

#include <functional>

#include "rdx/rdx/causal_counter.h"
#include "rdx/rdx/register.h"
#include "rdx/rdx/set.h"
#include "rdx/store/local_store.h"
#include "tests/store/replicas.h"

namespace rdx::test {

inline constexpr Id kThings(0, 7, 2);

class Member {
 public:
  Member(std::unique_ptr<Engine> engine, uint32_t source) : engine_(std::move(engine)) { open(source); }

  void reopen() { open(book_->current()); }
  LocalStore& store() { return *store_; }
  SourceBook& book() { return *book_; }
  Engine& engine() { return *engine_; }

  std::string write(const std::function<void(PacketBuilder&)>& build) {
    PacketBuilder builder(need(store_->next_dot()));
    build(builder);
    std::string packet = builder.packet();
    Bytes rest = packet;
    const Packet view = *take_packet(rest);
    need(store_->commit(std::span(&view, 1)));
    return packet;
  }
  Id begin() {
    Id object;
    write([&](PacketBuilder& builder) { object = builder.begin_object(kThings); });
    return object;
  }
  void end(Id object) {
    write([&](PacketBuilder& builder) { builder.end_object(object); });
  }
  /// Field 1, a C.
  void count(Id object, int64_t by) {
    write([&](PacketBuilder& builder) { builder.change('C', object, 1, C::tlv(by)); });
  }
  /// Field 2, an E.
  void set_tags(Id object, const E::Native& tags) {
    const std::string change = need(E::delta(bare(object, 2, 'E'), tags, {book_->current(), 0}));
    write([&](PacketBuilder& builder) { builder.change('E', object, 2, change); });
  }
  /// Field 3, an S that may be indexed.
  void set_name(Id object, const std::string& name) {
    const std::string change = need(S::delta(bare(object, 3, 'S'), name, {book_->current(), 0}));
    write([&](PacketBuilder& builder) { builder.change('S', object, 3, change); });
  }

  std::string bare(Id object, uint8_t field, char letter) {
    StoredObject stored = need(store_->load(object, nullptr));
    for (Bytes rest = stored.image; const auto record = take_record(rest);) {
      Bytes body = record->body;
      const auto number = unzip(*take_tiny(body, 'I'));
      if (number == field && record->letter == letter) return std::string(body);
    }
    return {};
  }
  int64_t counted(Id object) { return C::native(bare(object, 1, 'C')); }
  E::Native tags(Id object) { return E::native(bare(object, 2, 'E')); }

  Integrated pull(Member& from, std::size_t limit = kDiffBytes) {
    Integrated sum;
    for (int rounds = 0; rounds < 10'000; ++rounds) {
      const Integrated part = need(pull_once(from, limit));
      sum.applied += part.applied;
      sum.left_out += part.left_out;
      if (!part.more) return sum;
    }
    ADD_FAILURE() << "a sync does not end";
    return sum;
  }
  Result<Integrated> pull_once(Member& from, std::size_t limit = kDiffBytes) {
    return store_->integrate_diff(need(from.store().build_diff(need(store_->request_diff()), limit)));
  }

  std::size_t keys(char letter) {
    const Key first = Keys().start(letter);
    std::size_t count = 0;
    need(engine_->scan(first, end_of_prefix(first), [&](Bytes, Bytes) { return ++count, true; }));
    return count;
  }

 private:
  void open(uint32_t source) {
    store_.reset();
    book_ = need(SourceBook::open(*engine_, {}, nullptr));
    LocalStore::Setup setup;
    setup.sources = book_.get();
    store_ = need(LocalStore::open(*engine_, setup));
    need(book_->claim(source, store_->seen()));
  }

  std::unique_ptr<Engine> engine_;
  std::unique_ptr<SourceBook> book_;
  std::unique_ptr<LocalStore> store_;
};

inline E::Native tags_of(std::initializer_list<const char*> names) {
  E::Native tags;
  for (const char* name : names) tags.insert(Value(std::string(name)));
  return tags;
}

/// Each asks the other, as often as it takes for both to know that.
inline void meet(Member& a, Member& b) {
  for (int i = 0; i < 2; ++i) {
    a.pull(b);
    b.pull(a);
  }
}

}  // namespace rdx::test
