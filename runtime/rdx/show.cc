#include "rdx/rdx/show.h"

#include <charconv>
#include <vector>

#include "rdx/base/utf8.h"
#include "rdx/rdx/text.h"
#include "rdx/tlv/record.h"
#include "rdx/tlv/stamp.h"

namespace rdx {
namespace {

enum class Shape { reg, counter, records, map, array, unknown };

Shape shape_of(char letter) {
  switch (letter) {
    case 'F':
    case 'I':
    case 'R':
    case 'S': return Shape::reg;
    case 'C': return Shape::counter;
    case 'E':
    case 'U':
    case 'Z':
    case 'N':
    case 'V': return Shape::records;
    case 'M': return Shape::map;
    case 'L': return Shape::array;
    default: return Shape::unknown;
  }
}

bool has_signed_revisions(char letter) { return letter == 'E' || letter == 'M'; }

std::string hex_number(uint64_t number) {
  char digits[16];
  return {digits, std::to_chars(digits, digits + sizeof digits, number, 16).ptr};
}

/// Consecutive erased ids of one source, both ends included.
struct ShownRange {
  uint64_t first = 0;
  uint64_t last = 0;
  uint64_t source = 0;
};

std::optional<Pair> take_pair(Bytes& from, char letter) {
  Bytes rest = from;
  const auto body = take_tiny(rest, letter);
  const auto pair = body ? unzip_pair(*body) : std::nullopt;
  if (pair) from = rest;
  return pair;
}

std::string encode_ranges(const std::vector<ShownRange>& ranges) {
  std::string body;
  for (std::size_t i = 0; i < ranges.size();) {
    std::size_t end = i;
    while (end < ranges.size() && ranges[end].source == ranges[i].source) ++end;
    append_tiny(body, 'D', zip_pair(ranges[i].source, end - i));
    for (uint64_t behind = 0; i < end; behind = ranges[i++].last + 1)
      append_tiny(body, 'D', zip_pair(ranges[i].first - behind, ranges[i].last - ranges[i].first + 1));
  }
  return body;
}

/// Nothing where the ranges' text would not lead back to these bytes.
std::optional<std::vector<ShownRange>> decode_ranges(Bytes body) {
  std::vector<ShownRange> ranges;
  for (Bytes rest = body; !rest.empty();) {
    const auto head = take_pair(rest, 'D');
    if (!head) return std::nullopt;
    uint64_t behind = 0;
    for (uint64_t i = 0; i < head->b; ++i) {
      const auto range = take_pair(rest, 'D');
      if (!range || range->b == 0 || range->a > UINT64_MAX - behind) return std::nullopt;
      const uint64_t first = behind + range->a;
      if (range->b > UINT64_MAX - first) return std::nullopt;
      behind = first + range->b;
      ranges.push_back({first, behind - 1, head->a});
    }
  }
  if (ranges.empty() || encode_ranges(ranges) != body) return std::nullopt;
  return ranges;
}

/// Writes the records of one value; the letter says how revisions and pairs are written.
class Shower {
 public:
  explicit Shower(char letter) : signed_(has_signed_revisions(letter)), map_(letter == 'M') {}

  std::string records(Bytes from, char open, char close) {
    std::string text(1, open);
    for (bool first = true, value_next = false; !from.empty(); first = false) {
      if (!first) text += value_next ? ':' : ' ';
      Bytes rest = from;
      const auto record = take_record(rest);
      text += record ? one(*record) : raw(from);
      value_next = map_ && !value_next && record && is_live_key(*record);
      from = record ? rest : Bytes{};
    }
    return text + close;
  }

  /// Stamp and value of a register or an element, with the letter. Nothing where they are not canonical.
  std::optional<std::string> element(char letter, Bytes body) const {
    const auto stamp = take_pair(body, 'T');
    if (!stamp) return std::nullopt;
    std::string text = letter + stamp_text(*stamp);
    if (letter == 'X') {
      if (!is_utf8(body)) return std::nullopt;
      append_string_text(text, body);
    } else if (letter == 'G') {
      const auto count = unzip(body);
      if (!count) return std::nullopt;
      text += std::to_string(*count);
    } else {
      if (!is_value(letter, body)) return std::nullopt;
      if (letter != 'T') append_value_text(text, letter, body);
    }
    return text;
  }

  static std::string raw(Bytes bytes) { return '#' + to_hex(bytes); }

 private:
  std::string one(const Record& record) {
    std::optional<std::string> text;
    switch (record.letter) {
      case 'F':
      case 'I':
      case 'R':
      case 'S':
      case 'T':
      case 'X':
      case 'G': text = element(record.letter, record.body); break;
      case 'U':
      case 'V': text = pair_record(record); break;
      case 'B': text = block(record.body); break;
      case 'D': text = erased(record.body); break;
      default: break;
    }
    return text ? *std::move(text) : raw(record.whole);
  }

