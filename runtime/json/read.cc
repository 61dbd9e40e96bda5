#include <charconv>
#include <cmath>

#include "rdx/json/suggest.h"
#include "rdx/json/value.h"
#include "rdx/rdx/array.h"
#include "rdx/rdx/counter.h"
#include "rdx/rdx/map.h"
#include "rdx/rdx/register.h"
#include "rdx/rdx/set.h"
#include "rdx/rdx/versions.h"

namespace rdx::json {
namespace {

using Kind = Node::Kind;

// All of the text as a number; nothing where it is none or too large.
template <class T>
std::optional<T> parse_number(std::string_view text) {
  T number{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Result<int64_t> read_whole(const Node& node, const Path& path) {
  constexpr double kMostExact = 9007199254740992.0;
  if (node.kind == Kind::integer) return node.integer;
  if (node.kind == Kind::real && std::trunc(node.real) == node.real && std::abs(node.real) <= kMostExact)
    return static_cast<int64_t>(node.real);
  if (node.kind == Kind::text)
    if (const auto number = parse_number<int64_t>(node.text)) return *number;
  if (node.kind == Kind::large) return path.error("the number is past 2^63-1");
  return path.error("expected a whole number");
}

Result<uint64_t> read_unsigned(const Node& node, const Path& path) {
  if (node.kind == Kind::large) return node.large;
  if (node.kind == Kind::text)
    if (const auto number = parse_number<uint64_t>(node.text)) return *number;
  RDX_TRY(const int64_t number, read_whole(node, path));
  if (number < 0) return path.error("expected a number that is not below 0");
  return static_cast<uint64_t>(number);
}

std::optional<double> float_of_text(std::string_view text) {
  if (text == "nan") return std::nan("");
  if (text == "inf") return HUGE_VAL;
  if (text == "-inf") return -HUGE_VAL;
  const auto number = parse_number<double>(text);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

Result<double> read_real(const Node& node, const Path& path) {
  if (node.kind == Kind::real) return node.real;
  if (node.kind == Kind::integer) return static_cast<double>(node.integer);
  if (node.kind == Kind::large) return static_cast<double>(node.large);
  if (node.kind == Kind::text)
    if (const auto number = float_of_text(node.text)) return *number;
  return path.error(R"(expected a number, "nan", "inf" or "-inf")");
}

Result<int64_t> enum_of_text(const EnumInfo& info, std::string_view text, const Path& path) {
  if (const Enumerator* found = info.find(text)) return found->value;
  if (const auto number = parse_number<int64_t>(text)) return *number;
  std::vector<std::string_view> names;
  for (const Enumerator& each : info.enumerators) names.push_back(each.name);
  return path.error('\'' + std::string(text) + "' is no " + info.name + did_you_mean(text, names));
}

Result<Id> read_reference(const Node& node, const Path& path) {
  if (node.kind == Kind::text)
    if (const auto id = parse_id(node.text)) return *id;
  return path.error("expected an id such as \"c187-3a62-12\"");
}

// {"id": …}, {"float": …}, {"int": …}
Result<Value> read_tagged(const Node& node, const Path& path) {
  if (node.items.size() == 1) {
    const Path inner = path.member(node.names[0]);
    if (node.names[0] == "id") {
      RDX_TRY(const Id id, read_reference(node.items[0], inner));
      return Value(id);
    }
    if (node.names[0] == "float") {
      RDX_TRY(const double number, read_real(node.items[0], inner));
      return Value(number);
    }
    if (node.names[0] == "int") {
      RDX_TRY(const int64_t number, read_whole(node.items[0], inner));
      return Value(number);
    }
  }
  return path.error(R"(expected {"id": …}, {"float": …} or {"int": …})");
}

Result<Value> read_any(const Node& node, const Path& path) {
  switch (node.kind) {
    case Kind::null: return Value();
    case Kind::integer: return Value(node.integer);
    case Kind::real: return Value(node.real);
    case Kind::text: return Value(node.text);
    case Kind::object: return read_tagged(node, path);
    case Kind::large: return path.error("the number is past 2^63-1");
    case Kind::boolean:
    case Kind::array: break;
  }
  return path.error("expected a number, a string or an id");
}

Result<Value> read_element(const ElementShape& shape, const Node& node, const Path& path) {
  if (shape.is_bool) {
    if (node.kind != Kind::boolean) return path.error("expected true or false");
    return Value(int64_t{node.boolean});
  }
  if (shape.enumeration != nullptr && node.kind == Kind::text) {
    RDX_TRY(const int64_t number, enum_of_text(*shape.enumeration, node.text, path));
    return Value(number);
  }
  switch (shape.letter) {
    case 'F': {
      RDX_TRY(const double number, read_real(node, path));
      return Value(number);
    }
    case 'I': {
      RDX_TRY(const int64_t number, read_whole(node, path));
      return Value(number);
    }
    case 'R': {
      RDX_TRY(const Id id, read_reference(node, path));
      return Value(id);
    }
    case 'S':
      if (node.kind != Kind::text) return path.error("expected a string");
      return Value(node.text);
    default: return read_any(node, path);
  }
}

Result<std::vector<Value>> read_items(const Shape& shape, const Node& node, const Path& path) {
  if (node.kind != Kind::array) return path.error("expected an array");
  std::vector<Value> values;
  values.reserve(node.items.size());
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const Path at = path.item(i);
    RDX_TRY(Value value, read_element(shape.element, node.items[i], at));
    if (value.is_null()) return at.error("null can be no element");
    values.push_back(std::move(value));
  }
  return values;
}

Result<Value> read_name(const ElementShape& shape, const std::string& name, const Path& path) {
  if (shape.enumeration == nullptr) return Value(name);
  RDX_TRY(const int64_t number, enum_of_text(*shape.enumeration, name, path));
  return Value(number);
}

Result<std::string> read_object_map(const Shape& shape, const Node& node, const Path& path) {
  M::Native map;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const Path at = path.member(node.names[i]);
    RDX_TRY(Value key, read_name(shape.key, node.names[i], at));
    RDX_TRY(Value value, read_element(shape.element, node.items[i], at));
    if (!map.emplace(std::move(key), std::move(value)).second) return at.error("the key stands twice");
  }
  return M::tlv(map);
}

Result<std::string> read_pairs_map(const Shape& shape, const Node& node, const Path& path) {
  M::Native map;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const Path at = path.item(i);
    const Node& pair = node.items[i];
    if (pair.kind != Kind::array || pair.items.size() != 2) return at.error("expected a pair, [key, value]");
    const Path key_at = at.item(0);
    RDX_TRY(Value key, read_element(shape.key, pair.items[0], key_at));
    if (key.is_null()) return key_at.error("null can be no key");
    RDX_TRY(Value value, read_element(shape.element, pair.items[1], at.item(1)));
    if (!map.emplace(std::move(key), std::move(value)).second) return key_at.error("the key stands twice");
  }
  return M::tlv(map);
}

Result<std::string> read_map(const Shape& shape, const Node& node, const Path& path) {
  const bool takes_object = shape.key.letter == 0 || shape.key.is_word();
  const bool takes_pairs = shape.key.letter == 0 || !shape.key.is_word();
  if (node.kind == Kind::object && takes_object) return read_object_map(shape, node, path);
  if (node.kind == Kind::array && takes_pairs) return read_pairs_map(shape, node, path);
  return path.error(takes_object ? "expected an object" : "expected an array of pairs, [[key, value], …]");
}

Result<std::string> read_versions(const Node& node, const Path& path) {
  if (node.kind != Kind::object) return path.error("expected an object of sources and numbers, {\"b0b\": 2}");
  VersionVector versions;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const Path at = path.member(node.names[i]);
    const auto source = parse_id(node.names[i] + "-0-0");
    if (!source) return at.error("a source is up to five lower-case hex digits");
    RDX_TRY(const uint64_t number, read_unsigned(node.items[i], at));
    if (number > kMaxRevision) return at.error("the number is past 2^60-1");
    versions.raise(source->source(), static_cast<int64_t>(number));
  }
  return V::tlv(versions);
}

Result<std::string> read_register(const Shape& shape, const Node& node, const Path& path) {
  Value value{Id()};
  if (shape.letter != 'R' || node.kind != Kind::null) {
    RDX_TRY(value, read_element(shape.element, node, path));
  }
  std::string bare;
  append_stamp(bare, Stamp{});
  return bare + value.bytes();
}

Result<std::string> read_text(const Node& node, const Path& path) {
  if (node.kind != Kind::text) return path.error("expected a string");
  return L::delta_text({}, node.text, Clock{1, 1});
}

Result<std::string> read_own(const TypeFunctions& own, const Node& node, const Path& path) {
  if (node.kind != Kind::text) return path.error("expected a string");
  auto bare = own.parse(node.text);
  if (!bare) return path.error(bare.error().message);
  return bare;
}

}  // namespace

Result<std::string> read_value(const Shape& shape, const Node& node, const TypeFunctions* own, const Path& path) {
  if (own != nullptr) return read_own(*own, node, path);
  if (shape.is_text) return read_text(node, path);
  switch (shape.letter) {
    case 'F':
    case 'I':
    case 'R':
    case 'S': return read_register(shape, node, path);
    case 'C':
    case 'U':
    case 'Z': {
      RDX_TRY(const int64_t number, read_whole(node, path));
      return shape.letter == 'C' ? C::tlv(number) : U::tlv(number);
    }
    case 'N': {
      RDX_TRY(const uint64_t number, read_unsigned(node, path));
      return N::tlv(number);
    }
    case 'E': {
      RDX_TRY(const std::vector<Value> values, read_items(shape, node, path));
      return E::tlv(E::Native(values.begin(), values.end()));
    }
    case 'L': {
      RDX_TRY(const std::vector<Value> values, read_items(shape, node, path));
      return L::tlv(values);
    }
    case 'M': return read_map(shape, node, path);
    case 'V': return read_versions(node, path);
    default: return path.error(std::string("no type is known of the letter ") + shape.letter);
  }
}

}  // namespace rdx::json
