// WeaveWriter: writes the runs of an array in their one canonical form.                                 FORMAT.md 5, L
//
// Pieces come in weave order, cut wherever it suits the caller. Text and gap pieces that follow on each other become
// one run as long as it can be; a stamp is (0,0) wherever it can be. What was written is canonical after every call.
#pragma once

#include "rdx/rdx/array_run.h"

namespace rdx {

class WeaveWriter {
 public:
  /// `expected` is how many bytes the result will have, about.
  explicit WeaveWriter(std::size_t expected);

  /// An element of F I R S; a string of one code point becomes text.
  void element(char letter, Stamp id, Bytes value);
  /// `length` code points.
  void text(Stamp first, uint64_t length, Bytes utf8);
  void gap(Stamp first, uint64_t length);
  void run(const WeaveRun& run);
  /// Canonical runs as they stand, of which the first follows on what was written last as it followed on what stood
  /// before it, and `last` is the last.
  void copy(Bytes runs, const WeaveRun& last);

  /// What is written until end_block becomes a block. A block without runs leaves nothing behind.
  void begin_block(Stamp attach);
  void end_block();
  /// Nothing where there are none. `ranges` are normalized.
  void erased(std::span<const IdRange> ranges);

  std::size_t size() const { return size_; }
  std::string take();

 private:
  // The run that may still grow: where it starts, how long its header and stamp are.
  struct Open {
    char letter = 0;
    std::size_t at = 0;
    std::size_t header = 0;
    std::size_t stamp = 0;
    uint64_t length = 0;
    Stamp last;
  };

  void reserve(std::size_t more) {
    if (buffer_.size() - size_ < more) grow(more);
  }
  void grow(std::size_t more);
  void append(Bytes bytes) {
    std::memcpy(buffer_.data() + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
  }
  bool follows(Stamp first) const {
    return open_.letter != 0 && first.source == open_.last.source && first.revision == open_.last.revision + 1;
  }
  void start_record(char letter, Stamp first, std::size_t payload);
  void grow_text(uint64_t length, Bytes utf8);
  void grow_gap(uint64_t length);
  void write_text_size();

  std::string buffer_;
  std::size_t size_ = 0;
  Open open_;
  std::size_t block_ = 0;       // where the open block starts
  std::size_t block_runs_ = 0;  // where its runs do
};

}  // namespace rdx
