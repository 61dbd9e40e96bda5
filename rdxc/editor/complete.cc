#include "rdxc/editor/complete.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "rdxc/check/edits.h"
#include "rdxc/check/letters.h"
#include "rdxc/check/options.h"
#include "rdxc/syntax/lexer.h"
#include "rdxc/syntax/parser.h"

namespace rdxc {
namespace {

using Kind = TokenKind;

constexpr size_t kMostOthers = 200;  // schemas that are looked into for what is not imported

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// The tokens in front of the place, without the word that is being written there.
class Before {
 public:
  Before(std::string_view text, uint32_t offset) {
    const FileId file = files_.add("", std::string(text.substr(0, offset)));
    Diagnostics diagnostics;
    Tokens lexed = lex(files_, file, diagnostics);
    in_comment_ = ends_in_comment(lexed, offset);
    tokens_ = std::move(lexed.list);
    tokens_.pop_back();
    const bool touches = !tokens_.empty() && tokens_.back().end == offset;
    if (touches && (tokens_.back().kind == Kind::name || tokens_.back().kind == Kind::path ||
                    tokens_.back().kind == Kind::integer))
      tokens_.pop_back();
    begin_ = statement_begin();
  }

  bool in_comment() const { return in_comment_; }
  bool in_string() const { return !tokens_.empty() && tokens_.back().kind == Kind::string && tokens_.back().bad; }
  Kind last() const { return tokens_.size() > begin_ ? tokens_.back().kind : Kind::end; }
  bool begins() const { return tokens_.size() == begin_; }
  std::string_view word(size_t i) const {
    if (begin_ + i >= tokens_.size()) return {};
    return files_[0].text().substr(tokens_[begin_ + i].begin, tokens_[begin_ + i].end - tokens_[begin_ + i].begin);
  }
  Kind kind(size_t i) const { return begin_ + i < tokens_.size() ? tokens_[begin_ + i].kind : Kind::end; }
  size_t size() const { return tokens_.size() - begin_; }
  const std::string& body() const { return body_; }  // "class", "enum", or empty outside of both

  // How many of `open` have no `close` yet.
  int depth(Kind open, Kind close) const {
    int depth = 0;
    for (size_t i = begin_; i < tokens_.size(); ++i)
      depth += tokens_[i].kind == open ? 1 : tokens_[i].kind == close ? -1 : 0;
    return depth;
  }

  // The type around: `R` in `E<R<`; empty outside of all.
  std::string_view container() const {
    int depth = 0;
    for (size_t i = tokens_.size(); i-- > begin_;) {
      if (tokens_[i].kind == Kind::greater) ++depth;
      if (tokens_[i].kind == Kind::less && depth-- == 0) return i > begin_ ? word(i - 1 - begin_) : std::string_view();
    }
    return {};
  }

 private:
  bool ends_in_comment(const Tokens& lexed, uint32_t offset) const {
    if (lexed.comments.empty() || lexed.comments.back().span.end != offset) return false;
    return lexed.comments.back().kind != CommentKind::kBlock || !files_[0].text().ends_with("*/");
  }

  size_t statement_begin() {
    size_t begin = 0;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const Kind kind = tokens_[i].kind;
      if (kind == Kind::open_brace) body_ = text_of(begin);
      if (kind == Kind::close_brace) body_.clear();
      if (kind == Kind::open_brace || kind == Kind::close_brace || kind == Kind::semicolon) begin = i + 1;
    }
    return begin;
  }

  std::string text_of(size_t i) const {
    return std::string(files_[0].text().substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin));
  }

  Files files_;
  std::vector<Token> tokens_;
  size_t begin_ = 0;
  std::string body_;
  bool in_comment_ = false;
};

class Completer {
 public:
  Completer(const Model& model, uint32_t offset, Disk& disk, const std::vector<std::string>& folders)
      : model_(model),
        file_(*model.root()),
        offset_(offset),
        disk_(disk),
        folders_(folders),
        before_(model.files[file_.id].text(), offset) {}

  std::vector<Item> run() {
    if (before_.in_comment()) return {};
    if (before_.in_string()) {
      if (before_.word(0) == "import") files();
    } else if (before_.begins()) {
      words();
    } else if (before_.depth(Kind::open_bracket, Kind::close_bracket) > 0) {
      options();
    } else if (before_.last() == Kind::at) {
      number();
    } else if (before_.last() == Kind::equals) {
      values();
    } else if (before_.last() == Kind::colon && before_.body().empty()) {
      names(true, false);
    } else if (before_.body() == "class" &&
               (before_.last() == Kind::colon || before_.depth(Kind::less, Kind::greater) > 0)) {
      types();
    }
    return std::move(out_);
  }

 private:
  void add(ItemKind kind, std::string_view label, std::string_view detail = {}) {
    out_.push_back({kind, std::string(label), std::string(detail), {}, 0});
  }

  void words() {
    if (before_.body() == "class") return add(ItemKind::kKeyword, "reserved", "numbers that no field may have");
    if (!before_.body().empty()) return;
    for (const char* word : {"class", "enum", "extern", "import", "package", "rdx"}) add(ItemKind::kKeyword, word);
  }

  void options() {
    if (before_.last() == Kind::equals) {
      if (before_.word(before_.size() - 2) == "index") add(ItemKind::kOption, "hash");
      return;
    }
    if (before_.last() != Kind::open_bracket && before_.last() != Kind::comma) return;
    const std::optional<OptionPlace> place = option_place();
    for (const OptionRule& rule : kOptionRules)
      if (place && rule.stands_on(*place)) add(ItemKind::kOption, rule.name, rule.form);
  }