  static std::optional<std::string> pair_record(const Record& record) {
    const auto pair = unzip_pair(record.body);
    if (!pair) return std::nullopt;
    return record.letter + ("{" + std::to_string(pair->a)) + ',' + hex_number(pair->b) + '}';
  }

  /// Blocks hold no blocks: one that claims to is not canonical, and may be as deep as it is long.
  std::optional<std::string> block(Bytes body) {
    const auto attach = take_pair(body, 'T');
    if (!attach || in_block_) return std::nullopt;
    in_block_ = true;
    std::string text = 'B' + stamp_text(*attach) + records(body, '[', ']');
    in_block_ = false;
    return text;
  }

  static std::optional<std::string> erased(Bytes body) {
    const auto ranges = decode_ranges(body);
    if (!ranges) return std::nullopt;
    std::string text = "D";
    for (const ShownRange& range : *ranges) {
      text += '{' + std::to_string(range.first);
      if (range.last != range.first) text += ".." + std::to_string(range.last);
      text += ',' + hex_number(range.source) + '}';
    }
    return text;
  }

  std::string stamp_text(Pair stamp) const {
    if (stamp == Pair{}) return {};
    const std::string revision = signed_ ? std::to_string(unzigzag(stamp.a)) : std::to_string(stamp.a);
    return '{' + revision + ',' + hex_number(stamp.b) + '}';
  }

  static bool is_live_key(const Record& record) {
    Bytes body = record.body;
    const auto stamp = take_pair(body, 'T');
    return stamp && is_value_letter(record.letter) && unzigzag(stamp->a) >= 0;
  }

  bool signed_;
  bool map_;
  bool in_block_ = false;
};

/// Reads what Shower writes.
class ShownReader {
 public:
  ShownReader(char letter, std::string_view text) : letter_(letter), scanner_(text) {}

  Result<std::string> value() {
    RDX_TRY(std::string bare, scanner_.peek() == '#' ? raw() : shaped());
    if (const auto end = scanner_.expect_end(); !end) return end.error();
    return bare;
  }

 private:
  Result<std::string> shaped() {
    switch (shape_of(letter_)) {
      case Shape::reg: return reg();
      case Shape::counter: return counter();
      case Shape::records:
      case Shape::map: return records('{', '}');
      case Shape::array: return records('[', ']');
      case Shape::unknown: break;
    }
    return scanner_.error("expected '#' and hex");
  }

  Result<std::string> reg() {
    if (const auto letter = scanner_.expect(letter_); !letter) return letter.error();
    if (scanner_.at_end()) return std::string();
    return element_body(letter_);
  }

  Result<std::string> counter() {
    if (const auto letter = scanner_.expect('C'); !letter) return letter.error();
    return scanner_.take_value('I');
  }

  Result<std::string> records(char open, char close) {
    if (const auto opened = scanner_.expect(open); !opened) return opened.error();
    std::string bytes;
    while (!scanner_.take(close)) {
      RDX_TRY(const std::string record, one());
      bytes += record;
      if (letter_ != 'M' || !scanner_.take(':')) continue;
      RDX_TRY(const std::string value, one());
      bytes += value;
    }
    return bytes;
  }

  Result<std::string> one() {
    const char letter = scanner_.peek();
    if (letter == '#') return raw();
    if (letter == 0 || std::string_view("FIRSTXGUVBD").find(letter) == std::string_view::npos)
      return scanner_.error("expected a record, one of F I R S T X G U V B D or '#' and hex");
    scanner_.take(letter);
    RDX_TRY(const std::string body, body_of(letter));
    std::string record;
    append_record(record, letter, body);
    return record;
  }

  Result<std::string> body_of(char letter) {
    if (letter == 'U' || letter == 'V') {
      RDX_TRY(const Pair numbers, pair(false));
      return std::string(Bytes(zip_pair(numbers)));
    }
    if (letter == 'D') return erased();
    return element_body(letter);
  }

  /// What follows the letter of a register, an element, a run or a block.
  Result<std::string> element_body(char letter) {
    Pair stamp;
    if (scanner_.peek() == '{') {
      RDX_TRY(stamp, pair(has_signed_revisions(letter_)));
    }
    std::string body;
    append_tiny(body, 'T', zip_pair(stamp));
    RDX_TRY(const std::string rest, behind_stamp(letter));
    return body + rest;
  }

