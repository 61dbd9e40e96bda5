// One member of a class and the field that it stands for, without a class around them.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "rdx/rdx/types.h"
#include "rdx/replica/field_container.h"
#include "rdx/replica/field_extern.h"

namespace rdx::test {
enum class Colour : int64_t { red = 0, green = 1 };
struct Thing;  // a reference needs no complete class
inline constexpr std::array<Enumerator, 2> kColours{{{0, "red"}, {1, "green"}}};
}  // namespace rdx::test

template <>
inline constexpr rdx::EnumInfo rdx::EnumOf<rdx::test::Colour>::kInfo = {"test.Colour", rdx::test::kColours};

namespace rdx::test {

/// What a store does with a field: it merges changes into what it has.
class Cell {
 public:
  explicit Cell(char letter) : type_(built_in_types().find(letter)) {}
  explicit Cell(const TypeFunctions& type) : type_(&type) {}

  const std::string& bare() const { return bare_; }
  std::string text() const { return type_->string(bare_); }

  void apply(Bytes change) {
    ASSERT_TRUE(type_->valid(change)) << to_hex(change);
    const std::array<Bytes, 2> both{bare_, change};
    bare_ = type_->merge(both);
    ASSERT_TRUE(type_->valid(bare_));
  }
  /// A change that `text` describes, by `source`.
  void set(std::string_view text, uint32_t source) {
    const auto wanted = type_->parse(text);
    ASSERT_TRUE(wanted) << wanted.error().message;
    const auto change = type_->delta(bare_, *wanted, Clock{source, 0});
    ASSERT_TRUE(change) << change.error().message;
    apply(*change);
  }

 private:
  const TypeFunctions* type_;
  std::string bare_;
};

/// One handle on a cell: a copy of its value that may grow stale, as an object's member does.
template <class Member>
class Handle {
 public:
  Handle(const FieldInfo& field, Cell& cell, uint32_t source) : field_(field), cell_(cell), source_(source) { load(); }

  Member& operator*() { return member_; }
  Member* operator->() { return &member_; }

  void load() {
    loaded_ = cell_.bare();
    field_.functions->load(&member_, field_, loaded_);
  }
  bool changed() const { return field_.functions->changed(&member_, field_, loaded_); }
  Result<std::string> change() const {
    return field_.functions->store(&member_, field_, loaded_, cell_.bare(), Clock{source_, 0});
  }
  /// As a save does: only what changed, onto what is stored now, and then what is stored is what counts as loaded.
  void save() {
    if (!changed()) return;
    const auto made = change();
    ASSERT_TRUE(made) << made.error().message;
    cell_.apply(*made);
    load();
    ASSERT_FALSE(changed());
  }

 private:
  FieldInfo field_;
  Cell& cell_;
  uint32_t source_;
  std::string loaded_;
  Member member_{};
};

template <char kLetter, class Member>
FieldInfo row(FieldDefault initial = {}) {
  return field<kLetter, Member>(1, "field", "?", 0, initial);
}

}  // namespace rdx::test
