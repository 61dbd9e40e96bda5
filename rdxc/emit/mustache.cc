#include "rdxc/emit/mustache.h"

#include <charconv>

namespace rdxc {

void Template::render(const void* view, std::string& out) const {
  std::vector<Frame> frames = {{view, 0, 0}};
  run(0, ops_.size(), frames, out);
}

void Template::run(size_t begin, size_t end, std::vector<Frame>& frames, std::string& out) const {
  for (size_t at = begin; at < end; ++at) {
    const Op& op = ops_[at];
    switch (op.kind) {
      case OpKind::kText: out += op.text; break;
      case OpKind::kValue: {
        const void* view = owner(op, frames);
        if (view == nullptr) break;
        const Member& member = *paths_[op.path + op.path_size - 1];
        if (member.kind == MemberKind::kNumber) {
          char digits[24];
          out.append(digits, std::to_chars(digits, digits + sizeof digits, member.number(view)).ptr);
        } else if (member.kind == MemberKind::kFlag) {
          out += member.flag(view) ? "true" : "false";
        } else {
          out += member.text(view);
        }
        break;
      }
      case OpKind::kSection:
        section(op, at + 1, frames, out);
        at = op.end - 1;
        break;
      case OpKind::kInverted:
        if (!is_truthy(op, frames)) run(at + 1, op.end, frames, out);
        at = op.end - 1;
        break;
    }
  }
}

void Template::section(const Op& op, size_t body, std::vector<Frame>& frames, std::string& out) const {
  if (op.test != Test::kMember) {
    if (is_truthy(op, frames)) run(body, op.end, frames, out);
    return;
  }
  const void* view = owner(op, frames);
  if (view == nullptr) return;
  const Member& member = *paths_[op.path + op.path_size - 1];
  if (member.kind == MemberKind::kList) {
    const size_t count = member.count(view);
    for (size_t i = 0; i < count; ++i) {
      frames.push_back({member.at(view, i), i, count});
      run(body, op.end, frames, out);
      frames.pop_back();
    }
  } else if (member.kind == MemberKind::kOne) {
    const void* inner = member.one(view);
    if (inner == nullptr) return;
    frames.push_back({inner, 0, 0});
    run(body, op.end, frames, out);
    frames.pop_back();
  } else if (is_truthy(op, frames)) {
    run(body, op.end, frames, out);
  }
}

const void* Template::owner(const Op& op, const std::vector<Frame>& frames) const {
  const void* view = frames[frames.size() - 1 - op.up].view;
  for (uint32_t i = 0; i + 1 < op.path_size && view != nullptr; ++i) view = paths_[op.path + i]->one(view);
  return view;
}

bool Template::is_truthy(const Op& op, const std::vector<Frame>& frames) const {
  const Frame& frame = frames[frames.size() - 1 - op.up];
  if (op.test == Test::kFirst) return frame.index == 0;
  if (op.test == Test::kLast) return frame.index + 1 == frame.count;
  const void* view = owner(op, frames);
  if (view == nullptr) return false;
  const Member& member = *paths_[op.path + op.path_size - 1];
  switch (member.kind) {
    case MemberKind::kText: return !member.text(view).empty();
    case MemberKind::kJson: return member.text(view) != "null";
    case MemberKind::kNumber: return member.number(view) != 0;
    case MemberKind::kFlag: return member.flag(view);
    case MemberKind::kList: return member.count(view) != 0;
    case MemberKind::kOne: return member.one(view) != nullptr;
  }
  return false;
}

}  // namespace rdxc
