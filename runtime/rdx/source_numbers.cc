#include "rdx/rdx/source_numbers.h"

#include "rdx/base/id.h"
#include "rdx/rdx/merge_runs.h"
#include "rdx/tlv/record.h"
#include "rdx/tlv/zip.h"

namespace rdx {
namespace {

inline std::optional<SourceNumber> take(Bytes& from, char letter) {
  if (from.size() < 2 || from[0] != letter - 'A' + 'a') return std::nullopt;
  const std::size_t size = byte_at(from, 1);
  if (from.size() - 2 < size) return std::nullopt;
  const auto pair = unzip_pair(from.substr(2, size));
  if (!pair || pair->b > kMaxSource) return std::nullopt;
  const SourceNumber number{pair->a, static_cast<uint32_t>(pair->b), from.substr(0, 2 + size)};
  from.remove_prefix(2 + size);
  return number;
}

template <char kLetter>
class NumberRun {
 public:
  explicit NumberRun(Bytes bare) : rest_(bare) { advance(); }

  uint64_t key() const { return key_; }
  const char* begin() const { return head_.whole.data(); }
  const char* end() const { return rest_.data(); }
  const char* limit() const { return rest_.data() + rest_.size(); }
  void advance() {
    const auto number = take(rest_, kLetter);
    key_ = number ? number->source : kEndOfRun;
    if (number) head_ = *number;
  }

  static bool is_exact(uint64_t /*key*/) { return true; }
  static int compare(const NumberRun& /*a*/, const NumberRun& /*b*/) { return 0; }

  class Join {
   public:
    explicit Join(const NumberRun& run) : best_(run.head_), limit_(run.limit()) {}
    void add(const NumberRun& run) {
      if (run.head_.number > best_.number) *this = Join(run);
    }
    void write(RunWriter& out) const {
      out.append(best_.whole.data(), best_.whole.data() + best_.whole.size(), limit_);
    }

   private:
    SourceNumber best_;
    const char* limit_;
  };

 private:
  Bytes rest_;
  SourceNumber head_;
  uint64_t key_ = kEndOfRun;
};

}  // namespace

std::optional<SourceNumber> take_source_number(Bytes& from, char letter) { return take(from, letter); }

void append_source_number(std::string& to, char letter, uint64_t number, uint32_t source) {
  append_record(to, letter, zip_pair(number, source));
}

bool are_source_numbers(Bytes bare, char letter, uint64_t limit) {
  int64_t previous = -1;
  while (!bare.empty()) {
    const auto number = take(bare, letter);
    if (!number || number->number > limit || number->source <= previous) return false;
    previous = number->source;
  }
  return true;
}

template <char kLetter>
std::string merge_source_numbers(std::span<const Bytes> bares) {
  if (const auto only = only_input(bares)) return std::string(*only);
  std::string merged;
  merge_runs<NumberRun<kLetter>>(bares, merged);
  return merged;
}

template std::string merge_source_numbers<'U'>(std::span<const Bytes> bares);
template std::string merge_source_numbers<'V'>(std::span<const Bytes> bares);

}  // namespace rdx
