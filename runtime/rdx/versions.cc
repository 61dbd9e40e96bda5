#include "rdx/rdx/versions.h"

#include <array>
#include <charconv>

#include "rdx/rdx/text.h"

namespace rdx {
namespace {

void append_hex(std::string& text, uint64_t number) {
  std::array<char, 16> digits{};
  text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr);
}

void append_entry_text(std::string& text, uint32_t source, uint64_t sequence) {
  append_hex(text, source);
  text += '-';
  append_hex(text, sequence);
}

// `b0b-2`, in no other spelling.
std::optional<VersionVector::Entry> parse_entry(std::string_view word) {
  const std::size_t dash = word.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  uint64_t source = 0;
  uint64_t sequence = 0;
  std::from_chars(word.data(), word.data() + dash, source, 16);
  std::from_chars(word.data() + dash + 1, word.data() + word.size(), sequence, 16);
  if (source > kMaxSource || sequence > kMaxRevision) return std::nullopt;
  std::string spelling;
  append_entry_text(spelling, static_cast<uint32_t>(source), sequence);
  if (spelling != word) return std::nullopt;
  return VersionVector::Entry{static_cast<uint32_t>(source), static_cast<int64_t>(sequence)};
}

bool is_above(const VersionVector::Entry& entry, const VersionVector& versions) {
  return entry.sequence > versions.at(entry.source).value_or(-1);
}

void append_entry(std::string& bare, const VersionVector::Entry& entry) {
  if (entry.sequence >= 0) append_source_number(bare, 'V', static_cast<uint64_t>(entry.sequence), entry.source);
}

}  // namespace

std::string V::string(Bytes bare) {
  std::string text;
  while (const auto entry = take_source_number(bare, kLetter)) {
    text += text.empty() ? '{' : ',';
    append_entry_text(text, entry->source, entry->number);
  }
  return text.empty() ? "{}" : text + '}';
}

Result<std::string> V::parse(std::string_view text) {
  TextScanner scanner(text);
  if (const auto open = scanner.expect('{'); !open) return open.error();
  VersionVector versions;
  if (!scanner.take('}')) {
    do {
      scanner.peek();  // past the blanks
      const Error fault = scanner.error("expected source-sequence in lower-case hex");
      const auto entry = parse_entry(scanner.take_word());
      if (!entry) return fault;
      versions.raise(entry->source, entry->sequence);
    } while (scanner.take(','));
    if (const auto close = scanner.expect('}'); !close) return close.error();
  }
  if (const auto end = scanner.expect_end(); !end) return end.error();
  return tlv(versions);
}

std::string V::tlv(const Native& native, Stamp /*stamp*/) {
  std::string bare;
  for (const auto& entry : native) append_entry(bare, entry);
  return bare;
}

V::Native V::native(Bytes bare) {
  VersionVector versions;
  while (const auto entry = take_source_number(bare, kLetter))
    versions.raise(entry->source, static_cast<int64_t>(entry->number & kMaxRevision));
  return versions;
}

Result<std::string> V::delta(Bytes bare, const Native& wanted, Clock /*clock*/) {
  const VersionVector now = native(bare);
  for (const auto& entry : now)
    if (is_above(entry, wanted)) return Error{ErrorCode::invalid, "a version vector only grows"};
  std::string delta;
  for (const auto& entry : wanted) {
    if (entry.sequence > static_cast<int64_t>(kMaxRevision))
      return Error{ErrorCode::limit, "a sequence number is past the last one, 2^60-1"};
    if (entry.source > kMaxSource) return Error{ErrorCode::invalid, "a source number is past the last one, 2^20-1"};
    if (is_above(entry, now)) append_entry(delta, entry);
  }
  return delta;
}

std::string V::diff(Bytes bare, const VersionVector& versions) {
  std::string above;
  while (const auto entry = take_source_number(bare, kLetter)) {
    const auto seen = versions.at(entry->source);
    if (seen && static_cast<int64_t>(entry->number & kMaxRevision) > *seen) above += entry->whole;
  }
  return above;
}

}  // namespace rdx
