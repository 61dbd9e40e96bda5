#include "rdx/store/dots.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "rdx/store/numbers.h"
#include "rdx/tlv/record.h"
#include "rdx/tlv/zip.h"

namespace rdx {
namespace {

void append_pair(std::string& to, uint64_t a, uint64_t b) { append_tiny(to, 'D', zip_pair(a, b)); }

std::optional<Pair> take_pair(Bytes& from) {
  Bytes rest = from;
  const auto body = take_tiny(rest, 'D');
  if (!body) return std::nullopt;
  const auto pair = unzip_pair(*body);
  if (pair) from = rest;
  return pair;
}

Error invalid_dots(const char* what) {
  return Error{ErrorCode::invalid, std::string("the set of packet numbers has ") + what};
}

void append_hex(std::string& text, uint32_t number) {
  char digits[8];
  text.append(digits, std::to_chars(digits, digits + sizeof digits, number, 16).ptr);
}

}  // namespace

std::string to_text(Dot dot) {
  std::string text;
  append_hex(text, dot.source);
  text.push_back('-');
  append_hex(text, dot.sequence);
  return text;
}

void append_dot(std::string& to, Dot dot) { append_tiny(to, 'D', zip_pair(dot.sequence, dot.source)); }

std::optional<Dot> take_dot(Bytes& from) {
  Bytes rest = from;
  const auto pair = take_pair(rest);
  if (!pair || pair->a < 1 || pair->a > kMaxSequence || pair->b < 1 || pair->b > kMaxSource) return std::nullopt;
  from = rest;
  return Dot{static_cast<uint32_t>(pair->b), static_cast<uint32_t>(pair->a)};
}

struct DotSet::Sources {
  std::map<uint32_t, Numbers> by_source;  // none of them empty

  const Numbers* find(uint32_t source) const {
    const auto found = by_source.find(source);
    return found == by_source.end() ? nullptr : &found->second;
  }
};

DotSet::DotSet() : sources_(std::make_unique<Sources>()) {}
DotSet::DotSet(const DotSet& other) : sources_(std::make_unique<Sources>(*other.sources_)) {}
DotSet::DotSet(DotSet&& other) noexcept : sources_(std::exchange(other.sources_, std::make_unique<Sources>())) {}
DotSet& DotSet::operator=(const DotSet& other) {
  if (this != &other) *sources_ = *other.sources_;
  return *this;
}
DotSet& DotSet::operator=(DotSet&& other) noexcept { return std::swap(sources_, other.sources_), *this; }
DotSet::~DotSet() = default;

bool DotSet::contains(Dot dot) const {
  const Numbers* numbers = sources_->find(dot.source);
  return numbers != nullptr && numbers->contains(dot.sequence);
}

void DotSet::add(Dot dot) { sources_->by_source[dot.source].add(dot.sequence); }

void DotSet::add_range(uint32_t source, uint32_t first, uint32_t last) {
  sources_->by_source[source].add_range(first, last);
}

void DotSet::add(const DotSet& other) {
  for (const auto& [source, numbers] : other.sources_->by_source) sources_->by_source[source].add(numbers);
}

void DotSet::remove(const DotSet& other) {
  if (this == &other) return sources_->by_source.clear();
  auto& by_source = sources_->by_source;
  for (const auto& [source, numbers] : other.sources_->by_source) {
    const auto found = by_source.find(source);
    if (found == by_source.end()) continue;
    found->second.remove(numbers);
    if (found->second.empty()) by_source.erase(found);
  }
}

bool DotSet::empty() const { return sources_->by_source.empty(); }

uint64_t DotSet::size() const {
  uint64_t count = 0;
  for (const auto& [source, numbers] : sources_->by_source) count += numbers.size();
  return count;
}

uint32_t DotSet::last(uint32_t source) const {
  const Numbers* numbers = sources_->find(source);
  return numbers == nullptr ? 0 : numbers->last();
}

uint64_t DotSet::size(uint32_t source) const {
  const Numbers* numbers = sources_->find(source);
  return numbers == nullptr ? 0 : numbers->size();
}

std::vector<uint32_t> DotSet::sources() const {
  std::vector<uint32_t> all;
  for (const auto& [source, numbers] : sources_->by_source) all.push_back(source);
  return all;
}

bool DotSet::includes(const DotSet& other) const {
  for (const auto& [source, numbers] : other.sources_->by_source) {
    const Numbers* ours = sources_->find(source);
    if (ours == nullptr || !ours->includes(numbers)) return false;
  }
  return true;
}

void DotSet::for_each(FunctionRef<bool(Dot)> visit) const {
  for_each_range([&](uint32_t source, uint32_t first, uint32_t last) {
    for (uint64_t number = first; number <= last; ++number) {
      if (!visit({source, static_cast<uint32_t>(number)})) return false;
    }
    return true;
  });
}

void DotSet::for_each_range(FunctionRef<bool(uint32_t, uint32_t, uint32_t)> visit) const {
  for (const auto& [of, numbers] : sources_->by_source) {
    const uint32_t source = of;
    if (!numbers.for_each_range([&](uint32_t first, uint32_t last) { return visit(source, first, last); })) return;
  }
}

namespace {

// Writes `D( ranges )` from ranges in their order; those that touch become one.
class RangesWriter {
 public:
  void add(uint32_t source, uint64_t first, uint64_t last) {
    if (length_ > 0 && source == source_ && first == first_ + length_) {
      length_ += last - first + 1;
      return;
    }
    close_range();
    if (source != source_) close_source();
    source_ = source;
    first_ = first;
    length_ = last - first + 1;
  }

