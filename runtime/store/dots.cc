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

std::string DotSet::record() const {
  std::string body;
  std::string ranges;
  uint32_t source = 0;
  uint64_t count = 0;
  uint64_t end = 0;
  const auto close_source = [&] {
    if (count == 0) return;
    append_pair(body, source, count);
    body.append(ranges);
    ranges.clear();
    count = end = 0;
  };
  for_each_range([&](uint32_t of, uint32_t first, uint32_t last) {
    if (of != source) close_source();
    source = of;
    append_pair(ranges, first - end, uint64_t{last} - first + 1);
    end = uint64_t{last} + 1;
    ++count;
    return true;
  });
  close_source();
  std::string record;
  append_record(record, 'D', body);
  return record;
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

}  // namespace rdx
