#include <algorithm>
#include <nlohmann/json.hpp>

#include "rdx/json/node.h"
#include "rdx/rdx/text.h"

namespace rdx::json {
namespace {

// Builds the tree from the reader's events; each answers whether to go on.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Result<Node> take() {
    if (!message_.empty()) return Error{ErrorCode::invalid, std::move(message_)};
    return std::move(root_);
  }
  bool failed() const { return !message_.empty(); }
  void fail(std::string message) { message_ = std::move(message); }

  bool null() override { return add(Node()); }
  bool boolean(bool value) override {
    Node node{Node::Kind::boolean};
    node.boolean = value;
    return add(std::move(node));
  }
  bool number_integer(int64_t value) override {
    Node node{Node::Kind::integer};
    node.integer = value;
    return add(std::move(node));
  }
  bool number_unsigned(uint64_t value) override {
    if (value <= uint64_t{INT64_MAX}) return number_integer(static_cast<int64_t>(value));
    Node node{Node::Kind::large};
    node.large = value;
    return add(std::move(node));
  }
  bool number_float(double value, const std::string&) override {
    Node node{Node::Kind::real};
    node.real = value;
    return add(std::move(node));
  }
  bool string(std::string& value) override {
    Node node{Node::Kind::text};
    node.text = std::move(value);
    return add(std::move(node));
  }
  bool binary(nlohmann::json::binary_t&) override { return false; }  // text has none

  bool start_object(std::size_t) override { return open(Node::Kind::object); }
  bool start_array(std::size_t) override { return open(Node::Kind::array); }
  bool key(std::string& name) override {
    open_.back()->names.push_back(std::move(name));
    return true;
  }
  bool end_object() override {
    const std::vector<std::string>& names = open_.back()->names;
    std::vector<std::string_view> sorted(names.begin(), names.end());
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end()) {
      message_ = path() + ": the name \"" + std::string(*twice) + "\" stands twice";
      return false;
    }
    open_.pop_back();
    return true;
  }
  bool end_array() override {
    open_.pop_back();
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& fault) override {
    const std::string_view what = fault.what();  // `[json.exception.parse_error.101] parse error at line 1, …`
    const std::size_t line = what.find("line ");
    message_ = "JSON: " + std::string(what.substr(line != std::string_view::npos ? line : what.find(' ') + 1));
    return false;
  }

 private:
  bool add(Node node) {
    if (open_.empty())
      root_ = std::move(node);
    else
      open_.back()->items.push_back(std::move(node));
    return true;
  }

  // A parent's items never move while a child is open: nothing is added to them before it ends.
  bool open(Node::Kind kind) {
    if (open_.size() >= kMaxDepth) {
      message_ = path() + ": nested too deep";
      return false;
    }
    add(Node{kind});
    open_.push_back(open_.empty() ? &root_ : &open_.back()->items.back());
    return true;
  }

  // Where the innermost open one stands.
  std::string path() const {
    std::vector<Path> parts(1);
    parts.reserve(open_.size() + 1);
    for (std::size_t i = 0; i + 1 < open_.size(); ++i) {
      const Node& node = *open_[i];
      const bool is_array = node.kind == Node::Kind::array;
      parts.push_back(is_array ? parts.back().item(node.items.size() - 1) : parts.back().member(node.names.back()));
    }
    return parts.back().text();
  }

  Node root_;
  std::vector<Node*> open_;
  std::string message_;
};

bool is_word(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  };
  if (name.empty() || !is_letter(name[0])) return false;
  return std::all_of(name.begin(), name.end(), [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

void append_list(std::string& to, const Node& node) {
  const bool is_object = node.kind == Node::Kind::object;
  to += is_object ? '{' : '[';
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (i > 0) to += ", ";
    if (is_object) {
      append_string_text(to, node.names[i]);
      to += ": ";
    }
    append_text(to, node.items[i]);
  }
  to += is_object ? '}' : ']';
}

}  // namespace

const Node* Node::find(std::string_view name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? nullptr : &items[static_cast<std::size_t>(found - names.begin())];
}

Result<Node> parse(std::string_view text) {
  Builder builder;
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder) && !builder.failed())
    builder.fail("JSON: the text cannot be read");
  return builder.take();
}

void append_text(std::string& to, const Node& node) {
  switch (node.kind) {
    case Node::Kind::null: to += "null"; break;
    case Node::Kind::boolean: to += node.boolean ? "true" : "false"; break;
    case Node::Kind::integer: append_int_text(to, node.integer); break;
    case Node::Kind::large: to += std::to_string(node.large); break;
    case Node::Kind::real: append_float_text(to, node.real); break;
    case Node::Kind::text: append_string_text(to, node.text); break;
    case Node::Kind::array:
    case Node::Kind::object: append_list(to, node); break;
  }
}

std::string Path::text() const {
  if (up_ == nullptr) return "$";
  std::string text = up_->text();
  if (!is_member_) return text + '[' + std::to_string(index_) + ']';
  if (is_word(name_)) return text + '.' + std::string(name_);
  text += '[';
  append_string_text(text, name_);
  return text + ']';
}

Error Path::error(std::string_view what) const { return {ErrorCode::invalid, text() + ": " + std::string(what)}; }

}  // namespace rdx::json
