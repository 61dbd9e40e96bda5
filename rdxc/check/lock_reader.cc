// Lines to facts.
#include <algorithm>
#include <charconv>

#include "rdxc/check/class_id.h"
#include "rdxc/check/letters.h"
#include "rdxc/check/lock.h"
#include "rdxc/check/numbers.h"

namespace rdxc {
namespace {

constexpr std::string_view kHead = "rdx.lock 1";
constexpr int kLastNumber = 127;

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

struct Word {
  std::string_view text;
  Span span;
};

// A line cut at its blanks; a string, with its quotes, is one word.
std::vector<Word> words_of(const File& file, FileId id, uint32_t number) {
  std::vector<Word> words;
  const std::string_view line = file.line(number);
  for (size_t at = 0; at < line.size();) {
    if (line[at] == ' ' || line[at] == '\t') {
      ++at;
      continue;
    }
    const size_t begin = at;
    bool in_string = false;
    for (; at < line.size() && (in_string || (line[at] != ' ' && line[at] != '\t')); ++at) {
      if (in_string && line[at] == '\\')
        ++at;
      else if (line[at] == '"')
        in_string = !in_string;
    }
    at = std::min(at, line.size());
    const auto first = file.line_begin(number) + static_cast<uint32_t>(begin);
    words.push_back({line.substr(begin, at - begin), {id, first, first + static_cast<uint32_t>(at - begin)}});
  }
  return words;
}

class LockReader {
 public:
  LockReader(const Files& files, FileId id, Diagnostics& diagnostics)
      : file_(files[id]), id_(id), diagnostics_(diagnostics) {}

  facts::Facts run() {
    if (file_.line(1) != kHead) {
      fail({id_, 0, static_cast<uint32_t>(file_.line(1).size())}, "this is no lock that this rdxc can read",
           "a lock begins with " + std::string(kHead) + "; rdxc lock writes one");
      return {};
    }
    for (uint32_t number = 2; number <= file_.line_count(); ++number) line(number);
    settle();
    return std::move(facts_);
  }

 private:
  // What is left of a line's words, cut off from the front.
  class Rest {
   public:
    explicit Rest(std::vector<Word> words) : words_(std::move(words)) {}
    bool done() const { return at_ == words_.size(); }
    Word next() { return done() ? Word{{}, words_.back().span} : words_[at_++]; }
    bool skip(std::string_view word) {
      if (done() || words_[at_].text != word) return false;
      ++at_;
      return true;
    }
    Span whole() const { return join(words_.front().span, words_.back().span); }

   private:
    std::vector<Word> words_;
    size_t at_ = 0;
  };

  void fail(const Span& span, std::string message, std::string help, std::vector<Note> notes = {}) {
    diagnostics_.add(
        {Code::lock_malformed, Severity::kError, span, std::move(message), std::move(notes), std::move(help)});
  }

  void line(uint32_t number) {
    std::vector<Word> words = words_of(file_, id_, number);
    if (words.empty() || words[0].text.starts_with('#')) return;
    Rest rest(std::move(words));
    const Word kind = rest.next();
    bool fine = false;
    if (kind.text == "class") fine = read_class(rest);
    if (kind.text == "field") fine = read_field(rest);
    if (kind.text == "reserved") fine = read_reserved(rest);
    if (kind.text == "enum") fine = read_enum(rest);
    if (kind.text == "value") fine = read_value(rest);
    if (kind.text == "extern") fine = read_extern(rest);
    if (fine && rest.done()) return;
    const bool conflict = kind.text.starts_with("<<<<") || kind.text.starts_with("====") ||
                          kind.text.starts_with(">>>>") || kind.text.starts_with("||||");
    fail(rest.whole(), conflict ? "a conflict that git left" : "a line that is no fact of a lock",
         conflict ? "keep the lines of both sides, then run rdxc lock"
                  : "take the lock from git again, or mend the line");
  }

  bool read_class(Rest& rest) {
    const Word name = rest.next();
    const Word id = rest.next();
    const auto value = parse_id(id.text);
    if (name.text.empty() || !value) return false;
    facts::Class& out = facts_.classes[std::string(name.text)];
    if (!out.full_name.empty()) return twice(name.span, "class " + quoted(name.text), out.span);
    out.full_name = name.text;
    out.id = *value;
    out.span = out.parent_span = name.span;
    out.id_span = id.span;
    if (rest.skip(":")) {
      const Word parent = rest.next();
      out.parent = parent.text;
      out.parent_span = parent.span;
      if (out.parent.empty()) return false;
    }
    out.is_removed = rest.skip("removed");
    return true;
  }

  static std::optional<int> read_number(std::string_view text) {
    if (!text.starts_with('@')) return std::nullopt;
    const auto number = parse_unsigned(text.substr(1));
    if (!number || *number < 1 || *number > kLastNumber) return std::nullopt;
    return static_cast<int>(*number);
  }

