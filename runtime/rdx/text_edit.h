// TextEdit and ArrayEdit: an L as an editor holds it.                                                FORMAT.md 5, L
//
// Insert and erase at a position in O(log n); each edit answers its delta, to be put in a packet, and other people's
// deltas and states are taken in where they belong. The law: to_tlv() is, byte for byte, the merge of what was opened,
// of every delta that was answered and of every change that was taken in, in whatever order.
//
//   TextEdit edit = *TextEdit::open(bare, {.source = 0xa1});
//   const std::string delta = *edit.insert(4, "quick ");
//   edit.integrate(what_a_peer_sent);
//
// One thread at a time.
#pragma once

#include "rdx/rdx/text_edit_weave.h"

namespace rdx {

namespace detail {

/// What both have: positions count what is shown, in code points or elements.
class Edit {
 public:
  std::size_t size() const { return static_cast<std::size_t>(weave_.size()); }
  std::string to_tlv() const { return weave_.state(); }

  /// Erases `count` from `position` on and answers the delta; empty for a count of 0. An error past the end.
  Result<std::string> erase(std::size_t position, std::size_t count) { return weave_.replace(position, count, {}); }

  /// Takes in a delta or a state. False, and nothing is changed, where it is not a valid L.
  bool integrate(Bytes change);

  EditCursor add_cursor(std::size_t position) { return weave_.add_cursor(position); }
  std::size_t position(EditCursor cursor) const { return static_cast<std::size_t>(weave_.position(cursor)); }
  void move_cursor(EditCursor cursor, std::size_t position) { weave_.move_cursor(cursor, position); }
  void drop_cursor(EditCursor cursor) { weave_.drop_cursor(cursor); }

 protected:
  Edit(Clock clock, bool shows_text_only) : weave_(clock, shows_text_only) {}

  EditedWeave weave_;
};

}  // namespace detail

/// A text: the live strings of one code point. Other elements stay where they are, and have no position.
class TextEdit : public detail::Edit {
 public:
  explicit TextEdit(Clock clock) : Edit(clock, true) {}
  /// An error where `bare` is not a valid L.
  static Result<TextEdit> open(Bytes bare, Clock clock);

  /// UTF-8.
  std::string text() const;
  Result<std::string> insert(std::size_t position, std::string_view text) { return replace(position, 0, text); }
  /// Erases and inserts, in one delta. An error past the end, for text that is not UTF-8, past the last revision;
  /// nothing is changed then.
  Result<std::string> replace(std::size_t position, std::size_t count, std::string_view text);
};

/// An array of values: all live elements, a text as one string per code point.
class ArrayEdit : public detail::Edit {
 public:
  explicit ArrayEdit(Clock clock) : Edit(clock, false) {}
  static Result<ArrayEdit> open(Bytes bare, Clock clock);

  L::Native values() const;
  Result<std::string> insert(std::size_t position, std::span<const Value> values) {
    return replace(position, 0, values);
  }
  /// As TextEdit's; an error for a null, too.
  Result<std::string> replace(std::size_t position, std::size_t count, std::span<const Value> values);
};

}  // namespace rdx
