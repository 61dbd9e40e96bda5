#include "rdx/store/state_piece.h"

#include "rdx/rdx/value.h"
#include "rdx/store/keys.h"
#include "rdx/tlv/record.h"

namespace rdx {
namespace {

// Sets that take more memory than this, in containers of 2^16 numbers, nobody has.
constexpr uint64_t kMaxContainers = uint64_t{1} << 18;

Error malformed(const std::string& what) { return Error{ErrorCode::invalid, "a piece of a state: " + what}; }

Id id_at(Bytes place) { return Id(read_big_endian(place)); }

Result<DotRanges> take_dots(Bytes& from) {
  const auto record = take_record(from, 'D');
  if (!record) return malformed("no set of packet numbers");
  RDX_TRY(const DotRanges ranges, DotRanges::read(record->whole));
  uint64_t containers = 0;
  ranges.for_each_range([&](uint32_t, uint32_t first, uint32_t last) {
    containers += (last >> 16) - (first >> 16) + 1;
    return containers <= kMaxContainers;
  });
  if (containers > kMaxContainers)
    return Error{ErrorCode::limit, "a piece of a state names more packets than anybody has"};
  return ranges;
}

class EntryChecker {
 public:
  EntryChecker(const StatePiece& piece, const TypeTable& types) : piece_(piece), types_(types), last_(piece.from) {}

  std::optional<std::string> fault(const Op& entry) {
    const std::string place = place_of(entry);
    if (place < last_ || (!is_first_ && place == last_)) return "entries that do not ascend";
    if (piece_.to && place >= *piece_.to) return "an entry past its end";
    last_ = place;
    is_first_ = false;
    if (!entry.object) return "an entry of the object 0-0-0";
    return entry.letter == 'O' ? class_fault(entry) : value_fault(entry);
  }

 private:
  std::optional<std::string> class_fault(const Op& entry) {
    if (!entry.class_id || entry.object.source() == 0) return "an object without a class";
    object_ = entry.object;
    return std::nullopt;
  }

  std::optional<std::string> value_fault(const Op& entry) const {
    if (entry.object.source() != 0 && entry.object != object_ && !piece_.continues(entry.object))
      return "a value of an object that is not there";
    const TypeFunctions* type = types_.find(entry.letter);
    if (type == nullptr) return std::string("a value of the unknown type ") + entry.letter;
    if (!type->valid(entry.change)) return std::string("a value that is no valid ") + entry.letter;
    if (type->highest_revision(entry.change) > kMaxDoorRevision) return "a revision above 2^59";
    return std::nullopt;
  }

  const StatePiece& piece_;
  const TypeTable& types_;
  std::string last_;
  bool is_first_ = true;
  Id object_;
};

}  // namespace

std::string place_of(Id object, uint8_t field, char letter) {
  const Key key = Key().add(object.number()).add(field).add(letter);
  return std::string(Bytes(key));
}

bool StatePiece::continues(Id object) const {
  return id_at(from) == object && from.substr(sizeof(uint64_t)) > Bytes("\0O", 2);
}

Result<StatePiece> read_piece(Bytes bytes, const TypeTable& types) {
  RDX_TRY(const DotRanges horizon, take_dots(bytes));
  RDX_TRY(const DotRanges dots, take_dots(bytes));
  if (!is_included(horizon, dots)) return malformed("a horizon past its packet numbers");
  const auto places = take_record(bytes, 'K');
  if (!places || (places->body.size() != kPlaceBytes && places->body.size() != 2 * kPlaceBytes))
    return malformed("no place");
  StatePiece piece{horizon, dots, places->body.substr(0, kPlaceBytes), std::nullopt, bytes};
  if (places->body.size() > kPlaceBytes) piece.to = places->body.substr(kPlaceBytes);
  if (piece.to && *piece.to <= piece.from) return malformed("an end in front of its beginning");
  EntryChecker checker(piece, types);
  for (OpReader entries(piece.entries); !entries.rest().empty();) {
    const auto entry = entries.next();
    if (!entry) return malformed("something that is no entry, or not canonical");
    if (const auto fault = checker.fault(*entry)) return malformed(*fault);
  }
  return piece;
}

void PieceWriter::add(Bytes place, Bytes value) {
  std::string body;
  append_tiny(body, 'I', zip_id(id_at(place)));
  const uint8_t field = byte_at(place, sizeof(uint64_t));
  if (field != 0) append_tiny(body, 'I', zip(field));
  append_record(entries_, place.back(), body.append(value));
}

std::string PieceWriter::finish(std::optional<Bytes> to) const {
  std::string piece = head_;
  append_record(piece, 'K', from_ + std::string(to.value_or(Bytes())));
  return piece + entries_;
}

}  // namespace rdx
