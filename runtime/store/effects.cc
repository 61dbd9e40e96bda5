#include "rdx/store/effects.h"

#include "rdx/rdx/value.h"
#include "rdx/tlv/record.h"

namespace rdx {
namespace {

std::optional<Id> take_id(Bytes& from) {
  const auto body = take_tiny(from, 'I');
  return body ? unzip_id(*body) : std::nullopt;
}

}  // namespace

void append_effect(std::string& to, const Effect& effect) {
  std::string body;
  append_tiny(body, 'I', zip_id(effect.object));
  if (effect.ended) append_tiny(body, 'I', zip_id(effect.class_id));
  append_record(to, effect.ended ? 'E' : 'D', body);
}

std::optional<Effect> take_effect(Bytes& from) {
  Bytes rest = from;
  const auto record = take_record(rest);
  if (!record || (record->letter != 'E' && record->letter != 'D')) return std::nullopt;
  Bytes body = record->body;
  const auto object = take_id(body);
  const auto class_id = record->letter == 'E' ? take_id(body) : Id();
  if (!object || !class_id || !body.empty()) return std::nullopt;
  from = rest;
  return Effect{record->letter == 'E', *object, *class_id};
}

}  // namespace rdx
