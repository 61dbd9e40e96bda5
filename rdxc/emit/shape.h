// What a view looks like from outside: its members by name, with the way to each. Templates and `rdxc ast --json` see
// the model through shapes and through nothing else, so that both see the same.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rdxc {

struct Shape;

enum class MemberKind : uint8_t {
  kText,
  kNumber,
  kFlag,
  kList,  // of `shape`
  kOne,   // of `shape`, or absent
  kJson,  // a text that is JSON
};

// One of the ways is set, by the kind. They take the address of a view of the shape that the member belongs to.
struct Member {
  std::string_view name;
  MemberKind kind = MemberKind::kText;
  std::string_view meaning;
  std::string_view (*text)(const void*) = nullptr;   // kText, kJson
  int64_t (*number)(const void*) = nullptr;          // kNumber
  bool (*flag)(const void*) = nullptr;               // kFlag
  size_t (*count)(const void*) = nullptr;            // kList
  const void* (*at)(const void*, size_t) = nullptr;  // kList
  const void* (*one)(const void*) = nullptr;         // kOne; null: absent
  const Shape* shape = nullptr;                      // kList, kOne
};

struct Shape {
  std::string_view name;
  std::span<const Member> members;

  const Member* find(std::string_view wanted) const {
    for (const Member& member : members)
      if (member.name == wanted) return &member;
    return nullptr;
  }
};

namespace shape_detail {

template <class C, class T>
C class_of(T C::*);

template <auto M>
const auto& get(const void* view) {
  return static_cast<const decltype(class_of(M))*>(view)->*M;
}

template <class T>
const void* address(const T& element) {
  return &element;
}

template <class T>
const void* address(const T* const& element) {
  return element;
}

}  // namespace shape_detail

constexpr Member make_member(std::string_view name, MemberKind kind, std::string_view meaning) {
  Member member;
  member.name = name;
  member.kind = kind;
  member.meaning = meaning;
  return member;
}

template <auto M>
constexpr Member text_member(std::string_view name, std::string_view meaning) {
  Member member = make_member(name, MemberKind::kText, meaning);
  member.text = [](const void* view) { return std::string_view(shape_detail::get<M>(view)); };
  return member;
}

template <auto M>
constexpr Member json_member(std::string_view name, std::string_view meaning) {
  Member member = text_member<M>(name, meaning);
  member.kind = MemberKind::kJson;
  return member;
}

template <auto M>
constexpr Member number_member(std::string_view name, std::string_view meaning) {
  Member member = make_member(name, MemberKind::kNumber, meaning);
  member.number = [](const void* view) { return static_cast<int64_t>(shape_detail::get<M>(view)); };
  return member;
}

template <auto M>
constexpr Member flag_member(std::string_view name, std::string_view meaning) {
  Member member = make_member(name, MemberKind::kFlag, meaning);
  member.flag = [](const void* view) { return static_cast<bool>(shape_detail::get<M>(view)); };
  return member;
}

// A vector of views, or of pointers to views.
template <auto M>
constexpr Member list_member(std::string_view name, const Shape& shape, std::string_view meaning) {
  Member member = make_member(name, MemberKind::kList, meaning);
  member.count = [](const void* view) { return shape_detail::get<M>(view).size(); };
  member.at = [](const void* view, size_t i) { return shape_detail::address(shape_detail::get<M>(view)[i]); };
  member.shape = &shape;
  return member;
}

// A pointer to a view.
template <auto M>
constexpr Member one_member(std::string_view name, const Shape& shape, std::string_view meaning) {
  Member member = make_member(name, MemberKind::kOne, meaning);
  member.one = [](const void* view) { return static_cast<const void*>(shape_detail::get<M>(view)); };
  member.shape = &shape;
  return member;
}

}  // namespace rdxc
