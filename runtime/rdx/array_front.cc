#include "rdx/rdx/array_front.h"

#include <algorithm>

#include "rdx/base/utf8.h"
#include "rdx/rdx/value.h"

namespace rdx {

void Fronts::open(Bytes runs) {
  uint32_t strand = free_;
  if (strand == kNobody) {
    strand = static_cast<uint32_t>(strands_.size());
    strands_.emplace_back();
  } else {
    free_ = strands_[strand].sibling;
  }
  strands_[strand].reader = WeaveReader(runs);
  advance(strand);
}

void Fronts::advance(uint32_t index) {
  Strand& strand = strands_[index];
  WeaveRun run;
  if (!strand.reader.next(run)) {
    strand.sibling = free_;
    free_ = index;
    return;
  }
  strand.last = run.last_revision();
  strand.child = strand.sibling = kNobody;
  Front front;
  front.head = run.first;
  front.strands = index;
  if (run.is_text()) {
    front.text = {run.payload, strand.last, kNobody};
  } else if (run.is_gap()) {
    front.gap_last = strand.last;
  } else {
    front.letter = run.letter;
    front.value = run.payload;
  }
  push(front);
}

void Fronts::push(const Front& front) {
  fronts_.push_back(front);
  if (fronts_.size() > 1) std::push_heap(fronts_.begin(), fronts_.end(), Less{});
}

void Fronts::pop(Front& front) {
  if (fronts_.size() > 1) std::pop_heap(fronts_.begin(), fronts_.end(), Less{});
  front = fronts_.back();
  fronts_.pop_back();
}

Front Fronts::take() {
  Front front;
  pop(front);
  while (!fronts_.empty() && fronts_.front().head == front.head) {
    Front other;
    pop(other);
    join(front, other);
  }
  return front;
}

void Fronts::pass(Front& front, uint64_t last, std::vector<uint32_t>& ended) {
  while (front.strands != kNobody && strands_[front.strands].last <= last) {
    ended.push_back(front.strands);
    front.strands = without_top(front.strands);
  }
  if (front.strands == kNobody) return;
  if (front.has_text()) pass_text(front.text, front.head.revision, last);
  front.letter = 0;
  front.head.revision = last + 1;
  push(front);
}

// A pairing heap: what ends first is on top.
uint32_t Fronts::meld(uint32_t a, uint32_t b) {
  if (a == kNobody) return b;
  if (b == kNobody) return a;
  if (strands_[b].last < strands_[a].last) std::swap(a, b);
  strands_[b].sibling = strands_[a].child;
  strands_[a].child = b;
  return a;
}

uint32_t Fronts::without_top(uint32_t top) {
  melding_.clear();
  for (uint32_t child = strands_[top].child; child != kNobody;) {
    const uint32_t next = std::exchange(strands_[child].sibling, kNobody);
    melding_.push_back(child);
    child = next;
  }
  uint32_t melded = kNobody;
  std::size_t left = melding_.size();
  for (; left >= 2; left -= 2) melded = meld(melded, meld(melding_[left - 1], melding_[left - 2]));
  return left == 1 ? meld(melded, melding_[0]) : melded;
}

void Fronts::join(Front& front, const Front& other) {
  front.strands = meld(front.strands, other.strands);
  front.gap_last = std::max(front.gap_last, other.gap_last);
  if (other.letter != 0 &&
      (front.letter == 0 || compare_values(front.letter, front.value, other.letter, other.value) < 0)) {
    front.letter = other.letter;
    front.value = other.value;
  }
  if (!other.has_text()) return;
  if (front.has_text())
    join_texts(front, other);
  else
    front.text = other.text;
}

// The longer text stands, and the shorter one is most often the beginning of it.
void Fronts::join_texts(Front& front, const Front& other) {
  const bool is_shorter = front.text.last < other.text.last;
  const FrontText& shorter = is_shorter ? front.text : other.text;
  const FrontText& longer = is_shorter ? other.text : front.text;
  if (front.text.later == kNobody && other.text.later == kNobody &&
      longer.bytes.substr(0, shorter.bytes.size()) == shorter.bytes)
    front.text = longer;
  else
    front.text = larger_text(front, other.text);
}

uint64_t Fronts::end_of(const FrontText& text) const {
  uint64_t last = text.last;
  for (uint32_t part = text.later; part != kNobody; part = later_[part].later) last = later_[part].last;
  return last;
}

void Fronts::pass_text(FrontText& text, uint64_t head, uint64_t last) const {
  while (text.last <= last && text.later != kNobody) {
    head = text.last + 1;
    text = later_[text.later];
  }
  if (text.last <= last)
    text.bytes = {};
  else if (last >= head)
    text.bytes.remove_prefix(text_prefix(text.bytes, text.last - head + 1, last - head + 1));
}

// Two values for some id: element by element the larger one, as far as both go, then the rest of the longer text.
FrontText Fronts::larger_text(const Front& front, const FrontText& other) {
  const uint64_t head = front.head.revision;
  const bool is_shorter = end_of(front.text) < end_of(other);
  FrontText shorter = is_shorter ? front.text : other;
  FrontText longer = is_shorter ? other : front.text;
  const uint64_t last = end_of(shorter);
  std::string& joined = joined_.emplace_back();
  for (uint64_t at = head; at <= last; ++at) {
    const auto first_of = [](const FrontText& text) {
      return text.bytes.substr(0, text.bytes.empty() ? 0 : code_point_length(byte_at(text.bytes, 0)));
    };
    joined += std::max(first_of(shorter), first_of(longer));
    pass_text(shorter, at, at);
    pass_text(longer, at, at);
  }
  FrontText text{joined, last, kNobody};
  if (end_of(longer) > last) {
    text.later = static_cast<uint32_t>(later_.size());
    later_.push_back(longer);
  }
  return text;
}

}  // namespace rdx
