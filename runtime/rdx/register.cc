#include "rdx/rdx/register.h"

#include "rdx/rdx/text.h"

namespace rdx {
namespace {

bool is_higher(const RegisterView& a, const RegisterView& b) {
  if (a.stamp.revision != b.stamp.revision) return a.stamp.revision > b.stamp.revision;
  if (const int order = a.value.compare(b.value); order != 0) return order > 0;
  return a.stamp.source > b.stamp.source;
}

Bytes value_of(Bytes bare) {
  const auto view = view_register(bare);
  return view ? view->value : Bytes{};
}

}  // namespace

std::string merge_registers(std::span<const Bytes> bares) {
  Bytes winner;
  RegisterView highest;
  for (const Bytes bare : bares) {
    const auto view = view_register(bare);
    if (!view || (!winner.empty() && !is_higher(*view, highest))) continue;
    winner = bare;
    highest = *view;
  }
  return std::string(winner);
}

template <class V>
bool Register<V>::valid(Bytes bare) {
  if (bare.empty()) return true;
  const auto view = view_register(bare);
  return view && is_value(kLetter, view->value);
}

template <class V>
std::string Register<V>::string(Bytes bare) {
  std::string text;
  append_value_text(text, kLetter, value_of(bare));
  return text;
}

template <class V>
Result<std::string> Register<V>::parse(std::string_view text) {
  TextScanner scanner(text);
  RDX_TRY(const std::string bytes, scanner.take_value(kLetter));
  if (const auto end = scanner.expect_end(); !end) return end.error();
  std::string bare;
  append_stamp(bare, Stamp{});
  return bare + bytes;
}

template <class V>
std::string Register<V>::tlv(const Native& native, Stamp stamp) {
  std::string bare;
  append_stamp(bare, stamp);
  return bare.append(Bytes(V::bytes(native)));
}

template <class V>
typename V::Native Register<V>::native(Bytes bare) {
  return V::read(value_of(bare));
}

template <class V>
Result<std::string> Register<V>::delta(Bytes bare, const Native& wanted, Clock clock) {
  const auto view = view_register(bare);
  const auto& wanted_bytes = V::bytes(wanted);
  if ((view ? view->value : Bytes(V::bytes(Native{}))) == Bytes(wanted_bytes)) return std::string();
  if (!is_value(kLetter, wanted_bytes)) return Error{ErrorCode::invalid, "the string is not UTF-8"};
  RDX_TRY(const uint64_t revision, next_revision(view ? view->stamp.revision : 0, clock.for_value()));
  return tlv(wanted, {revision, clock.source});
}

template <class V>
std::string Register<V>::diff(Bytes bare, const VersionVector& versions) {
  const auto view = view_register(bare);
  return view && versions.names(view->stamp.source) ? std::string(bare) : std::string();
}

template <class V>
std::string Register<V>::gc(Bytes bare, Bytes /*stable*/) {
  return std::string(bare);
}

template <class V>
uint64_t Register<V>::highest_revision(Bytes bare) {
  const auto view = view_register(bare);
  return view ? view->stamp.revision : 0;
}

template struct Register<FloatValue>;
template struct Register<IntValue>;
template struct Register<IdValue>;
template struct Register<StringValue>;

}  // namespace rdx
