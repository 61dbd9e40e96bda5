// L, an array: a causal tree in weave order, each element before its children, younger siblings first.   FORMAT.md 5
//
//   L      := run* block* erased?
//   run    := element | text | gap        all with plain revisions, rev >= 1
//   element:= F I R S ( stamp value )
//   text   := X ( stamp utf8 )            one S element per code point, consecutive ids
//   gap    := G ( stamp zip(n) )          n erased elements, 1 <= n <= 2^32, consecutive ids; their values are gone
//   block  := B ( stamp(attach) run+ )    elements whose parent, attach, is not here; blocks ascend by attach
//   erased := D ( ranges )                erased ids with no place here
//
// An element's id is (revision, source), given once and never changed. Within a run each element is the child of the
// one before it. A child is younger than its parent and siblings stand youngest first, so an element's parent is the
// nearest element before it with a smaller id: that is why there are no parent pointers. A new element's revision is
// 1 + the highest that the value mentions anywhere, so a new child of an element stands right behind it.
//
// A delta is an array as well: what is new in blocks under its parents, what is erased in D.
#pragma once

#include <vector>

#include "rdx/rdx/array_run.h"
#include "rdx/rdx/crdt.h"
#include "rdx/rdx/value.h"

namespace rdx {

/// A live element, or a stretch of text. The value views the bytes that it was read from.
struct ArrayItem {
  char letter = 0;  // F I R S; X: a text run as it stands, many code points
  Bytes value;
};

/// What an array shows: its live elements outside blocks, in order.
class ArrayReader {
 public:
  explicit ArrayReader(Bytes bare) : runs_(bare) {}
  std::optional<ArrayItem> next();

 private:
  WeaveReader runs_;
};

struct L {
  using Native = std::vector<Value>;
  static constexpr char kLetter = 'L';

  static bool valid(Bytes bare);
  static std::string zero() { return {}; }
  static std::string string(Bytes bare);
  static Result<std::string> parse(std::string_view text);
  /// One chain of elements, from the stamp's revision, or 1, up. A null gives bytes that are not valid, as a string
  /// does that is not UTF-8; `delta` refuses both.
  static std::string tlv(const Native& native, Stamp stamp = {});
  static Native native(Bytes bare);
  static Result<std::string> delta(Bytes bare, const Native& wanted, Clock clock);
  static std::string merge(std::span<const Bytes> bares);
  static std::string diff(Bytes bare, const VersionVector& versions);
  static std::string gc(Bytes bare, Bytes stable);

  /// As delta; `wanted` has elements F I R S, never X.
  static Result<std::string> delta_items(Bytes bare, std::span<const ArrayItem> wanted, Clock clock);
  /// As delta, for what `text` shows: all other live elements stay where they are.
  static Result<std::string> delta_text(Bytes bare, std::string_view wanted, Clock clock);
  /// What `now` shows with a change that was made to an older state of it. Not for keeping: what `now` has forgotten of
  /// the older state stands in it again, erased.
  static std::string carry_over(Bytes older, Bytes change, Bytes now);
  /// The live strings of one code point, joined.
  static std::string text(Bytes bare);
  /// The door: whether every live element bears that source.
  static bool may_bring(Bytes change, uint32_t source);
  static uint64_t highest_revision(Bytes bare);
};

static_assert(Crdt<L>);  // all ten, or no build

}  // namespace rdx
