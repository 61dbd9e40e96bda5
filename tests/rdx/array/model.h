// A naive array, from FORMAT.md's words alone: a map from ids to elements with parent pointers.
//
// It shares no code with the runtime, not even how bytes are read and written, and does everything element by element.
// What the runtime answers for merge, diff, gc and valid is compared with it byte for byte.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace rdx::test::model {

struct Id {
  uint64_t revision = 0;
  uint64_t source = 0;

  friend auto operator<=>(const Id&, const Id&) = default;
  Id next() const { return {revision + 1, source}; }
};

inline constexpr Id kRoot{};  // no element: the start of the array

struct Element {
  Id parent = kRoot;
  bool erased = false;
  char letter = 0;  // F I R S
  std::string value;
};

struct Array {
  std::map<Id, Element> elements;
  std::set<Id> erased;     // with no place
  bool is_beyond = false;  // its bytes name more than kManyElements in a row, and are not read

  Id highest() const {
    Id highest = kRoot;
    for (const auto& [id, element] : elements) highest = std::max({highest, id, element.parent});
    for (const Id id : erased) highest = std::max(highest, id);
    return highest;
  }
};

// ---- Bytes

inline std::string little_endian(uint64_t number, std::size_t width) {
  std::string bytes;
  for (std::size_t i = 0; i < width; ++i) bytes += static_cast<char>(number >> 8 * i & 0xff);
  return bytes;
}

inline std::string pair_bytes(uint64_t a, uint64_t b) {
  const std::vector<std::pair<std::size_t, std::size_t>> widths{{0, 0}, {1, 0}, {1, 1}, {2, 1}, {2, 2}, {4, 1},
                                                                {4, 2}, {4, 4}, {8, 1}, {8, 2}, {8, 4}, {8, 8}};
  const auto fits = [](uint64_t number, std::size_t width) { return width == 8 || number >> 8 * width == 0; };
  for (const auto& [width_a, width_b] : widths)
    if (fits(a, width_a) && fits(b, width_b)) return little_endian(a, width_a) + little_endian(b, width_b);
  return {};
}

inline std::string record(char letter, const std::string& body) {
  if (body.size() <= 255) return std::string(1, static_cast<char>(letter + 32)) + little_endian(body.size(), 1) + body;
  return letter + little_endian(body.size(), 4) + body;
}

inline std::string tiny(char letter, const std::string& body) {
  return body.size() <= 9 ? static_cast<char>('0' + body.size()) + body : record(letter, body);
}

inline std::size_t code_points(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; }));
}

inline std::string zip_bytes(uint64_t number) {
  std::string bytes = little_endian(number, 8);
  while (!bytes.empty() && bytes.back() == 0) bytes.pop_back();
  return bytes;
}

struct Placed {
  Id id;
  const Element* element;
};

// Text, gap or one element: what may stand in one run.
inline char kind_of(const Element& element) {
  if (element.erased) return 'G';
  return element.letter == 'S' && code_points(element.value) == 1 ? 'X' : element.letter;
}

inline std::string write_runs(const std::vector<Placed>& weave) {
  std::string bytes;
  for (std::size_t i = 0; i < weave.size();) {
    const char kind = kind_of(*weave[i].element);
    std::size_t end = i + 1;
    while ((kind == 'X' || kind == 'G') && end < weave.size() && kind_of(*weave[end].element) == kind &&
           weave[end].id == weave[end - 1].id.next())
      ++end;
    const bool follows = i > 0 && weave[i].id == weave[i - 1].id.next();
    std::string body = tiny('T', follows ? "" : pair_bytes(weave[i].id.revision, weave[i].id.source));
    if (kind == 'G') body += zip_bytes(end - i);
    for (std::size_t j = i; j < end && kind != 'G'; ++j) body += weave[j].element->value;
    bytes += record(kind, body);
    i = end;
  }
  return bytes;
}

inline std::string write_ranges(const std::set<Id>& erased) {
  std::map<uint64_t, std::vector<std::pair<uint64_t, uint64_t>>> ranges;  // by source: first, one past the last
  for (const Id id : erased) {
    auto& of_source = ranges[id.source];
    if (!of_source.empty() && of_source.back().second == id.revision)
      ++of_source.back().second;
    else
      of_source.push_back({id.revision, id.revision + 1});
  }
  std::string bytes;
  for (const auto& [source, of_source] : ranges) {
    bytes += tiny('D', pair_bytes(source, of_source.size()));
    uint64_t end = 0;
    for (const auto& [first, past] : of_source) {
      bytes += tiny('D', pair_bytes(first - end, past - first));
      end = past;
    }
  }
  return bytes;
}

using Children = std::map<Id, std::vector<Id>>;  // by parent, youngest first

