// The members that are containers: E as std::set, M as std::map, L as std::vector, of whatever a member may hold;
// bare E, M and L hold rdx::Value.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "rdx/replica/container.h"
#include "rdx/replica/field.h"
#include "rdx/replica/member_value.h"

namespace rdx {
namespace detail {

// NaN is no key of an ordered container.
template <class T>
inline bool is_key(const T& key) {
  if constexpr (std::is_same_v<T, double>) return key == key;
  return true;
}
inline Error not_a_key() { return {ErrorCode::invalid, "NaN can be no element of a set and no key of a map"}; }

template <class T>
struct SetField {
  using Native = std::set<T>;

  static const Native& value(const void* member) { return *static_cast<const Native*>(member); }

  static void load(void* member, const FieldInfo&, Bytes bare) {
    Native& set = *static_cast<Native*>(member);
    set.clear();
    visit_set(bare, [&set](char letter, Bytes bytes) {
      T element{};
      if (read_key(letter, bytes, element)) set.insert(set.end(), std::move(element));
      return true;
    });
  }

  static bool changed(const void* member, const FieldInfo&, Bytes loaded) {
    const Native& set = value(member);
    if constexpr (std::is_same_v<T, std::string>) {  // in the bytes' own order: walked in step, nothing copied
      auto at = set.begin();
      const bool all = visit_set(loaded, [&](char letter, Bytes bytes) {
        return letter != 'S' || (at != set.end() && *at == bytes && (++at, true));
      });
      return !all || at != set.end();
    } else {
      std::size_t count = 0;
      const bool all = visit_set(loaded, [&](char letter, Bytes bytes) {
        T element{};
        return !read_key(letter, bytes, element) || (++count, set.contains(element));
      });
      return !all || count != set.size();
    }
  }

  static Result<std::string> store(const void* member, const FieldInfo& field, Bytes loaded, Bytes now, Clock clock) {
    const Native& set = value(member);
    Native before;
    load(&before, field, loaded);
    SetChanges changes;
    for (const T& element : before)
      if (!set.contains(element)) changes.erase(MemberValue<T>::letter(element), key_bytes(element));
    for (const T& element : set) {
      if (!is_key(element)) return not_a_key();
      if (!before.contains(element)) changes.put(MemberValue<T>::letter(element), key_bytes(element));
    }
    return changes.onto(now, clock);
  }

  static bool equal(const void* a, const void* b) { return value(a) == value(b); }

  static constexpr FieldFunctions functions() { return {&load, &changed, &store, &equal}; }
};

template <class K, class T>
struct MapField {
  using Native = std::map<K, T>;

  static const Native& value(const void* member) { return *static_cast<const Native*>(member); }

  static void load(void* member, const FieldInfo&, Bytes bare) {
    Native& map = *static_cast<Native*>(member);
    map.clear();
    visit_map(bare, [&map](char key_letter, Bytes key_in_bytes, char letter, Bytes bytes) {
      K key{};
      T mapped{};
      if (read_key(key_letter, key_in_bytes, key) && MemberValue<T>::read(letter, bytes, mapped))
        map.emplace_hint(map.end(), std::move(key), std::move(mapped));
      return true;
    });
  }

  static bool changed(const void* member, const FieldInfo&, Bytes loaded) {
    const Native& map = value(member);
    if constexpr (std::is_same_v<K, std::string>) {
      auto at = map.begin();
      const bool all = visit_map(loaded, [&](char key_letter, Bytes key, char letter, Bytes bytes) {
        T mapped{};
        if (key_letter != 'S' || !MemberValue<T>::read(letter, bytes, mapped)) return true;
        return at != map.end() && at->first == key && is_same(at->second, letter, bytes) && (++at, true);
      });
      return !all || at != map.end();
    } else {
      std::size_t count = 0;
      const bool all = visit_map(loaded, [&](char key_letter, Bytes key_in_bytes, char letter, Bytes bytes) {
        K key{};
        T mapped{};
        if (!read_key(key_letter, key_in_bytes, key) || !MemberValue<T>::read(letter, bytes, mapped)) return true;
        const auto at = map.find(key);
        return at != map.end() && is_same(at->second, letter, bytes) && (++count, true);
      });
      return !all || count != map.size();
    }
  }