  bool read_field(Rest& rest) {
    const Word owner = rest.next();
    const Word number = rest.next();
    const Word name = rest.next();
    const Word type = rest.next();
    facts::Field field;
    const auto value = read_number(number.text);
    const auto parsed = facts::parse_type(type.text);
    if (owner.text.empty() || !value || !parsed || !is_identifier(name.text)) return false;
    field.number = *value;
    field.name = name.text;
    field.type = *parsed;
    field.number_span = number.span;
    field.name_span = name.span;
    field.type_span = type.span;
    field.has_index = rest.skip("index");
    if (rest.skip("unit")) field.unit = rest.next().text;
    if (rest.skip("=")) field.initial = rest.next().text;
    if ((field.unit && field.unit->empty()) || (field.initial && field.initial->empty())) return false;
    field.is_removed = rest.skip("removed");
    facts::Class& out = facts_.classes[std::string(owner.text)];
    for (const facts::Field& other : out.fields)
      if (other.number == field.number && !other.is_removed && !field.is_removed)
        return twice(number.span, "number " + std::to_string(field.number) + " of " + quoted(owner.text),
                     other.number_span);
    out.fields.push_back(std::move(field));
    remember_owner(owner);
    return true;
  }

  bool read_reserved(Rest& rest) {
    const Word owner = rest.next();
    const Word range = rest.next();
    const size_t dots = range.text.find("..");
    const auto first = read_number(range.text.substr(0, dots));
    const auto last = dots == std::string_view::npos ? first : read_number(range.text.substr(dots + 2));
    if (owner.text.empty() || !first || !last || *first > *last) return false;
    facts_.classes[std::string(owner.text)].reserved.push_back({*first, *last, range.span});
    remember_owner(owner);
    return true;
  }

  bool read_enum(Rest& rest) {
    const Word name = rest.next();
    if (name.text.empty()) return false;
    facts::Enum& out = facts_.enums[std::string(name.text)];
    if (!out.full_name.empty()) return twice(name.span, "enum " + quoted(name.text), out.span);
    out.full_name = name.text;
    out.span = name.span;
    out.is_removed = rest.skip("removed");
    return true;
  }

  bool read_value(Rest& rest) {
    const Word owner = rest.next();
    const Word number = rest.next();
    const Word name = rest.next();
    const bool negative = number.text.starts_with('-');
    const auto value = parse_signed(number.text.substr(negative ? 1 : 0), negative);
    if (owner.text.empty() || !value || !is_identifier(name.text)) return false;
    facts::Value out{*value, std::string(name.text), {}, rest.skip("removed"), join(number.span, name.span)};
    facts::Enum& owner_enum = facts_.enums[std::string(owner.text)];
    for (const facts::Value& other : owner_enum.values)
      if (other.number == out.number && !other.is_removed && !out.is_removed)
        return twice(number.span, "value " + std::to_string(out.number) + " of " + quoted(owner.text), other.span);
    owner_enum.values.push_back(std::move(out));
    remember_owner(owner);
    return true;
  }

  bool read_extern(Rest& rest) {
    const Word letter = rest.next();
    const Word name = rest.next();
    if (letter.text.size() != 1 || kFreeLetters.find(letter.text) == std::string_view::npos || name.text.empty())
      return false;
    const auto [at, is_new] =
        facts_.externs.emplace(letter.text[0], facts::Extern{letter.text[0], std::string(name.text), name.span});
    return is_new || twice(letter.span, "letter " + quoted(letter.text), at->second.span);
  }

  // Two branches that each took one number: nobody but a person can settle that. The line counts as read.
  bool twice(const Span& span, const std::string& what, const Span& first) {
    fail(span, what + " stands here twice",
         "two branches may have taken it: let one of them take another, in its schema", {{first, "the first is here"}});
    return true;
  }

  void remember_owner(const Word& owner) { owners_.push_back(owner); }

  // A member of something that no line declares.
  void settle() {
    for (const Word& owner : owners_) {
      const facts::Class* one = facts_.find_class(owner.text);
      const facts::Enum* other = facts_.find_enum(owner.text);
      if ((one == nullptr || one->full_name.empty()) && (other == nullptr || other->full_name.empty()))
        fail(owner.span, "no line says what " + quoted(owner.text) + " is", "take the lock from git again");
    }
    std::erase_if(facts_.classes, [](const auto& entry) { return entry.second.full_name.empty(); });
    std::erase_if(facts_.enums, [](const auto& entry) { return entry.second.full_name.empty(); });
  }

  const File& file_;
  const FileId id_;
  Diagnostics& diagnostics_;
  facts::Facts facts_;
  std::vector<Word> owners_;
};

}  // namespace

facts::Facts read_lock(const Files& files, FileId file, Diagnostics& diagnostics) {
  return LockReader(files, file, diagnostics).run();
}

}  // namespace rdxc
