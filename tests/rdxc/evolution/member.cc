#include "tests/rdxc/evolution/member.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <new>
#include <set>

#include "rdx/rdx/version_vector.h"
#include "rdx/replica/field_container.h"

namespace rdxc::evolution {

enum class AnyEnum : int64_t {};
struct AnyObject;

}  // namespace rdxc::evolution

namespace rdxc::evolution {
namespace {

using AnyReference = rdx::Ref<AnyObject>;

// How one value is made up and shown, by its C++ type.
template <class T>
struct Single;

template <>
struct Single<double> {
  static constexpr char kLetter = 'F';
  static double make(Random& random, const Choices&, bool) {
    return std::array<double, 5>{0.5, 1, -2, 1e300, 0}[random.below(5)];
  }
  static std::string show(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.17g", value);
    return text;
  }
};
template <>
struct Single<int64_t> {
  static constexpr char kLetter = 'I';
  static int64_t make(Random& random, const Choices&, bool) {
    return std::array<int64_t, 6>{0, 1, 2, -3, int64_t{1} << 40, 77}[random.below(6)];
  }
  static std::string show(int64_t value) { return std::to_string(value); }
};
template <>
struct Single<bool> {
  static constexpr char kLetter = 'I';
  static bool make(Random& random, const Choices&, bool) { return random.one_in(2); }
  static std::string show(bool value) { return value ? "1" : "0"; }
};
template <>
struct Single<AnyEnum> {
  static constexpr char kLetter = 'I';
  static AnyEnum make(Random& random, const Choices& choices, bool is_key) {
    const std::vector<int64_t>& numbers = is_key ? choices.key_enumerators : choices.enumerators;
    return static_cast<AnyEnum>(numbers[random.below(numbers.size())]);
  }
  static std::string show(AnyEnum value) { return std::to_string(static_cast<int64_t>(value)); }
};
template <>
struct Single<rdx::Id> {
  static constexpr char kLetter = 'R';
  static rdx::Id make(Random& random, const Choices& choices, bool) {
    return choices.ids.empty() ? rdx::Id() : choices.ids[random.below(choices.ids.size())];
  }
  static std::string show(rdx::Id id) { return to_text(id); }
};
template <>
struct Single<AnyReference> {
  static constexpr char kLetter = 'R';
  static AnyReference make(Random& random, const Choices& choices, bool) {
    return AnyReference(Single<rdx::Id>::make(random, choices, false));
  }
  static std::string show(const AnyReference& value) { return to_text(value.id()); }
};
template <>
struct Single<std::string> {
  static constexpr char kLetter = 'S';
  static std::string make(Random& random, const Choices&, bool) {
    return std::array<const char*, 5>{"a", "", "long one", "ж", "b"}[random.below(5)];
  }
  static std::string show(const std::string& value) { return value; }
};
template <>
struct Single<rdx::Value> {
  static rdx::Value make(Random& random, const Choices& choices, bool) {
    switch (random.below(4)) {
      case 0: return Single<double>::make(random, choices, false);
      case 1: return Single<int64_t>::make(random, choices, false);
      case 2: return Single<rdx::Id>::make(random, choices, false);
      default: return Single<std::string>::make(random, choices, false);
    }
  }
};

template <class T>
Item item_of(const T& value) {
  return {0, {}, Single<T>::kLetter, Single<T>::show(value)};
}
Item item_of(const rdx::Value& value) {
  if (const double* number = value.as_float()) return item_of(*number);
  if (const int64_t* number = value.as_int()) return item_of(*number);
  if (const rdx::Id* id = value.as_id()) return item_of(*id);
  if (const std::string* text = value.as_string()) return item_of(*text);
  return {0, {}, 'T', {}};
}

template <class T>
struct Ways {
  static void construct(void* to) { new (to) T(); }
  static void destroy(void* member) { static_cast<T*>(member)->~T(); }
  static void copy(void* to, const void* from) { new (to) T(*static_cast<const T*>(from)); }
};

template <class T>
struct OneValue : Ways<T> {
  static void change(void* member, Random& random, const Choices& choices) {
    *static_cast<T*>(member) = Single<T>::make(random, choices, false);
  }
  static Shown show(const void* member) { return {item_of(*static_cast<const T*>(member))}; }
};

template <class T>
struct Counter : Ways<T> {
  static void change(void* member, Random& random, const Choices&) {
    *static_cast<T*>(member) += static_cast<T>(1 + random.below(5));
  }
  static Shown show(const void* member) { return {{0, {}, '+', std::to_string(*static_cast<const T*>(member))}}; }
};

struct Versions : Ways<rdx::VersionVector> {
  static void change(void* member, Random& random, const Choices&) {
    const auto source = static_cast<uint32_t>(1 + random.below(3));
    auto& versions = *static_cast<rdx::VersionVector*>(member);
    versions.raise(source, versions.at(source).value_or(0) + 1);
  }
  static Shown show(const void* member) {
    Shown out;
    for (const auto& entry : *static_cast<const rdx::VersionVector*>(member))
      out.push_back({0, {}, 'V', std::to_string(entry.source) + '-' + std::to_string(entry.sequence)});
    return out;
  }
};

struct Text : Ways<std::string> {
  static void change(void* member, Random& random, const Choices&) {
    auto& text = *static_cast<std::string*>(member);
    if (!text.empty() && random.one_in(3)) text.clear();
    text += "abcdefgh"[random.below(8)];
    text += "xyz"[random.below(3)];
  }
  static Shown show(const void* member) { return {{0, {}, 'X', *static_cast<const std::string*>(member)}}; }
};

template <class T>
struct SetOf : Ways<std::set<T>> {
  static void change(void* member, Random& random, const Choices& choices) {
    auto& set = *static_cast<std::set<T>*>(member);
    if (!set.empty() && random.one_in(2)) set.erase(set.begin());
    set.insert(Single<T>::make(random, choices, false));
  }
  static Shown show(const void* member) {
    Shown out;
    for (const T& one : *static_cast<const std::set<T>*>(member)) out.push_back(item_of(one));
    return std::sort(out.begin(), out.end()), out;
  }
};

template <class T>
struct ArrayOf : Ways<std::vector<T>> {
  static void change(void* member, Random& random, const Choices& choices) {
    auto& vector = *static_cast<std::vector<T>*>(member);
    if (!vector.empty() && random.one_in(2)) vector.erase(vector.begin());
    vector.push_back(Single<T>::make(random, choices, false));
  }
  static Shown show(const void* member) {
    Shown out;
    for (const auto& one : *static_cast<const std::vector<T>*>(member)) out.push_back(item_of(static_cast<T>(one)));
    return out;
  }
};

template <class K, class T>
struct MapOf : Ways<std::map<K, T>> {
  static void change(void* member, Random& random, const Choices& choices) {
    auto& map = *static_cast<std::map<K, T>*>(member);
    if (!map.empty() && random.one_in(2)) map.erase(map.begin());
    map[Single<K>::make(random, choices, true)] = Single<T>::make(random, choices, false);
  }
  static Shown show(const void* member) {
    Shown out;
    for (const auto& [key, value] : *static_cast<const std::map<K, T>*>(member)) {
      Item item = item_of(value);
      const Item key_item = item_of(key);
      item.key_letter = key_item.letter;
      item.key = key_item.value;
      out.push_back(std::move(item));
    }
    return std::sort(out.begin(), out.end()), out;
  }
};

template <char kLetter, class Member, class Way>
constexpr MemberKind kKind = {
    &rdx::FieldOf<kLetter, Member>::kFunctions, &Way::construct, &Way::destroy, &Way::copy, &Way::change, &Way::show};

// Calls `visit` with a value of the C++ type that stands for an element; bare ones are rdx::Value.
template <class Visit>
const MemberKind& with_element(const schema::Element& element, Visit visit) {
  switch (element.letter) {
    case 'F': return visit(double());
    case 'S': return visit(std::string());
    case 'R': return element.target != nullptr ? visit(AnyReference()) : visit(rdx::Id());
    case 'I':
      if (element.is_bool) return visit(bool());
      return element.enumeration != nullptr ? visit(AnyEnum()) : visit(int64_t());
    default: return visit(rdx::Value());
  }
}

const MemberKind& map_kind(const schema::Type& type) {
  return with_element(type.element, [&]<class T>(const T&) -> const MemberKind& {
    if constexpr (std::is_same_v<T, rdx::Value>) return kKind<'M', std::map<T, T>, MapOf<T, T>>;
    if (type.key.letter == 'S') return kKind<'M', std::map<std::string, T>, MapOf<std::string, T>>;
    if (type.key.enumeration != nullptr) return kKind<'M', std::map<AnyEnum, T>, MapOf<AnyEnum, T>>;
    return kKind<'M', std::map<int64_t, T>, MapOf<int64_t, T>>;
  });
}

const MemberKind& register_kind(const schema::Type& type) {
  return with_element(type.element, []<class T>(const T&) -> const MemberKind& {
    if constexpr (std::is_same_v<T, rdx::Value>)
      std::abort();
    else
      return kKind<Single<T>::kLetter, T, OneValue<T>>;
  });
}

}  // namespace

std::string text_of(const Shown& shown) {
  std::string out;
  for (const Item& item : shown) {
    out += out.empty() ? "" : ", ";
    if (item.key_letter != 0) out += std::string(1, item.key_letter) + ' ' + item.key + ": ";
    out += std::string(1, item.letter) + ' ' + item.value;
  }
  return '{' + out + '}';
}

const MemberKind& kind_of(const schema::Type& type) {
  switch (type.letter) {
    case 'C': return kKind<'C', int64_t, Counter<int64_t>>;
    case 'U':
    case 'Z': return kKind<'U', int64_t, Counter<int64_t>>;
    case 'N': return kKind<'N', uint64_t, Counter<uint64_t>>;
    case 'V': return kKind<'V', rdx::VersionVector, Versions>;
    case 'M': return map_kind(type);
    case 'E':
      return with_element(type.element,
                          []<class T>(const T&) -> const MemberKind& { return kKind<'E', std::set<T>, SetOf<T>>; });
    case 'L':
      if (type.is_text) return kKind<'L', std::string, Text>;
      return with_element(
          type.element, []<class T>(const T&) -> const MemberKind& { return kKind<'L', std::vector<T>, ArrayOf<T>>; });
    default: return register_kind(type);
  }
}

}  // namespace rdxc::evolution
