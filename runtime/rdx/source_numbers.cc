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
  explicit NumberRun(Bytes bare) : at_(bare.data()), limit_(bare.data() + bare.size()) {}

  [[gnu::always_inline]] bool next(RunHead& head) {
    if (limit_ - at_ < 2 || at_[0] != kLetter - 'A' + 'a') return false;
    const std::size_t size = static_cast<uint8_t>(at_[1]);
    Pair pair;
    if (limit_ - at_ - 2 < static_cast<std::ptrdiff_t>(size) || !read_pair({at_ + 2, size}, limit_, pair)) return false;
    head = {0, pair.b, pair.a, at_};
    at_ += 2 + size;
    return true;
  }
  const char* at() const { return at_; }
  const char* limit() const { return limit_; }

  static constexpr bool kOneKey = true;
  static int compare_long(const RunItem& /*a*/, const RunItem& /*b*/) { return 0; }
  static bool is_tie(uint64_t /*number*/) { return false; }

  class Join {
   public:
    explicit Join(const RunItem& item) : best_(item) {}
    void add(const RunItem& item) {
      if (item.head.rank > best_.head.rank) best_ = item;
    }
    void write(RunWriter& out) const { out.copy(best_.head.begin, best_.end, best_.limit); }

   private:
    RunItem best_;
  };

 private:
  const char* at_;
  const char* limit_;
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