  Result<std::string> behind_stamp(char letter) {
    if (letter == 'T') return std::string();
    if (letter == 'B') return block();
    if (letter == 'X') return scanner_.take_value('S');
    if (letter != 'G') return scanner_.take_value(letter);
    RDX_TRY(const uint64_t count, number(10));
    return std::string(Bytes(zip(count)));
  }

  Result<std::string> block() {
    if (in_block_) return scanner_.error("a block in a block");
    in_block_ = true;
    auto runs = records('[', ']');
    in_block_ = false;
    return runs;
  }

  Result<Pair> pair(bool is_signed) {
    if (const auto opened = scanner_.expect('{'); !opened) return opened.error();
    Pair numbers;
    const bool negative = is_signed && scanner_.take('-');
    const std::size_t start = scanner_.position();
    RDX_TRY(numbers.a, number(10));
    if (is_signed) {
      if (numbers.a > uint64_t{INT64_MAX}) return error_at(start, "a revision past 63 bits");
      const auto revision = static_cast<int64_t>(numbers.a);
      numbers.a = zigzag(negative ? -revision : revision);
    }
    RDX_TRY(numbers.b, source());
    return numbers;
  }

  /// `"," source "}"`
  Result<uint64_t> source() {
    if (const auto comma = scanner_.expect(','); !comma) return comma.error();
    RDX_TRY(const uint64_t found, number(16));
    if (const auto closed = scanner_.expect('}'); !closed) return closed.error();
    return found;
  }

  Result<std::string> erased() {
    std::vector<ShownRange> ranges;
    do {
      if (const auto opened = scanner_.expect('{'); !opened) return opened.error();
      const std::size_t start = scanner_.position();
      ShownRange range;
      RDX_TRY(range.first, number(10));
      range.last = range.first;
      if (scanner_.take('.')) {
        if (const auto dot = scanner_.expect('.'); !dot) return dot.error();
        RDX_TRY(range.last, number(10));
      }
      RDX_TRY(range.source, source());
      if (range.last < range.first) return error_at(start, "the range ends before it begins");
      if (!ranges.empty() && ranges.back().source == range.source && range.first <= ranges.back().last)
        return error_at(start, "the range begins before the one in front of it ends");
      ranges.push_back(range);
    } while (scanner_.peek() == '{');
    return encode_ranges(ranges);
  }

  Result<std::string> raw() {
    scanner_.take('#');
    const std::string digits(word());
    const auto bytes = from_hex(digits);
    if (!bytes || bytes->empty()) return scanner_.error("expected two hex digits a byte");
    skip(digits);
    return *bytes;
  }

  Result<uint64_t> number(int base) {
    scanner_.peek();  // past the blanks
    const std::string digits(word());
    uint64_t found = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), found, base);
    if (digits.empty() || end != digits.data() + digits.size())
      return scanner_.error(base == 10 ? "expected a number" : "expected a source in hex");
    if (fault != std::errc()) return scanner_.error("a number past 64 bits");
    skip(digits);
    return found;
  }

  /// The letters and digits that come next.
  std::string_view word() const {
    const std::string_view rest = scanner_.rest();
    std::size_t size = 0;
    while (size < rest.size() && ((rest[size] >= '0' && rest[size] <= '9') || (rest[size] >= 'a' && rest[size] <= 'z')))
      ++size;
    return rest.substr(0, size);
  }

  void skip(std::string_view word) {
    for (const char c : word) scanner_.take(c);
  }

  static Error error_at(std::size_t position, std::string_view what) {
    return {ErrorCode::invalid, "byte " + std::to_string(position) + ": " + std::string(what)};
  }

  char letter_;
  TextScanner scanner_;
  bool in_block_ = false;
};

std::optional<std::string> show_shaped(char letter, Bytes bare) {
  Shower shower(letter);
  switch (shape_of(letter)) {
    case Shape::reg:
      if (bare.empty()) return std::string(1, letter);
      return shower.element(letter, bare);
    case Shape::counter: {
      const auto sum = unzip_int(bare);
      if (!sum) return std::nullopt;
      return 'C' + std::to_string(*sum);
    }
    case Shape::records:
    case Shape::map: return shower.records(bare, '{', '}');
    case Shape::array: return shower.records(bare, '[', ']');
    case Shape::unknown: break;
  }
  return std::nullopt;
}

}  // namespace

std::string show(char letter, Bytes bare) {
  auto text = show_shaped(letter, bare);
  if (text) return *std::move(text);
  return bare.empty() ? std::string() : Shower::raw(bare);
}

Result<std::string> read_shown(char letter, std::string_view text) {
  if (text.empty() && shape_of(letter) == Shape::unknown) return std::string();
  return ShownReader(letter, text).value();
}

}  // namespace rdx
