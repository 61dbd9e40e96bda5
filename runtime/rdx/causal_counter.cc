#include "rdx/rdx/causal_counter.h"

#include "rdx/rdx/text.h"

namespace rdx {
namespace {

std::string number_bytes(uint64_t sum) { return std::string(Bytes(zip_int(static_cast<int64_t>(sum)))); }

}  // namespace

std::string C::string(Bytes bare) {
  std::string text;
  append_int_text(text, native(bare));
  return text;
}

Result<std::string> C::parse(std::string_view text) {
  TextScanner scanner(text);
  RDX_TRY(std::string bare, scanner.take_value('I'));
  if (const auto end = scanner.expect_end(); !end) return end.error();
  return bare;
}

std::string C::tlv(Native native, Stamp /*stamp*/) { return std::string(Bytes(zip_int(native))); }

Result<std::string> C::delta(Bytes bare, Native wanted, Clock /*clock*/) {
  return number_bytes(static_cast<uint64_t>(wanted) - static_cast<uint64_t>(native(bare)));
}

std::string C::merge(std::span<const Bytes> bares) {
  uint64_t sum = 0;
  for (const Bytes bare : bares) sum += static_cast<uint64_t>(native(bare));
  return number_bytes(sum);
}

}  // namespace rdx
