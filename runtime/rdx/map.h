// M, the map: keys that are put in and taken out as a set's elements, each with a value while it is live.  FORMAT.md 5
//
//   bare  := floor? ( live value | erased )*    in key order, each key once; live and erased are key elements, F I R S
//   value := F I R S T ( stamp value )          revision >= 0; T is null
//   merge := per key the higher incarnation (|revision|, erased) takes key and value whole; in the same one the key has
//            the higher source, and the value is the higher (revision, letter, bytes, source); the higher floor
//
// A new value for a live key raises the value's revision alone. Erasing and putting back moves the key as in E, and the
// value of a new or put-back key starts at revision 1: an old value never wins over it.
#pragma once

#include <map>

#include "rdx/rdx/crdt.h"
#include "rdx/rdx/element.h"

namespace rdx {

/// A key as it stands, with its value if it is live. The views live as long as the bytes they were cut from.
struct MapEntry {
  char key_letter = 0;
  Bytes key;
  Stamp key_stamp;        // the revision still zig-zag coded, here and below
  char value_letter = 0;  // 0 when erased, 'T' for null
  Bytes value;
  Stamp value_stamp;
  Bytes whole;  // both records

  bool is_live() const { return value_letter != 0; }
};

/// Reads a map's entries in key order, live and erased, without the floor. On bytes that are no map it stops early.
class MapReader {
 public:
  explicit MapReader(Bytes bare) : rest_(bare), floor_(take_floor(rest_)) {}

  std::optional<MapEntry> next();
  uint64_t floor() const { return floor_; }
  /// What is not read yet; empty at the end of a valid map.
  Bytes rest() const { return rest_; }

 private:
  Bytes rest_;
  uint64_t floor_;
};

/// A value that shall stand under the key, or the key that shall go.
struct MapChange {
  char key_letter = 0;
  Bytes key;
  char value_letter = 0;  // 0: erase
  Bytes value;
};

struct M {
  using Native = std::map<Value, Value>;
  static constexpr char kLetter = 'M';

  static bool valid(Bytes bare);
  static std::string zero() { return {}; }
  static std::string string(Bytes bare);
  /// Keys in any order, each once.
  static Result<std::string> parse(std::string_view text);
  /// A null key, or a string that is not UTF-8, gives bytes that are not valid; `delta` refuses them.
  static std::string tlv(const Native& native, Stamp stamp = {});
  static Native native(Bytes bare);
  static Result<std::string> delta(Bytes bare, const Native& wanted, Clock clock);
  static std::string merge(std::span<const Bytes> bares);
  static std::string diff(Bytes bare, const VersionVector& versions);
  static std::string gc(Bytes bare, Bytes stable);

  /// The delta that carries out only these changes, which are in key order, each key once.
  static Result<std::string> delta_changes(Bytes bare, std::span<const MapChange> changes, Clock clock);
  static uint64_t highest_revision(Bytes bare);
};

static_assert(Crdt<M>);

}  // namespace rdx
