// Who descends from whom: one parent, no circle, at most 32 deep.
#include <algorithm>

#include "rdxc/check/context.h"

namespace rdxc {
namespace {

constexpr size_t kDeepest = 32;

class Linker {
 public:
  explicit Linker(Context& context) : context_(context) {}

  void run() {
    for (schema::Class& one : context_.schema.classes) find_parent(one);
    for (schema::Class& one : context_.schema.classes) visit(one);
    sort_files();
  }

 private:
  void find_parent(schema::Class& one) {
    const tree::Name& name = one.tree->parent;
    if (name.text.empty()) {
      one.lost_parent = one.tree->damaged;
      return;
    }
    one.lost_parent = true;
    const Declaration* found = find_declaration(context_, *one.file, name, Want::kClass);
    if (found == nullptr) return;
    if (found->class_ == nullptr) {
      return context_.fail(Code::parent_not_a_class, name.span,
                           quoted(name.text) + " is an enum; a class descends from a class", "",
                           {{found->span, quoted(name.text) + " is here"}});
    }
    one.parent = found->class_;
    one.lost_parent = false;
  }

  // Up the line to what is known, then down again.
  void visit(schema::Class& start) {
    std::vector<schema::Class*> way;
    schema::Class* at = &start;
    while (at != nullptr && state(*at) == 0) {
      state(*at) = 1;
      way.push_back(at);
      at = const_cast<schema::Class*>(at->parent);  // the classes are this schema's own
    }
    if (at != nullptr && state(*at) == 1) circle(way, *at);
    for (; !way.empty(); way.pop_back()) finish(*way.back());
  }

  // The last class on the way descends from one that is on it.
  void circle(const std::vector<schema::Class*>& way, const schema::Class& closing) {
    schema::Class& last = *way.back();
    std::vector<Note> notes;
    const auto first = std::find(way.begin(), way.end(), &closing);
    constexpr std::ptrdiff_t kMostNotes = 8;
    for (auto at = first; at + 1 < way.end() && at - first < kMostNotes; ++at)
      notes.push_back({(*at)->tree->parent.span, quoted((*at)->name) + " descends from " + quoted((*(at + 1))->name)});
    const bool itself = &last == &closing;
    context_.fail(
        Code::inheritance_cycle, last.tree->parent.span,
        itself ? "class " + quoted(last.name) + " descends from itself"
               : "class " + quoted(last.name) + " descends from " + quoted(closing.name) + ", which descends from it",
        "remove one of the parents", std::move(notes));
    last.parent = nullptr;
    last.lost_parent = true;
  }

  void finish(schema::Class& one) {
    state(one) = 2;
    size_t& depth = depths_[&one];
    depth = one.parent == nullptr ? 1 : depths_[one.parent] + 1;
    if (depth > kDeepest) {
      if (depth == kDeepest + 1)
        context_.fail(Code::inheritance_too_deep, one.tree->name.span,
                      "class " + quoted(one.name) + " has 32 ancestors; a line has at most 32 classes",
                      "descend from one further up");
      one.lost_parent = true;
    } else if (one.parent != nullptr) {
      one.ancestors = one.parent->ancestors;
      one.ancestors.push_back(one.parent);
      one.lost_parent |= one.parent->lost_parent;
    }
    ranks_[&one] = context_.order.size();
    context_.order.push_back(&one);
  }

  void sort_files() {
    for (schema::File& file : context_.schema.files)
      std::sort(file.classes.begin(), file.classes.end(),
                [&](const schema::Class* a, const schema::Class* b) { return ranks_.at(a) < ranks_.at(b); });
  }

  char& state(const schema::Class& one) { return states_[&one]; }

  Context& context_;
  std::unordered_map<const schema::Class*, char> states_;  // 0 not met, 1 on the way, 2 done
  std::unordered_map<const schema::Class*, size_t> depths_;
  std::unordered_map<const schema::Class*, size_t> ranks_;
};

}  // namespace

void link_parents(Context& context) { Linker(context).run(); }

}  // namespace rdxc