  static Result<std::string> store(const void* member, const FieldInfo& field, Bytes loaded, Bytes now, Clock clock) {
    const Native& map = value(member);
    Native before;
    load(&before, field, loaded);
    MapChanges changes;
    for (const auto& [key, mapped] : before)
      if (!map.contains(key)) changes.erase(MemberValue<K>::letter(key), key_bytes(key));
    for (const auto& [key, mapped] : map) {
      if (!is_key(key)) return not_a_key();
      const auto at = before.find(key);
      if (at == before.end() || !is_same(at->second, MemberValue<T>::letter(mapped), MemberValue<T>::bytes(mapped)))
        changes.put(MemberValue<K>::letter(key), key_bytes(key), MemberValue<T>::letter(mapped),
                    MemberValue<T>::bytes(mapped));
    }
    return changes.onto(now, clock);
  }

  static bool equal(const void* a, const void* b) { return value(a) == value(b); }

  static constexpr FieldFunctions functions() { return {&load, &changed, &store, &equal}; }
};

template <class T>
struct VectorField {
  using Native = std::vector<T>;

  static const Native& value(const void* member) { return *static_cast<const Native*>(member); }

  static bool known(char letter, Bytes bytes) {
    T item{};
    return MemberValue<T>::read(letter, bytes, item);
  }

  static void load(void* member, const FieldInfo&, Bytes bare) {
    Native& vector = *static_cast<Native*>(member);
    vector.clear();
    visit_array(bare, [&vector](char letter, Bytes bytes) {
      T item{};
      if (MemberValue<T>::read(letter, bytes, item)) {
        if (vector.size() == vector.capacity()) vector.reserve(vector.size() < 8 ? 16 : vector.size() * 2);
        vector.push_back(std::move(item));
      }
      return true;
    });
  }

  static bool changed(const void* member, const FieldInfo&, Bytes loaded) {
    const Native& vector = value(member);
    std::size_t at = 0;
    const bool all = visit_array(loaded, [&](char letter, Bytes bytes) {
      if (at < vector.size() && is_same<T>(vector[at], letter, bytes)) return ++at, true;
      return !known(letter, bytes);
    });
    return !all || at != vector.size();
  }

  static Result<std::string> store(const void* member, const FieldInfo&, Bytes loaded, Bytes now, Clock clock) {
    std::vector<OwnedValue> wanted;
    wanted.reserve(value(member).size());
    for (const auto& item : value(member))
      wanted.push_back({MemberValue<T>::letter(item), std::string(Bytes(MemberValue<T>::bytes(item)))});
    return store_array(
        loaded, now, std::move(wanted), [](char letter, Bytes bytes) { return known(letter, bytes); }, clock);
  }

  static bool equal(const void* a, const void* b) { return value(a) == value(b); }

  static constexpr FieldFunctions functions() { return {&load, &changed, &store, &equal}; }
};

template <class T>
struct EnumsOf<std::set<T>> : EnumsOf<T> {};
template <class T>
struct EnumsOf<std::vector<T>> : EnumsOf<T> {};
template <class K, class T>
struct EnumsOf<std::map<K, T>> {
  static constexpr const EnumInfo* kKey = EnumsOf<K>::kValue;
  static constexpr const EnumInfo* kValue = EnumsOf<T>::kValue;
};

}  // namespace detail

template <class T>
struct FieldOf<'E', std::set<T>> {
  static constexpr FieldFunctions kFunctions = detail::SetField<T>::functions();
};
template <class K, class T>
struct FieldOf<'M', std::map<K, T>> {
  static constexpr FieldFunctions kFunctions = detail::MapField<K, T>::functions();
};
template <class T>
struct FieldOf<'L', std::vector<T>> {
  static constexpr FieldFunctions kFunctions = detail::VectorField<T>::functions();
};

// What most schemas use is compiled once, in field_container.cc.
extern template struct detail::SetField<std::string>;
extern template struct detail::SetField<int64_t>;
extern template struct detail::SetField<double>;
extern template struct detail::SetField<Id>;
extern template struct detail::SetField<Value>;
extern template struct detail::VectorField<std::string>;
extern template struct detail::VectorField<int64_t>;
extern template struct detail::VectorField<double>;
extern template struct detail::VectorField<Id>;
extern template struct detail::VectorField<Value>;
extern template struct detail::MapField<std::string, int64_t>;
extern template struct detail::MapField<std::string, double>;
extern template struct detail::MapField<std::string, std::string>;
extern template struct detail::MapField<int64_t, int64_t>;
extern template struct detail::MapField<int64_t, double>;
extern template struct detail::MapField<int64_t, std::string>;
extern template struct detail::MapField<Value, Value>;

}  // namespace rdx
