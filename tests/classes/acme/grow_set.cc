#include "acme/grow_set.h"

#include <algorithm>

#include <rdx/base/utf8.h>
#include <rdx/rdx/text.h>

namespace acme {

bool GrowSet::valid(rdx::Bytes bare) {
  std::optional<rdx::Bytes> last;
  while (!bare.empty()) {
    const auto record = rdx::take_record(bare, 'S');
    if (!record || !rdx::is_utf8(record->body) || (last && record->body <= *last)) return false;
    last = record->body;
  }
  return true;
}

std::string GrowSet::string(rdx::Bytes bare) {
  std::string text = "{";
  for (const std::string& element : native(bare)) {
    if (text.size() > 1) text += ',';
    rdx::append_string_text(text, element);
  }
  return text + '}';
}

rdx::Result<std::string> GrowSet::parse(std::string_view text) {
  rdx::TextScanner scanner(text);
  Native native;
  if (const auto open = scanner.expect('{'); !open) return open.error();
  while (!scanner.take('}')) {
    if (!native.empty())
      if (const auto comma = scanner.expect(','); !comma) return comma.error();
    RDX_TRY(std::string element, scanner.take_value('S'));
    native.insert(std::move(element));
  }
  if (const auto end = scanner.expect_end(); !end) return end.error();
  return tlv(native);
}

std::string GrowSet::tlv(const Native& native, rdx::Stamp) {
  std::string bare;
  for (const std::string& element : native) rdx::append_record(bare, 'S', element);
  return bare;
}

GrowSet::Native GrowSet::native(rdx::Bytes bare) {
  Native native;
  while (const auto record = rdx::take_record(bare, 'S')) native.emplace(record->body);
  return native;
}

rdx::Result<std::string> GrowSet::delta(rdx::Bytes bare, const Native& wanted, rdx::Clock) {
  const Native have = native(bare);
  if (!std::includes(wanted.begin(), wanted.end(), have.begin(), have.end()))
    return rdx::Error{rdx::ErrorCode::invalid, "this set only grows"};
  Native added;
  std::set_difference(wanted.begin(), wanted.end(), have.begin(), have.end(), std::inserter(added, added.end()));
  std::string change = tlv(added);
  if (!valid(change)) return rdx::Error{rdx::ErrorCode::invalid, "a string in it is not UTF-8"};
  return change;
}

std::string GrowSet::merge(std::span<const rdx::Bytes> bares) {
  Native all;
  for (const rdx::Bytes bare : bares) all.merge(native(bare));
  return tlv(all);
}

}  // namespace acme
