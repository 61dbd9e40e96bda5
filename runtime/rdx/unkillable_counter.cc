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
class AddendRun : public RunInput {
 public:
  explicit AddendRun(Bytes bare) : RunInput(bare) {}

  [[gnu::always_inline]] bool next(RunHead& head) {
    if (limit_ - at_ < 3 || at_[0] != 'i') return false;
    const std::size_t size = static_cast<uint8_t>(at_[1]);
    const std::size_t digit = static_cast<uint8_t>(at_[2] - '0');
    if (left() < 2 + size) return false;
    Pair stamp;
    if ((digit > kShortStamp) | (digit >= size)) [[unlikely]] {
      if (!read_any(stamp)) return false;
    } else if (!read_pair({at_ + 3, digit}, limit_, stamp)) {
      return false;
    }
    head = {0, stamp.b, stamp.a, at_};
    at_ += 2 + size;
    return true;
  }

  static constexpr bool kOneKey = true;
  static int compare_long(const RunItem& /*a*/, const RunItem& /*b*/) { return 0; }
  static bool is_tie(uint64_t /*revision*/) { return true; }

  // The larger value bytes of one revision.
  class Join {
   public:
    explicit Join(const RunItem& item) : best_(item) {}
    void add(const RunItem& item) {
      if (value_of(item) > value_of(best_)) best_ = item;
    }
    void write(RunWriter& out) const { out.copy(best_.head.begin, best_.end, best_.limit); }

   private:
    static Bytes value_of(const RunItem& item) {
      Bytes bytes = item.bytes();
      return take_addend(bytes).value_or(Addend{}).value;
    }

    RunItem best_;
  };

 private:
  static constexpr std::size_t kShortStamp = 8;

  bool read_any(Pair& stamp) const {
    Bytes rest(at_, left());
    const auto addend = take_addend(rest);
    if (!addend) return false;
    stamp = {addend->stamp.revision, addend->stamp.source};
    return true;
  }
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
  return merge_runs<AddendRun>(bares);
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