// What hangs on `parent`, each element before its children. (A gap may be deeper than a call stack.)
inline std::vector<Placed> walk(const Array& array, const Children& children, Id parent) {
  std::vector<Placed> weave;
  std::vector<Id> next{parent};
  while (!next.empty()) {
    const Id id = next.back();
    next.pop_back();
    if (id != parent) weave.push_back({id, &array.elements.at(id)});
    const auto found = children.find(id);
    if (found != children.end()) next.insert(next.end(), found->second.rbegin(), found->second.rend());
  }
  return weave;
}

inline std::string write(const Array& array) {
  Children children;
  for (auto at = array.elements.rbegin(); at != array.elements.rend(); ++at)
    children[at->second.parent].push_back(at->first);
  std::string bytes;
  for (const auto& [parent, ids] : children) {
    if (array.elements.count(parent) != 0) continue;
    const std::string runs = write_runs(walk(array, children, parent));
    bytes += parent == kRoot ? runs : record('B', tiny('T', pair_bytes(parent.revision, parent.source)) + runs);
  }
  if (!array.erased.empty()) bytes += record('D', write_ranges(array.erased));
  return bytes;
}

// ---- Reading, with nothing but what is needed to get at the elements: whether it was canonical shows when it is
// written again.

struct Cursor {
  std::string bytes;
  std::size_t at = 0;
  bool ok = true;

  bool at_end() const { return at >= bytes.size() || !ok; }
  uint64_t number(std::size_t width) {
    uint64_t number = 0;
    for (std::size_t i = 0; i < width; ++i) {
      if (at >= bytes.size()) ok = false;
      if (!ok) return 0;
      number |= uint64_t{static_cast<uint8_t>(bytes[at++])} << 8 * i;
    }
    return number;
  }
  std::string take(std::size_t size) {
    if (bytes.size() - at < size) ok = false;
    if (!ok) return {};
    at += size;
    return bytes.substr(at - size, size);
  }
  char peek() const { return at < bytes.size() ? bytes[at] : '\0'; }
  std::string take_record(char& letter) {
    const char first = take(1)[0];
    if (!ok) return {};
    const bool is_short = first >= 'a' && first <= 'z';
    letter = is_short ? static_cast<char>(first - 32) : first;
    if (!is_short && (first < 'A' || first > 'Z')) ok = false;
    return take(static_cast<std::size_t>(number(is_short ? 1 : 4)));
  }
  std::pair<uint64_t, uint64_t> take_pair() {
    char letter = 0;
    const char first = peek();
    std::string body;
    if (first >= '0' && first <= '9') {
      take(1);
      body = take(static_cast<std::size_t>(first - '0'));
    } else {
      body = take_record(letter);
    }
    const std::map<std::size_t, std::size_t> width_a{{0, 0}, {1, 1}, {2, 1}, {3, 2},  {4, 2},  {5, 4},
                                                     {6, 4}, {8, 4}, {9, 8}, {10, 8}, {12, 8}, {16, 8}};
    const auto width = width_a.find(body.size());
    if (width == width_a.end()) ok = false;
    if (!ok) return {};
    Cursor inner{body};
    const uint64_t a = inner.number(width->second);
    return {a, inner.number(body.size() - width->second)};
  }
};

inline constexpr uint64_t kMaxRevision = (uint64_t{1} << 60) - 1;
inline constexpr uint64_t kManyElements = 100'000;  // more than a test means to have

inline bool is_id(Id id) { return id.revision >= 1 && id.revision <= kMaxRevision && id.source < 1U << 20; }

// The parent is the nearest element before with a smaller id. False for an id that stands here already.
inline bool add(Array& array, std::vector<Id>& weave, Id attach, Id id, Element element) {
  element.parent = attach;
  for (auto before = weave.rbegin(); before != weave.rend(); ++before)
    if (*before < id) {
      element.parent = *before;
      break;
    }
  if (!is_id(id) || (element.parent == attach && id <= attach)) return false;
  weave.push_back(id);
  return array.elements.emplace(id, element).second;
}

inline bool read_run(Cursor& from, Array& array, std::vector<Id>& weave, Id attach) {
  char letter = 0;
  Cursor run{from.take_record(letter)};
  if (!from.ok) return false;
  const auto [revision, source] = run.take_pair();
  if (!run.ok) return false;
  Id id{revision, source};
  if (id == kRoot) {
    if (weave.empty()) return false;
    id = weave.back().next();
  }
  const std::string value = run.take(run.bytes.size() - run.at);
  if (letter == 'G') {
    if (value.size() > 5) return false;
    Cursor number{value};
    const uint64_t count = number.number(value.size());
    array.is_beyond = array.is_beyond || count > kManyElements;
    if (count == 0 || count > kManyElements) return false;
    for (uint64_t i = 0; i < count; ++i, id = id.next())
      if (!add(array, weave, attach, id, {kRoot, true, 0, ""})) return false;
    return true;
  }
  if (letter != 'X')
    return std::string("FIRS").find(letter) != std::string::npos &&
           add(array, weave, attach, id, {kRoot, false, letter, value});
  for (std::size_t i = 0; i < value.size(); id = id.next()) {
    std::size_t end = i + 1;
    while (end < value.size() && (static_cast<uint8_t>(value[end]) & 0xc0) == 0x80) ++end;
    if (!add(array, weave, attach, id, {kRoot, false, 'S', value.substr(i, end - i)})) return false;
    i = end;
  }
  return !value.empty();
}

