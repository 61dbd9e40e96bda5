// Classes by hand, as rdxc would write them: registers only, a parent and a child.
#pragma once

#include <array>
#include <string>

#include "rdx/rdx/register.h"
#include "rdx/replica/object_access.h"
#include "rdx/replica/ref.h"

namespace rdx::test {

/// What a generated class does for one register.
template <class T>
Result<std::string> store_register(const typename T::Native& member, Bytes now, Clock clock) {
  return T::delta(now, member, clock);
}

struct Author : Object {
  static constexpr std::array<FieldInfo, 2> kFields{{{1, 'S', "name", "S", true}, {2, 'I', "born", "I"}}};
  static constexpr ClassInfo kClass{"notes.Author", Id(0, 7, 1), nullptr, kFields};

  std::string name;
  int64_t born = 0;

  bool load(uint8_t field, char letter, Bytes bare) {
    if (field == 1 && letter == 'S') return name = S::native(bare), true;
    if (field == 2 && letter == 'I') return born = I::native(bare), true;
    return false;
  }
  bool changed(uint8_t field, char letter, Bytes loaded) const {
    if (field == 1 && letter == 'S') return name != S::native(loaded);
    if (field == 2 && letter == 'I') return born != I::native(loaded);
    return false;
  }
  Result<std::string> store(uint8_t field, char letter, Bytes, Bytes now, Clock clock) const {
    if (field == 1 && letter == 'S') return store_register<S>(name, now, clock);
    if (field == 2 && letter == 'I') return store_register<I>(born, now, clock);
    return std::string();
  }
};

/// An Author with one more field.
struct Poet : Author {
  static constexpr std::array<FieldInfo, 3> kFields{
      {{1, 'S', "name", "S", true}, {2, 'I', "born", "I"}, {3, 'S', "meter", "S"}}};
  static constexpr ClassInfo kClass{"notes.Poet", Id(0, 7, 3), &Author::kClass, kFields};

  std::string meter;

  bool load(uint8_t field, char letter, Bytes bare) {
    if (field == 3 && letter == 'S') return meter = S::native(bare), true;
    return Author::load(field, letter, bare);
  }
  bool changed(uint8_t field, char letter, Bytes loaded) const {
    if (field == 3 && letter == 'S') return meter != S::native(loaded);
    return Author::changed(field, letter, loaded);
  }
  Result<std::string> store(uint8_t field, char letter, Bytes loaded, Bytes now, Clock clock) const {
    if (field == 3 && letter == 'S') return store_register<S>(meter, now, clock);
    return Author::store(field, letter, loaded, now, clock);
  }
};

struct Note : Object {
  static constexpr std::array<FieldInfo, 4> kFields{
      {{1, 'S', "title", "S"}, {2, 'I', "stars", "I"}, {3, 'F', "weight", "F"}, {4, 'R', "author", "R<Author>"}}};
  static constexpr ClassInfo kClass{"notes.Note", Id(0, 7, 2), nullptr, kFields};

  std::string title;
  int64_t stars = 0;
  double weight = 1.0;
  Ref<Author> author;

  bool load(uint8_t field, char letter, Bytes bare) {
    if (field == 1 && letter == 'S') return title = S::native(bare), true;
    if (field == 2 && letter == 'I') return stars = I::native(bare), true;
    if (field == 3 && letter == 'F') return weight = bare.empty() ? 1.0 : F::native(bare), true;
    if (field == 4 && letter == 'R') return author = Ref<Author>(R::native(bare)), true;
    return false;
  }
  bool changed(uint8_t field, char letter, Bytes loaded) const {
    if (field == 1 && letter == 'S') return title != S::native(loaded);
    if (field == 2 && letter == 'I') return stars != I::native(loaded);
    if (field == 3 && letter == 'F') return weight != (loaded.empty() ? 1.0 : F::native(loaded));
    if (field == 4 && letter == 'R') return author.id() != R::native(loaded);
    return false;
  }
  Result<std::string> store(uint8_t field, char letter, Bytes, Bytes now, Clock clock) const {
    if (field == 1 && letter == 'S') return store_register<S>(title, now, clock);
    if (field == 2 && letter == 'I') return store_register<I>(stars, now, clock);
    if (field == 3 && letter == 'F') return store_register<F>(weight, now, clock);
    if (field == 4 && letter == 'R') return store_register<R>(author.id(), now, clock);
    return std::string();
  }
};

}  // namespace rdx::test
