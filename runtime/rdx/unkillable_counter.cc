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

bool is_higher(const Addend& a, const Addend& b) {
  if (a.stamp.revision != b.stamp.revision) return a.stamp.revision > b.stamp.revision;
  return a.value > b.value;
}

class AddendRun {
 public:
  explicit AddendRun(Bytes bare) : rest_(bare) { advance(); }

  uint64_t key() const { return key_; }
  const char* begin() const { return head_.whole.data(); }
  const char* end() const { return rest_.data(); }
  const char* limit() const { return rest_.data() + rest_.size(); }
  void advance() {
    const auto addend = take_addend(rest_);
    key_ = addend ? addend->stamp.source : kEndOfRun;
    if (addend) head_ = *addend;
  }

  static bool is_exact(uint64_t /*key*/) { return true; }
  static int compare(const AddendRun& /*a*/, const AddendRun& /*b*/) { return 0; }

  class Join {
   public:
    explicit Join(const AddendRun& run) : best_(run.head_), limit_(run.limit()) {}
    void add(const AddendRun& run) {
      if (is_higher(run.head_, best_)) *this = Join(run);
    }
    void write(RunWriter& out) const {
      out.append(best_.whole.data(), best_.whole.data() + best_.whole.size(), limit_);
    }

   private:
    Addend best_;
    const char* limit_;
  };

 private:
  Bytes rest_;
  Addend head_;
  uint64_t key_ = kEndOfRun;
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