inline bool read_ranges(Cursor from, Array& array) {
  while (!from.at_end()) {
    const auto [source, count] = from.take_pair();
    uint64_t end = 0;
    for (uint64_t i = 0; i < count; ++i) {
      const auto [skip, length] = from.take_pair();
      array.is_beyond = array.is_beyond || length > kManyElements;
      if (!from.ok || length > kManyElements || skip > kMaxRevision || end > kMaxRevision) return false;
      for (uint64_t revision = end + skip; revision < end + skip + length; ++revision) {
        if (!is_id({revision, source})) return false;
        array.erased.insert({revision, source});
      }
      end += skip + length;
    }
  }
  return from.ok;
}

/// As read.
inline bool read_into(Array& array, const std::string& bytes) {
  Cursor from{bytes};
  std::vector<Id> weave;
  std::set<Id> attaches;
  const auto is_letter = [&](char letter) { return from.peek() == letter || from.peek() == letter + 32; };
  while (!from.at_end() && !is_letter('B') && !is_letter('D'))
    if (!read_run(from, array, weave, kRoot)) return false;
  while (!from.at_end() && is_letter('B')) {
    char letter = 0;
    Cursor block{from.take_record(letter)};
    const auto [revision, source] = block.take_pair();
    const Id attach{revision, source};
    if (!from.ok || !block.ok || !is_id(attach) || block.at_end()) return false;
    attaches.insert(attach);
    weave.clear();
    while (!block.at_end())
      if (!read_run(block, array, weave, attach)) return false;
    if (!block.ok) return false;
  }
  if (!from.at_end()) {
    char letter = 0;
    Cursor ranges{from.take_record(letter)};
    if (!from.ok || letter != 'D' || !read_ranges(ranges, array)) return false;
  }
  for (const Id id : attaches)
    if (array.elements.count(id) != 0) return false;
  for (const Id id : array.erased)
    if (array.elements.count(id) != 0) return false;
  return from.ok;
}

/// Nothing where an id stands in two places or something cannot be read. Whether it was the canonical form is for the
/// caller to find out: write(*read(bytes)) == bytes. What values may be is not looked at.
inline std::optional<Array> read(const std::string& bytes) {
  Array array;
  return read_into(array, bytes) ? std::optional<Array>(array) : std::nullopt;
}

// ---- The functions

inline Array merge(const std::vector<Array>& arrays) {
  Array merged;
  for (const Array& array : arrays) {
    for (const auto& [id, element] : array.elements) {
      Element& known = merged.elements.emplace(id, element).first->second;
      known.erased = known.erased || element.erased;
      if (std::pair(known.letter, known.value) < std::pair(element.letter, element.value)) {
        known.letter = element.letter;
        known.value = element.value;
      }
    }
    merged.erased.insert(array.erased.begin(), array.erased.end());
  }
  for (auto& [id, element] : merged.elements) element.erased = merged.erased.erase(id) != 0 || element.erased;
  return merged;
}

inline Array diff(const Array& array, const std::set<uint64_t>& sources) {
  Array diff;
  diff.erased = array.erased;
  for (const auto& [id, element] : array.elements) {
    if (sources.count(id.source) != 0)
      diff.elements.emplace(id, element);
    else if (element.erased)
      diff.erased.insert(id);
  }
  return diff;
}

inline Array gc(Array array, const Array& stable) {
  const Id highest = array.highest();
  const auto is_stable = [&](Id id) {
    const auto found = stable.elements.find(id);
    return stable.erased.count(id) != 0 || (found != stable.elements.end() && found->second.erased);
  };
  std::set<Id> parents;
  // Children are younger: from the youngest on, all that could hang on an element was looked at before it.
  for (auto at = array.elements.end(); at != array.elements.begin();) {
    --at;
    const auto& [id, element] = *at;
    if (element.erased && id != highest && is_stable(id) && parents.count(id) == 0) {
      at = array.elements.erase(at);
    } else {
      parents.insert(element.parent);
    }
  }
  return array;
}

inline std::string text(const Array& array) {
  Children children;
  for (auto at = array.elements.rbegin(); at != array.elements.rend(); ++at)
    children[at->second.parent].push_back(at->first);
  std::string text;
  for (const Placed& placed : walk(array, children, kRoot))
    if (kind_of(*placed.element) == 'X') text += placed.element->value;
  return text;
}

}  // namespace rdx::test::model