  std::optional<OptionPlace> option_place() const {
    if (before_.body() == "class") return OptionPlace::kField;
    if (before_.body() == "enum") return OptionPlace::kEnumerator;
    if (before_.word(0) == "class") return OptionPlace::kClass;
    return before_.word(0) == "enum" ? std::optional(OptionPlace::kEnum) : std::nullopt;
  }

  void number() {
    const schema::Class* one = class_at(file_, offset_);
    const int free = one == nullptr ? 0 : next_free_number(*one);
    if (free != 0) add(ItemKind::kNumber, std::to_string(free), "the next free one");
  }

  // Behind `name: I<Enum> @3 =` or `name: bool @3 =`
  void values() {
    if (before_.body() != "class" || before_.kind(1) != Kind::colon) return;
    if (before_.word(2) == "bool") {
      add(ItemKind::kValue, "false");
      add(ItemKind::kValue, "true");
    }
    if (before_.word(2) == "F")
      for (const char* word : {"inf", "nan"}) add(ItemKind::kValue, word);
    if (before_.word(2) != "I" || before_.kind(3) != Kind::less) return;
    for (const schema::Enum& one : model_.checked.schema.enums)
      if (shown(one.full_name, *one.file) == before_.word(4) || one.full_name == before_.word(4))
        for (const schema::Enumerator& each : one.enumerators)
          add(ItemKind::kValue, each.name, std::to_string(each.value));
  }

  void types() {
    const std::string_view container = before_.container();
    if (container == "R") return names(true, false);
    if (container == "I") return names(false, true);
    for (const Letter& letter : kLetters)
      if (container.empty() || letter.is_element)
        add(ItemKind::kType, std::string_view(&letter.letter, 1), letter.word);
    add(ItemKind::kType, "bool", "an integer of 0 and 1");
    if (container.empty()) add(ItemKind::kType, "text", "edited by several at once");
  }

  // As this file writes it: its own package's names alone.
  std::string shown(const std::string& full_name, const schema::File& file) const {
    return file.package == file_.package ? full_name.substr(full_name.rfind('.') + 1) : full_name;
  }

  void names(bool classes, bool enums) {
    std::set<std::string> known;
    for (const schema::File& file : model_.checked.schema.files) {
      const bool seen =
          &file == &file_ || std::find(file_.imports.begin(), file_.imports.end(), &file) != file_.imports.end();
      if (!seen) continue;
      known.insert(disk_.identity(model_.files[file.id].path()));
      for (const schema::Class* one : file.classes)
        if (classes && !one->name.empty())
          add(ItemKind::kClass, shown(one->full_name, file), "class " + one->full_name);
      for (const schema::Enum* one : file.enums)
        if (enums && !one->name.empty()) add(ItemKind::kEnum, shown(one->full_name, file), "enum " + one->full_name);
    }
    others(known, classes, enums);
  }

  // The folders in which an import is looked for.
  std::vector<std::string> all_folders() const {
    std::vector<std::string> all = folders_;
    all.push_back(folder_of(model_.files[file_.id].path()));
    return all;
  }

  void files() {
    std::set<std::string> names;
    for (const std::string& folder : all_folders())
      for (const std::string& name : disk_.list(folder, ".rdx").value_or(std::vector<std::string>()))
        names.insert(name);
    names.erase(std::filesystem::path(model_.files[file_.id].path()).filename().string());
    for (const std::string& name : names) add(ItemKind::kFile, name);
  }

  // Schemas that are not imported.
  void others(std::set<std::string>& known, bool classes, bool enums) {
    size_t looked = 0;
    for (const std::string& folder : all_folders()) {
      for (const std::string& name : disk_.list(folder, ".rdx").value_or(std::vector<std::string>())) {
        const std::string path = (std::filesystem::path(folder) / name).string();
        if (!known.insert(disk_.identity(path)).second || ++looked > kMostOthers) continue;
        ReadResult text = disk_.read(path);
        if (text.status == ReadStatus::kRead) look_into(name, std::move(text.text), classes, enums);
      }
    }
  }

  void look_into(const std::string& name, std::string text, bool classes, bool enums) {
    Files files;
    Diagnostics diagnostics;
    const tree::File tree = parse(files, files.add(name, std::move(text)), diagnostics);
    std::string package;
    for (const tree::Statement& statement : tree.statements) {
      if (const auto* one = std::get_if<tree::Package>(&statement)) package = one->name.text;
      if (const auto* one = std::get_if<tree::Class>(&statement); one != nullptr && classes)
        add_other(ItemKind::kClass, package, one->name.text, name);
      if (const auto* one = std::get_if<tree::Enum>(&statement); one != nullptr && enums)
        add_other(ItemKind::kEnum, package, one->name.text, name);
    }
  }

  void add_other(ItemKind kind, const std::string& package, std::string_view name, const std::string& file) {
    if (name.empty()) return;
    std::string label(name);
    if (package != file_.package && !package.empty()) label.insert(0, package + '.');
    Fix import = add_import(model_.files[file_.id], *file_.tree, file);
    out_.push_back({kind, label, "imports \"" + file + '"', std::move(import.text), import.span.begin});
  }

  const Model& model_;
  const schema::File& file_;
  uint32_t offset_;
  Disk& disk_;
  const std::vector<std::string>& folders_;
  Before before_;
  std::vector<Item> out_;
};

}  // namespace

std::vector<Item> complete(const Model& model, uint32_t offset, Disk& disk, const std::vector<std::string>& folders) {
  if (model.root() == nullptr) return {};
  return Completer(model, offset, disk, folders).run();
}

}  // namespace rdxc
