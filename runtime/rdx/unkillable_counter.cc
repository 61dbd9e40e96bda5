#include "rdx/rdx/unkillable_counter.h"

#include "rdx/rdx/merge_runs.h"
#include "rdx/rdx/text.h"

namespace rdx {
namespace {

struct Addend {
  Stamp stamp;
  Bytes value;
  Bytes whole;
};

// One source's record; nothing, and `from` unchanged, where there is none. The value is not looked at.
std::optional<Addend> take_addend(Bytes& from) {
  Bytes rest = from;
  const auto record = take_record(rest, 'I');
  if (!record) return std::nullopt;
  Bytes value = record->body;
  const auto stamp = take_stamp(value);
  if (!stamp) return std::nullopt;
  from = rest;
  return Addend{*stamp, value, record->whole};
}

// The records in order of their sources; the rank is the revision, and where it ties the value bytes decide.
class AddendRun {
 public:
  explicit AddendRun(Bytes bare) : rest_(bare) {}

  [[gnu::always_inline]] bool next(RunHead& head) {
    const char* at = rest_.data();
    const char* limit = at + rest_.size();
    head.begin = at;
    head.limit = limit;
    head.key_low = 0;
    if (limit - at < 3 || at[0] != 'i') return false;
    const std::size_t size = byte_at(rest_, 1);
    const auto digit = static_cast<std::size_t>(byte_at(rest_, 2) - uint8_t{'0'});
    if (rest_.size() - 2 < size) return false;
    if (digit <= kMaxTiny && digit < size) {
      Pair stamp;
      if (!read_pair({at + 3, digit}, limit, stamp)) return false;
      head.rank = stamp.a;
      head.key = stamp.b;
      rest_.remove_prefix(2 + size);
    } else {
      const auto addend = take_addend(rest_);
      if (!addend) return false;
      head.rank = addend->stamp.revision;
      head.key = addend->stamp.source;
    }
    head.end = rest_.data();
    return true;
  }

  static int compare_long(const RunHead& /*a*/, const RunHead& /*b*/) { return 0; }
  static bool is_tie(uint64_t /*revision*/) { return true; }

  class Join {
   public:
    explicit Join(const RunHead& head) : best_(head) {}
    void add(const RunHead& head) {
      if (head.rank < best_.rank) return;
      if (head.rank > best_.rank || value_of(head) > value_of(best_)) best_ = head;
    }
    void write(RunWriter& out) const { out.copy(best_.begin, best_.end, best_.limit); }

   private:
    static Bytes value_of(const RunHead& head) {
      Bytes bytes = head.bytes();
      return take_addend(bytes).value_or(Addend{}).value;
    }

    RunHead best_;
  };

 private:
  Bytes rest_;
};

}  // namespace

bool U::valid(Bytes bare) {
  int64_t previous = -1;
  while (!bare.empty()) {
    const auto addend = take_addend(bare);
    if (!addend || addend->stamp.source <= previous || !is_value('I', addend->value)) return false;
    previous = addend->stamp.source;
  }
  return true;
}

std::string U::string(Bytes bare) {
  std::string text;
  append_int_text(text, native(bare));
  return text;
}

Result<std::string> U::parse(std::string_view text) {
  TextScanner scanner(text);
  RDX_TRY(const std::string number, scanner.take_value('I'));
  if (const auto end = scanner.expect_end(); !end) return end.error();
  return tlv(read_int(number));
}

std::string U::tlv(Native native, Stamp stamp) {
  std::string body;
  append_stamp(body, stamp);
  body += Bytes(zip_int(native));
  std::string bare;
  append_record(bare, 'I', body);
  return bare;
}

U::Native U::native(Bytes bare) {
  uint64_t sum = 0;
  while (const auto addend = take_addend(bare)) sum += static_cast<uint64_t>(read_int(addend->value));
  return static_cast<Native>(sum);
}

Result<std::string> U::delta(Bytes bare, Native wanted, Clock clock) {
  const uint64_t missing = static_cast<uint64_t>(wanted) - static_cast<uint64_t>(native(bare));
  if (missing == 0) return std::string();
  Addend own;
  while (const auto addend = take_addend(bare))
    if (addend->stamp.source == clock.source) own = *addend;
  RDX_TRY(const uint64_t revision, next_revision(own.stamp.revision, clock));
  return tlv(static_cast<Native>(static_cast<uint64_t>(read_int(own.value)) + missing), {revision, clock.source});
}

std::string U::merge(std::span<const Bytes> bares) {
  if (const auto only = only_input(bares)) return std::string(*only);
  std::string merged;
  merge_runs<AddendRun>(bares, merged);
  return merged;
}

std::string U::diff(Bytes bare, const VersionVector& versions) {
  std::string named;
  while (const auto addend = take_addend(bare))
    if (versions.names(addend->stamp.source)) named += addend->whole;
  return named;
}

uint64_t U::highest_revision(Bytes bare) {
  uint64_t highest = 0;
  while (const auto addend = take_addend(bare)) highest = std::max(highest, addend->stamp.revision);
  return highest;
}

}  // namespace rdx
