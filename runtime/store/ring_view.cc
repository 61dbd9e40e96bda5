#include "rdx/store/ring_view.h"

#include <algorithm>
#include <array>

#include "rdx/store/call_bytes.h"

namespace rdx {
namespace {

constexpr std::size_t kCopies = 2;
constexpr uint32_t kCandidates = 512;

uint64_t score(uint32_t seed, std::size_t slot) { return mix(uint64_t{seed} << 32 | slot); }

// The first three of a slot, by place in the list of members; they are all that a loss can bring to owners.
struct Top {
  std::array<uint64_t, 3> scores{};
  std::array<uint32_t, 3> places{};
};

void put_in(Top& top, uint64_t its_score, uint32_t place) {
  for (std::size_t rank = 0; rank < top.scores.size(); ++rank) {
    if (its_score <= top.scores[rank]) continue;
    std::swap(its_score, top.scores[rank]);
    std::swap(place, top.places[rank]);
  }
}

std::vector<Top> tops_of(std::span<const RingMember> members) {
  std::vector<Top> tops(kSlots);
  for (std::size_t slot = 0; slot < kSlots; ++slot)
    for (uint32_t place = 0; place < members.size(); ++place)
      put_in(tops[slot], score(members[place].seed, slot), place);
  return tops;
}

// How much the fullest, or the emptiest, is off the mean.
double imbalance(std::span<const uint32_t> loads, std::size_t without) {
  const std::size_t count = loads.size() - (without < loads.size() ? 1 : 0);
  const double mean = static_cast<double>(kSlots * std::min(kCopies, count)) / static_cast<double>(count);
  double worst = 0;
  for (std::size_t place = 0; place < loads.size(); ++place)
    if (place != without) worst = std::max(worst, std::abs(loads[place] / mean - 1));
  return worst;
}

// Of the list with one more member, whose scores are the seed's; `tops` are those of the list without it.
double imbalance_with(uint32_t seed, std::span<const Top> tops, std::size_t count) {
  const std::size_t all = count + 1;
  std::vector<uint32_t> loads(all);
  std::vector<uint32_t> primaries(all);
  std::vector<uint32_t> inherited(all * all);  // of whom, by whom
  for (std::size_t slot = 0; slot < tops.size(); ++slot) {
    Top top = tops[slot];
    put_in(top, score(seed, slot), static_cast<uint32_t>(count));
    ++primaries[top.places[0]];
    for (std::size_t rank = 0; rank < std::min(kCopies, all); ++rank) {
      ++loads[top.places[rank]];
      if (all > kCopies) ++inherited[top.places[rank] * all + top.places[2]];
    }
  }
  double worst_loss = 0;
  for (std::size_t lost = 0; all > kCopies && lost < all; ++lost) {
    std::vector<uint32_t> after = loads;
    for (std::size_t heir = 0; heir < all; ++heir) after[heir] += inherited[lost * all + heir];
    worst_loss = std::max(worst_loss, imbalance(after, lost));
  }
  const double mean = static_cast<double>(kSlots) / static_cast<double>(all);
  double reads = 0;
  for (const uint32_t each : primaries) reads = std::max(reads, std::abs(each / mean - 1));
  return imbalance(loads, all) + worst_loss / 2 + reads / 4;
}

uint32_t best_seed(std::span<const RingMember> members, uint32_t number) {
  const std::vector<Top> tops = tops_of(members);
  uint32_t best = 0;
  double least = 0;
  for (uint32_t candidate = 0; candidate < kCandidates; ++candidate) {
    const auto seed = static_cast<uint32_t>(mix(uint64_t{number} << 32 | candidate));
    const double worst = imbalance_with(seed, tops, members.size());
    if (candidate == 0 || worst < least) {
      best = seed;
      least = worst;
    }
  }
  return best;
}

Error no_member(uint32_t number) { return {ErrorCode::not_found, "the ring has no member " + std::to_string(number)}; }

bool take_ascending(Bytes& from, uint32_t last, uint32_t& number) {
  const auto taken = take_number(from);
  if (!taken || *taken <= last || *taken > UINT32_MAX) return false;
  number = static_cast<uint32_t>(*taken);
  return true;
}

bool take_members(Bytes& from, std::vector<RingMember>& members) {
  const auto count = take_number(from);
  if (!count || *count > kMaxMembers) return false;
  for (uint32_t last = 0; members.size() < *count; last = members.back().number) {
    RingMember member;
    if (!take_ascending(from, last, member.number)) return false;
    const auto seed = take_number(from);
    if (!seed || *seed > UINT32_MAX) return false;
    member.seed = static_cast<uint32_t>(*seed);
    members.push_back(member);
  }
  return true;
}

bool take_leaving(Bytes& from, std::vector<uint32_t>& leaving) {
  const auto count = take_number(from);
  if (!count || *count > kMaxMembers) return false;
  for (uint32_t last = 0; leaving.size() < *count; leaving.push_back(last))
    if (!take_ascending(from, last, last)) return false;
  return true;
}

}  // namespace

bool RingView::has_member(uint32_t number) const {
  return std::any_of(members.begin(), members.end(), [&](const RingMember& each) { return each.number == number; });
}

std::vector<uint32_t> RingView::others_than(uint32_t number) const {
  std::vector<uint32_t> others;
  for (const RingMember& each : members)
    if (each.number != number) others.push_back(each.number);
  for (const uint32_t each : leaving)
    if (each != number) others.push_back(each);
  return others;
}

std::string write_view(const RingView& view) {
  std::string bytes;
  append_number(bytes, view.epoch);
  append_number(bytes, view.members.size());
  for (const RingMember& each : view.members) {
    append_number(bytes, each.number);
    append_number(bytes, each.seed);
  }
  append_number(bytes, view.leaving.size());
  for (const uint32_t each : view.leaving) append_number(bytes, each);
  return bytes;
}

Result<RingView> read_view(Bytes bytes) {
  RingView view;
  const auto epoch = take_number(bytes);
  if (!epoch || !take_members(bytes, view.members) || !take_leaving(bytes, view.leaving) || !bytes.empty())
    return Error{ErrorCode::invalid, "a garbled list of members"};
  view.epoch = *epoch;
  return view;
}

Result<RingView> with_member(const RingView& view, uint32_t number) {
  if (number == 0 || view.has_member(number))
    return Error{ErrorCode::invalid, "number " + std::to_string(number) + " is a member's already, or nobody's"};
  if (view.members.size() == kMaxMembers) return Error{ErrorCode::limit, "a ring has no more than 256 members"};
  RingView next = view;
  ++next.epoch;
  std::erase(next.leaving, number);
  next.members.push_back({number, best_seed(view.members, number)});
  std::sort(next.members.begin(), next.members.end(),
            [](const RingMember& a, const RingMember& b) { return a.number < b.number; });
  return next;
}

Result<RingView> with_leaving(const RingView& view, uint32_t number) {
  if (!view.has_member(number)) return no_member(number);
  RingView next = view;
  ++next.epoch;
  std::erase_if(next.members, [&](const RingMember& each) { return each.number == number; });
  next.leaving.insert(std::lower_bound(next.leaving.begin(), next.leaving.end(), number), number);
  return next;
}

Result<RingView> without_member(const RingView& view, uint32_t number) {
  RingView next = view;
  ++next.epoch;
  const auto is_it = [&](const RingMember& each) { return each.number == number; };
  if (std::erase_if(next.members, is_it) + std::erase(next.leaving, number) == 0) return no_member(number);
  return next;
}

Placement::Placement(RingView view) : view_(std::move(view)) {
  const std::size_t count = view_.members.size();
  ranked_.reserve(kSlots * count);
  std::vector<std::pair<uint64_t, uint32_t>> scores(count);
  for (std::size_t slot = 0; slot < kSlots; ++slot) {
    for (std::size_t i = 0; i < count; ++i) scores[i] = {score(view_.members[i].seed, slot), view_.members[i].number};
    std::sort(scores.rbegin(), scores.rend());
    for (const auto& [its_score, number] : scores) ranked_.push_back(number);
  }
}

std::span<const uint32_t> Placement::ranked(uint16_t slot) const {
  const std::size_t count = view_.members.size();
  return std::span(ranked_).subspan(slot * count, count);
}

std::span<const uint32_t> Placement::owners(uint16_t slot) const {
  return ranked(slot).first(std::min(kCopies, view_.members.size()));
}

bool Placement::owns(uint32_t member, uint16_t slot) const {
  const auto both = owners(slot);
  return std::find(both.begin(), both.end(), member) != both.end();
}

SlotSet Placement::slots_of(uint32_t member) const {
  SlotSet slots;
  for (uint32_t slot = 0; slot < kSlots; ++slot)
    if (owns(member, static_cast<uint16_t>(slot))) slots.set(slot);
  return slots;
}

}  // namespace rdx
