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
class NumberRun : public RunInput {
 public:
  explicit NumberRun(Bytes bare) : RunInput(bare) {}

  [[gnu::always_inline]] bool next(RunHead& head) {
    if (limit_ - at_ < 2 || at_[0] != kLetter - 'A' + 'a') return false;
    const std::size_t size = static_cast<uint8_t>(at_[1]);
    Pair pair;
    if (left() < 2 + size || !read_pair({at_ + 2, size}, limit_, pair)) return false;
    head = {0, pair.b, pair.a, at_};
    at_ += 2 + size;
    return true;
  }

  static constexpr bool kOneKey = true;
  static int compare_long(const RunItem& /*a*/, const RunItem& /*b*/) { return 0; }
  static bool is_tie(uint64_t /*number*/) { return false; }

  // Never called: equal items of one rank are the same.
  class Join {
   public:
    explicit Join(const RunItem& item) : item_(item) {}
    void add(const RunItem& /*item*/) {}
    void write(RunWriter& out) const { out.copy(item_.head.begin, item_.end, item_.limit); }

   private:
    RunItem item_;
  };
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
  return merge_runs<NumberRun<kLetter>>(bares);
}

template std::string merge_source_numbers<'U'>(std::span<const Bytes> bares);
template std::string merge_source_numbers<'V'>(std::span<const Bytes> bares);

}  // namespace rdx
