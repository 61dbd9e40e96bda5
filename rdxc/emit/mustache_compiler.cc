// Template text to steps: tags are cut out, lines of a tag alone are taken away, names are resolved against the shapes.
#include <algorithm>
#include <utility>

#include "rdxc/emit/mustache.h"
#include "rdxc/source/suggest.h"

namespace rdxc {
namespace {

constexpr std::string_view kBlanks = " \t";

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// A tag: its sigil ('\0' for a plain one), what stands in it, and its bytes.
struct Tag {
  char sigil = '\0';
  std::string_view name;
  size_t begin = 0;
  size_t end = 0;
};

}  // namespace

class TemplateCompiler {
 public:
  TemplateCompiler(const Files& files, const Template::FindPartial& find_partial, Diagnostics& diagnostics)
      : files_(files), find_partial_(find_partial), diagnostics_(diagnostics) {}

  Template run(FileId file, const Shape& root) {
    scopes_.push_back({&root, false});
    compile(file, "");
    return std::move(out_);
  }

 private:
  using Op = Template::Op;
  using OpKind = Template::OpKind;

  struct Scope {
    const Shape* shape;
    bool is_list;
  };

  struct Open {
    size_t op;
    std::string_view name;
    Span span;
    bool pushed;
  };

  // One file's state; partials have their own.
  struct Input {
    FileId file;
    std::string_view text;
    std::string indent;
    size_t at = 0;
    std::string open = "{{";
    std::string close = "}}";
    std::vector<Open> sections = {};
    bool line_begins = true;
  };

  void compile(FileId file, const std::string& indent) {
    Input in{file, files_[file].text(), indent};
    depth_.push_back(file);
    while (in.at < in.text.size()) step(in);
    for (; !in.sections.empty(); close_section(in)) {
      fail(in.sections.back().span, Code::template_section,
           "section '" + std::string(in.sections.back().name) + "' is never closed",
           "close it with {{/" + std::string(in.sections.back().name) + "}}");
    }
    depth_.pop_back();
  }

  // The text up to the next tag, and the tag.
  void step(Input& in) {
    const size_t begin = in.text.find(in.open, in.at);
    if (begin == std::string_view::npos) {
      add_text(in, in.text.substr(in.at));
      in.at = in.text.size();
      return;
    }
    Tag tag;
    if (!read_tag(in, begin, tag)) return;
    const bool quiet = tag.sigil != '\0' && tag.sigil != '{' && tag.sigil != '&';
    const size_t line =
        in.text.rfind('\n', begin) == std::string_view::npos || begin == 0 ? 0 : in.text.rfind('\n', begin - 1) + 1;
    const std::string_view before = in.text.substr(line, begin - line);
    size_t after = in.text.find_first_not_of(kBlanks, tag.end);
    if (after != std::string_view::npos && in.text.substr(after).starts_with("\r\n")) ++after;
    const bool ends_line = after == std::string_view::npos || in.text[after] == '\n';
    const bool alone =
        quiet && ends_line && line >= in.at && before.find_first_not_of(kBlanks) == std::string_view::npos;
    add_text(in, in.text.substr(in.at, (alone ? line : begin) - in.at));
    in.at = !alone ? tag.end : after == std::string_view::npos ? in.text.size() : after + 1;
    take(in, tag, alone ? std::string(before) : std::string());
  }

  bool read_tag(Input& in, size_t begin, Tag& tag) {
    const size_t inside = begin + in.open.size();
    const bool triple = inside < in.text.size() && in.text[inside] == '{';
    const bool delimiters = inside < in.text.size() && in.text[inside] == '=';
    const std::string close = triple ? "}" + in.close : delimiters ? "=" + in.close : in.close;
    const size_t end = in.text.find(close, inside + (triple || delimiters ? 1 : 0));
    if (end == std::string_view::npos) {
      fail(span(in, begin, inside), Code::template_syntax, "the tag is never closed", "close it with " + close);
      in.at = in.text.size();
      return false;
    }
    std::string_view body = in.text.substr(inside, end - inside);
    constexpr std::string_view kSigils = "#^/>!&={";
    if (!body.empty() && kSigils.find(body[0]) != std::string_view::npos) {
      tag.sigil = body[0];
      body.remove_prefix(1);
    }
    tag.name = trimmed(body);
    tag.begin = begin;
    tag.end = end + close.size();
    return true;
  }