  std::string take() {
    close_range();
    close_source();
    std::string record;
    append_record(record, 'D', body_);
    return record;
  }

 private:
  void close_range() {
    if (length_ == 0) return;
    append_pair(ranges_, first_ - end_, length_);
    end_ = first_ + length_;
    length_ = 0;
    ++count_;
  }
  void close_source() {
    if (count_ == 0) return;
    append_pair(body_, source_, count_);
    body_.append(ranges_);
    ranges_.clear();
    count_ = end_ = 0;
  }

  std::string body_;
  std::string ranges_;
  uint32_t source_ = 0;
  uint64_t first_ = 0;
  uint64_t length_ = 0;  // of the open range; 0 for none
  uint64_t end_ = 0;     // of the range before it
  uint64_t count_ = 0;
};

}  // namespace

std::string DotSet::record() const {
  RangesWriter writer;
  for_each_range([&](uint32_t source, uint32_t first, uint32_t last) {
    writer.add(source, first, last);
    return true;
  });
  return writer.take();
}

namespace {

// Walks over a body. Answers what is wrong with it, nothing when all is well or the visit ended the walk.
const char* walk_ranges(Bytes rest, FunctionRef<bool(uint32_t, uint32_t, uint32_t)> visit) {
  uint64_t source_before = 0;
  while (!rest.empty()) {
    const auto head = take_pair(rest);
    if (!head || head->a > kMaxSource || head->b < 1) return "a source that is none";
    if (head->a <= source_before) return "sources that do not ascend";
    source_before = head->a;
    uint64_t end = 0;
    for (uint64_t i = 0; i < head->b; ++i) {
      const auto range = take_pair(rest);
      if (!range || range->a < 1 || range->b < 1 || range->a > kMaxSequence || range->b > kMaxSequence)
        return "a range that is none";
      const uint64_t first = end + range->a;
      end = first + range->b;
      if (end - 1 > kMaxSequence) return "a number past 2^32-1";
      if (!visit(static_cast<uint32_t>(head->a), static_cast<uint32_t>(first), static_cast<uint32_t>(end - 1)))
        return nullptr;
    }
  }
  return nullptr;
}

}  // namespace

Result<DotRanges> DotRanges::read(Bytes record) {
  const auto outer = take_record(record, 'D');
  if (!outer || !record.empty()) return invalid_dots("no D record around it");
  if (const char* fault = walk_ranges(outer->body, [](uint32_t, uint32_t, uint32_t) { return true; }))
    return invalid_dots(fault);
  return DotRanges(outer->body);
}

std::string DotRanges::record() const {
  std::string record;
  append_record(record, 'D', body_);
  return record;
}

void DotRanges::for_each_range(FunctionRef<bool(uint32_t, uint32_t, uint32_t)> visit) const {
  walk_ranges(body_, visit);
}

void DotSet::add(const DotRanges& ranges) {
  ranges.for_each_range([&](uint32_t source, uint32_t first, uint32_t last) {
    add_range(source, first, last);
    return true;
  });
}

void DotSet::remove(const DotRanges& ranges) {
  ranges.for_each_range([&](uint32_t source, uint32_t first, uint32_t last) {
    const auto found = sources_->by_source.find(source);
    if (found == sources_->by_source.end()) return true;
    found->second.remove_range(first, last);
    if (found->second.empty()) sources_->by_source.erase(found);
    return true;
  });
}

bool DotSet::contains_range(uint32_t source, uint32_t first, uint32_t last) const {
  const auto* numbers = sources_->find(source);
  if (numbers == nullptr) return false;
  return numbers->contains_range(first, last);
}

bool DotSet::includes(const DotRanges& ranges) const {
  bool all = true;
  ranges.for_each_range(
      [&](uint32_t source, uint32_t first, uint32_t last) { return all = contains_range(source, first, last); });
  return all;
}

void DotSet::keep(const DotRanges& ranges) {
  DotSet others = *this;
  others.remove(ranges);
  remove(others);
}

namespace {

struct Range {
  uint32_t source = 0;
  uint64_t first = 0;
  uint64_t last = 0;
};

std::vector<Range> ranges_of(const DotRanges& ranges) {
  std::vector<Range> all;
  ranges.for_each_range([&](uint32_t source, uint32_t first, uint32_t last) {
    all.push_back({source, first, last});
    return true;
  });
  return all;
}

// What `all` names and `less` does not, range by range, until the visit answers false.
void walk_difference(const DotRanges& all, const DotRanges& less, FunctionRef<bool(const Range&)> visit) {
  const std::vector<Range> holes = ranges_of(less);
  auto hole = holes.begin();
  all.for_each_range([&](uint32_t source, uint32_t first, uint32_t last) {
    uint64_t next = first;
    const auto is_before = [&] { return hole->source < source || (hole->source == source && hole->last < next); };
    while (hole != holes.end() && is_before()) ++hole;
    for (auto at = hole; at != holes.end() && at->source == source && at->first <= last; ++at) {
      if (at->first > next && !visit({source, next, at->first - 1})) return false;
      next = at->last + 1;
    }
    return next > last || visit({source, next, last});
  });
}

}  // namespace

std::string difference(const DotRanges& all, const DotRanges& less) {
  RangesWriter writer;
  walk_difference(all, less, [&](const Range& range) {
    writer.add(range.source, range.first, range.last);
    return true;
  });
  return writer.take();
}

bool is_included(const DotRanges& part, const DotRanges& all) {
  bool included = true;
  walk_difference(part, all, [&](const Range&) { return included = false; });
  return included;
}

}  // namespace rdx