  void take(Input& in, const Tag& tag, const std::string& indent) {
    switch (tag.sigil) {
      case '!': return;
      case '=': return set_delimiters(in, tag);
      case '#': return open_section(in, tag, OpKind::kSection);
      case '^': return open_section(in, tag, OpKind::kInverted);
      case '/': return end_section(in, tag);
      case '>': return partial(in, tag, indent);
      default: return value(in, tag);
    }
  }

  void set_delimiters(Input& in, const Tag& tag) {
    const size_t blank = tag.name.find_first_of(kBlanks);
    const std::string_view open = tag.name.substr(0, blank);
    const std::string_view close =
        blank == std::string_view::npos ? std::string_view() : trimmed(tag.name.substr(blank));
    if (open.empty() || close.empty() || close.find_first_of(" \t=") != std::string_view::npos ||
        open.find('=') != std::string_view::npos)
      return fail(span(in, tag), Code::template_syntax, "two delimiters stand in a delimiter tag", "write {{=<% %>=}}");
    in.open = open;
    in.close = close;
  }

  void value(Input& in, const Tag& tag) {
    indent_line(in);
    Op op;
    op.kind = OpKind::kValue;
    const Member* member = resolve(in, tag, op);
    if (member == nullptr) return;
    if (member->kind == MemberKind::kList || member->kind == MemberKind::kOne || op.test != Template::Test::kMember) {
      return fail(span(in, tag), Code::template_kind, "'" + std::string(tag.name) + "' has no text of its own",
                  "write it as a section: {{#" + std::string(tag.name) + "}}…{{/" + std::string(tag.name) + "}}");
    }
    out_.ops_.push_back(op);
  }

  void open_section(Input& in, const Tag& tag, OpKind kind) {
    Op op;
    op.kind = kind;
    const Member* member = resolve(in, tag, op);
    const bool inner = member != nullptr && op.test == Template::Test::kMember && kind == OpKind::kSection &&
                       (member->kind == MemberKind::kList || member->kind == MemberKind::kOne);
    if (inner) scopes_.push_back({member->shape, member->kind == MemberKind::kList});
    in.sections.push_back({out_.ops_.size(), tag.name, span(in, tag), inner});
    if (member == nullptr) ++unknown_;
    out_.ops_.push_back(op);
    unknown_sections_.push_back(member == nullptr);
  }

  void end_section(Input& in, const Tag& tag) {
    if (in.sections.empty()) {
      return fail(span(in, tag), Code::template_section, "'" + std::string(tag.name) + "' closes no section",
                  "remove it");
    }
    if (in.sections.back().name != tag.name) {
      diagnostics_.add({Code::template_section,
                        Severity::kError,
                        span(in, tag),
                        "'" + std::string(tag.name) + "' closes section '" + std::string(in.sections.back().name) + "'",
                        {{in.sections.back().span, "the section begins here"}},
                        "close it with {{/" + std::string(in.sections.back().name) + "}}"});
    }
    close_section(in);
  }

  void close_section(Input& in) {
    const Open open = in.sections.back();
    in.sections.pop_back();
    if (open.pushed) scopes_.pop_back();
    if (unknown_sections_.back()) --unknown_;
    unknown_sections_.pop_back();
    out_.ops_[open.op].end = static_cast<uint32_t>(out_.ops_.size());
  }

  void partial(Input& in, const Tag& tag, const std::string& indent) {
    constexpr size_t kDeepest = 32;
    const std::optional<FileId> file = find_partial_(tag.name);
    if (!file) {
      return fail(span(in, tag), Code::template_partial,
                  "there is no template '" + std::string(tag.name) + ".mustache'", "");
    }
    if (depth_.size() >= kDeepest || std::find(depth_.begin(), depth_.end(), *file) != depth_.end())
      return fail(span(in, tag), Code::template_partial, "template '" + std::string(tag.name) + "' includes itself",
                  "remove one of the partials");
    if (indent.empty()) indent_line(in);
    compile(*file, in.indent + indent);
    in.line_begins = !indent.empty();
  }

  // `first`, `last`, or a member of a view around the place; through dots into the views that it names.
  const Member* resolve(Input& in, const Tag& tag, Op& op) {
    static constexpr Member kPosition = make_member("first", MemberKind::kFlag, "");
    if (tag.name == "first" || tag.name == "last") {
      op.test = tag.name == "first" ? Template::Test::kFirst : Template::Test::kLast;
      for (size_t i = scopes_.size(); i-- > 0;) {
        if (!scopes_[i].is_list) continue;
        op.up = static_cast<uint16_t>(scopes_.size() - 1 - i);
        return &kPosition;
      }
    }
    op.path = static_cast<uint32_t>(out_.paths_.size());
    std::string_view rest = tag.name;
    const std::string_view head = rest == "." ? rest : rest.substr(0, rest.find('.'));
    const Member* member = nullptr;
    for (size_t i = scopes_.size(); i-- > 0 && member == nullptr;) {
      member = scopes_[i].shape->find(head);
      op.up = static_cast<uint16_t>(scopes_.size() - 1 - i);
    }
    if (member == nullptr) return unknown_name(in, tag, head);
    out_.paths_.push_back(member);
    for (rest.remove_prefix(head.size()); !rest.empty();) {
      rest.remove_prefix(1);
      const std::string_view part = rest.substr(0, rest.find('.'));
      rest.remove_prefix(part.size());
      const Member* next = member->kind == MemberKind::kOne ? member->shape->find(part) : nullptr;
      if (next == nullptr) return unknown_name(in, tag, part);
      member = next;
      out_.paths_.push_back(member);
    }
    op.path_size = static_cast<uint32_t>(out_.paths_.size()) - op.path;
    return member;
  }

  // What stands in a section of an unknown name is not looked at: its views are unknown too.
  const Member* unknown_name(Input& in, const Tag& tag, std::string_view name) {
    if (unknown_ > 0) return nullptr;
    std::vector<std::string_view> known;
    std::string around;
    for (size_t i = scopes_.size(); i-- > 0;) {
      around += (around.empty() ? "" : " in a ") + std::string(scopes_[i].shape->name);
      for (const Member& member : scopes_[i].shape->members) known.push_back(member.name);
    }
    fail(span(in, tag), Code::template_name, "'" + std::string(name) + "' is no member of a " + around,
         did_you_mean(name, known));
    return nullptr;
  }

  void indent_line(Input& in) {
    if (!in.line_begins) return;
    in.line_begins = false;
    if (!in.indent.empty()) push_text(keep(in.indent));
  }

  void add_text(Input& in, std::string_view text) {
    if (in.indent.empty()) return push_text(text);
    while (!text.empty()) {
      const size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
      if (text[0] != '\n') indent_line(in);
      push_text(text.substr(0, size));
      in.line_begins = text[size - 1] == '\n';
      text.remove_prefix(size);
    }
  }

  void push_text(std::string_view text) {
    if (text.empty()) return;
    Op op;
    op.text = text;
    out_.ops_.push_back(op);
  }

  std::string_view keep(const std::string& text) {
    for (const auto& known : *out_.kept_)
      if (known == text) return known;
    return out_.kept_->emplace_back(text);
  }

  static Span span(const Input& in, size_t begin, size_t end) {
    return {in.file, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }
  static Span span(const Input& in, const Tag& tag) { return span(in, tag.begin, tag.end); }

  void fail(const Span& span, Code code, std::string message, std::string help) {
    diagnostics_.add({code, Severity::kError, span, std::move(message), {}, std::move(help)});
  }

  const Files& files_;
  const Template::FindPartial& find_partial_;
  Diagnostics& diagnostics_;
  Template out_;
  std::vector<Scope> scopes_;
  std::vector<FileId> depth_;
  std::vector<bool> unknown_sections_;
  size_t unknown_ = 0;
};

Template Template::compile(const Files& files, FileId file, const Shape& root, const FindPartial& find_partial,
                           Diagnostics& diagnostics) {
  return TemplateCompiler(files, find_partial, diagnostics).run(file, root);
}

}  // namespace rdxc
