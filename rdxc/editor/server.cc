#include "rdxc/editor/server.h"

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "rdxc/editor/frames.h"
#include "rdxc/editor/workspace.h"

namespace rdxc {
namespace {

using Json = nlohmann::json;

enum ErrorCode {
  kParseError = -32700,
  kInvalidRequest = -32600,
  kMethodNotFound = -32601,
  kInvalidParams = -32602,
  kNotInitialized = -32002,
  kRequestFailed = -32803,
  kRequestCancelled = -32800,
};

// A result, or why there is none.
struct Answer {
  Json result;
  int code = 0;
  std::string message;
};

Answer wrong_params() { return {{}, kInvalidParams, "the parameters are not those of this method"}; }

// What JSON says, looked at without belief in it.

const Json& member(const Json& object, const char* name) {
  static const Json kNothing;
  if (!object.is_object()) return kNothing;
  const auto found = object.find(name);
  return found == object.end() ? kNothing : *found;
}

std::optional<std::string> text_of(const Json& json) {
  return json.is_string() ? std::optional(json.get<std::string>()) : std::nullopt;
}

std::optional<uint32_t> number_of(const Json& json) {
  if (!json.is_number_unsigned()) return std::nullopt;
  return static_cast<uint32_t>(std::min<uint64_t>(json.get<uint64_t>(), UINT32_MAX));
}

std::optional<Position> position_of(const Json& json) {
  const auto line = number_of(member(json, "line"));
  const auto character = number_of(member(json, "character"));
  return line && character ? std::optional(Position{*line, *character}) : std::nullopt;
}

std::optional<Range> range_of(const Json& json) {
  const auto begin = position_of(member(json, "start"));
  const auto end = position_of(member(json, "end"));
  return begin && end ? std::optional(Range{*begin, *end}) : std::nullopt;
}

std::optional<std::string> uri_of(const Json& params) { return text_of(member(member(params, "textDocument"), "uri")); }

int64_t version_of(const Json& params) {
  const Json& version = member(member(params, "textDocument"), "version");
  return version.is_number_integer() ? version.get<int64_t>() : 0;
}

// What we say, as JSON.

Json json_of(const Position& position) { return {{"line", position.line}, {"character", position.character}}; }
Json json_of(const Range& range) { return {{"start", json_of(range.begin)}, {"end", json_of(range.end)}}; }
Json json_of(const Location& location) { return {{"uri", location.uri}, {"range", json_of(location.range)}}; }
Json json_of(const Edit& edit) { return {{"range", json_of(edit.range)}, {"newText", edit.text}}; }

Json json_of(const Remark& remark);
Json json_of(const EditorDiagnostic& finding);
Json json_of(const CompletionItem& one);

template <class T>
Json json_of(const std::vector<T>& list) {
  Json out = Json::array();
  for (const T& one : list) out.push_back(json_of(one));
  return out;
}

Json json_of(const Remark& remark) { return {{"location", json_of(remark.at)}, {"message", remark.message}}; }

Json json_of(const EditorDiagnostic& finding) {
  Json out = {{"range", json_of(finding.range)},
              {"severity", finding.severity == Severity::kError ? 1 : 2},
              {"source", "rdxc"},
              {"message", finding.message}};
  if (!finding.code.empty()) out["code"] = finding.code;
  if (!finding.remarks.empty()) out["relatedInformation"] = json_of(finding.remarks);
  return out;
}

int completion_kind(ItemKind kind) {
  switch (kind) {
    case ItemKind::kKeyword: return 14;
    case ItemKind::kType: return 25;
    case ItemKind::kClass: return 7;
    case ItemKind::kEnum: return 13;
    case ItemKind::kValue: return 20;
    case ItemKind::kNumber: return 12;
    case ItemKind::kOption: return 10;
    case ItemKind::kFile: return 17;
  }
  return 1;
}

Json json_of(const CompletionItem& one) {
  Json out = {{"label", one.item.label}, {"kind", completion_kind(one.item.kind)}};
  if (!one.item.detail.empty()) out["detail"] = one.item.detail;
  if (one.import) out["additionalTextEdits"] = Json::array({json_of(*one.import)});
  return out;
}

Json capabilities() {
  return {{"positionEncoding", "utf-16"},
          {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", true}}},
          {"definitionProvider", true},
          {"referencesProvider", true},
          {"hoverProvider", true},
          {"completionProvider", {{"triggerCharacters", {":", "<", "@", "=", "[", "\"", ","}}}},
          {"renameProvider", {{"prepareProvider", true}}},
          {"codeActionProvider", {{"codeActionKinds", {"quickfix"}}}},
          {"documentFormattingProvider", true}};
}

}  // namespace

class Server::Connection {
 public:
  Connection(Disk& disk, std::vector<std::string> folders) : workspace_(disk, std::move(folders)) {}

  void receive(std::string_view bytes) {
    reader_.feed(bytes);
    for (FrameReader::Frame frame = reader_.next(); frame.kind != FrameReader::Kind::kNone && !lost_;
         frame = reader_.next()) {
      Incoming one;
      lost_ = frame.kind == FrameReader::Kind::kLost;
      if (frame.kind == FrameReader::Kind::kMessage) {
        one.message = Json::parse(frame.text, nullptr, false);
        one.fault = one.message.is_discarded() ? "the message is not JSON" : "";
        note_cancel(one.message);
      } else {
        one.fault = frame.text;
      }
      queue_.push_back(std::move(one));
    }
  }

  bool step(std::string& out) {
    out_ = &out;
    if (finished_) return false;
    if (!queue_.empty()) {
      const Incoming one = std::move(queue_.front());
      queue_.pop_front();
      if (!one.fault.empty()) {
        fail(nullptr, kParseError, one.fault);
      } else {
        handle(one.message);
      }
      finished_ |= lost_ && queue_.empty();
      return true;
    }
    return publish();
  }

  bool finished() const { return finished_; }
  bool ended_well() const { return well_; }

 private:
  struct Incoming {  // NOLINT(bugprone-exception-escape): what Json's own move asserts
    Json message;
    std::string fault;
  };

  static bool is_id(const Json& id) { return id.is_string() || id.is_number(); }

  // Counts only for a request that still waits.
  void note_cancel(const Json& message) {
    if (member(message, "method") != "$/cancelRequest") return;
    const Json& id = member(member(message, "params"), "id");
    for (const Incoming& one : queue_)
      if (is_id(id) && member(one.message, "id") == id) cancelled_.insert(id);
  }

  void say(Json message) {
    message["jsonrpc"] = "2.0";
    *out_ += frame(message.dump(-1, ' ', false, Json::error_handler_t::replace));
  }

  void fail(const Json& id, int code, const std::string& message) {
    say({{"id", id}, {"error", {{"code", code}, {"message", message}}}});
  }

  void handle(const Json& message) {
    const Json& id = member(message, "id");
    const Json& method = member(message, "method");
    const bool has_id = message.is_object() && message.contains("id");
    if (has_id && !is_id(id) && !(id.is_null() && !method.is_string()))
      return fail(nullptr, kInvalidRequest, "an id is a number or a string");
    if (method.is_string())
      return has_id ? request(id, method.get<std::string>(), member(message, "params"))
                    : notification(method.get<std::string>(), member(message, "params"));
    const bool is_response = has_id && (message.contains("result") || message.contains("error"));
    if (!is_response) fail(has_id ? id : Json(), kInvalidRequest, "the message is not a request");
  }

  void request(const Json& id, const std::string& method, const Json& params) {
    if (cancelled_.erase(id) != 0) return fail(id, kRequestCancelled, "the request was cancelled");
    if (!initialized_ && method != "initialize") return fail(id, kNotInitialized, "initialize comes first");
    if (shut_down_) return fail(id, kInvalidRequest, "the server has been shut down");
    publish();
    Answer answer = answer_to(method, params);
    if (answer.code != 0) return fail(id, answer.code, answer.message);
    say({{"id", id}, {"result", std::move(answer.result)}});
  }

  // The requests, each with its function.
  Answer answer_to(const std::string& method, const Json& params) {
    if (method == "initialize") return initialize(params);
    if (method == "shutdown") return shut_down();
    const auto uri = uri_of(params);
    if (method == "textDocument/formatting")
      return uri ? Answer{json_of(workspace_.formatting(*uri)), 0, {}} : wrong_params();
    if (method == "textDocument/codeAction") return code_actions(uri, params);
    for (const auto& [name, function] : kQuestions) {
      if (method != name) continue;
      const auto at = position_of(member(params, "position"));
      return uri && at ? (this->*function)(*uri, *at, params) : wrong_params();
    }
    return {{}, kMethodNotFound, "there is no method '" + method + "'"};
  }

  Answer code_actions(const std::optional<std::string>& uri, const Json& params) {
    const auto range = range_of(member(params, "range"));
    if (!uri || !range) return wrong_params();
    Json out = Json::array();
    for (const QuickFix& one : workspace_.quick_fixes(*uri, *range)) {
      Json changes = Json::object();
      changes[*uri] = Json::array({json_of(one.edit)});
      Json action = {{"title", one.title}, {"kind", "quickfix"}, {"isPreferred", true}};
      action["diagnostics"] = Json::array({json_of(one.finding)});
      action["edit"]["changes"] = std::move(changes);
      out.push_back(std::move(action));
    }
    return {std::move(out), 0, {}};
  }

  Answer initialize(const Json& params) {
    if (initialized_) return {{}, kInvalidRequest, "the server has been initialized"};
    if (!params.is_object()) return wrong_params();
    const Json& folders = member(member(params, "initializationOptions"), "folders");
    for (const Json& folder : folders.is_array() ? folders : Json::array())
      if (const auto text = text_of(folder)) workspace_.add_folder(*text);
    initialized_ = true;
    return {{{"capabilities", capabilities()}, {"serverInfo", {{"name", "rdxc"}, {"version", RDXC_VERSION}}}}, 0, {}};
  }

  Answer shut_down() {
    shut_down_ = true;
    return {};
  }

  Answer definition(const std::string& uri, const Position& at, const Json&) {
    const auto found = workspace_.definition(uri, at);
    return {found ? json_of(*found) : Json(), 0, {}};
  }

  Answer references(const std::string& uri, const Position& at, const Json& params) {
    const Json& declaration = member(member(params, "context"), "includeDeclaration");
    return {json_of(workspace_.references(uri, at, declaration.is_boolean() && declaration.get<bool>())), 0, {}};
  }

  Answer hover(const std::string& uri, const Position& at, const Json&) {
    const auto found = workspace_.hover(uri, at);
    if (!found) return {};
    return {
        {{"contents", {{"kind", "markdown"}, {"value", found->markdown}}}, {"range", json_of(found->range)}}, 0, {}};
  }

  Answer completion(const std::string& uri, const Position& at, const Json&) {
    return {json_of(workspace_.completion(uri, at)), 0, {}};
  }

  Answer prepare_rename(const std::string& uri, const Position& at, const Json&) {
    const auto found = workspace_.renamable(uri, at);
    if (!found) return {};
    return {{{"range", json_of(found->range)}, {"placeholder", found->markdown}}, 0, {}};
  }

  Answer rename(const std::string& uri, const Position& at, const Json& params) {
    const auto name = text_of(member(params, "newName"));
    if (!name) return wrong_params();
    const Renaming renaming = workspace_.rename(uri, at, *name);
    if (!renaming.refusal.empty()) return {{}, kRequestFailed, renaming.refusal};
    Json changes = Json::object();
    for (const auto& [file, edits] : renaming.edits) changes[file] = json_of(edits);
    return {{{"changes", std::move(changes)}}, 0, {}};
  }

  void notification(const std::string& method, const Json& params) {
    if (method == "exit") {
      finished_ = true;
      well_ = shut_down_;
      return;
    }
    if (!initialized_ || shut_down_) return;
    const auto uri = uri_of(params);
    if (method == "workspace/didChangeWatchedFiles" || method == "textDocument/didSave") {
      workspace_.forget();
    } else if (method == "textDocument/didOpen" && uri) {
      if (auto text = text_of(member(member(params, "textDocument"), "text")))
        workspace_.open(*uri, std::move(*text), version_of(params));
    } else if (method == "textDocument/didClose" && uri) {
      workspace_.close(*uri);
    } else if (method == "textDocument/didChange" && uri) {
      change(*uri, params);
    } else {
      return;
    }
    unsaid_ = true;
  }

  void change(const std::string& uri, const Json& params) {
    const Json& changes = member(params, "contentChanges");
    if (!changes.is_array()) return;
    for (const Json& one : changes) {
      const auto text = text_of(member(one, "text"));
      const auto range = range_of(member(one, "range"));
      const bool whole = one.is_object() && !one.contains("range");
      if (text && (range || whole)) workspace_.change(uri, range, *text);
    }
    workspace_.set_version(uri, version_of(params));
  }

  // What is wrong now, where it differs from what was said.
  bool publish() {
    if (!std::exchange(unsaid_, false)) return false;
    std::map<std::string, Json> now;
    for (const auto& [uri, list] : workspace_.findings()) {
      now[uri] = {{"uri", uri}, {"diagnostics", json_of(list)}};
      if (const auto version = workspace_.version(uri)) now[uri]["version"] = *version;
    }
    for (const auto& [uri, old] : said_)
      if (now.count(uri) == 0) say_findings({{"uri", uri}, {"diagnostics", Json::array()}});
    for (const auto& [uri, params] : now) {
      const auto old = said_.find(uri);
      if (old == said_.end() || old->second != params) say_findings(params);
    }
    said_ = std::move(now);
    return true;
  }

  void say_findings(const Json& params) { say({{"method", "textDocument/publishDiagnostics"}, {"params", params}}); }

  using Question = Answer (Connection::*)(const std::string&, const Position&, const Json&);
  static const std::pair<const char*, Question> kQuestions[6];

  Workspace workspace_;
  FrameReader reader_;
  std::deque<Incoming> queue_;
  std::set<Json> cancelled_;  // ids of requests in the queue
  std::map<std::string, Json> said_;
  std::string* out_ = nullptr;
  bool initialized_ = false;
  bool shut_down_ = false;
  bool unsaid_ = false;  // something has changed since diagnostics were published
  bool lost_ = false;
  bool finished_ = false;
  bool well_ = false;
};

// The questions about a place.
const std::pair<const char*, Server::Connection::Question> Server::Connection::kQuestions[6] = {
    {"textDocument/definition", &Connection::definition},
    {"textDocument/references", &Connection::references},
    {"textDocument/hover", &Connection::hover},
    {"textDocument/completion", &Connection::completion},
    {"textDocument/prepareRename", &Connection::prepare_rename},
    {"textDocument/rename", &Connection::rename},
};

Server::Server(Disk& disk, std::vector<std::string> folders)
    : connection_(std::make_unique<Connection>(disk, std::move(folders))) {}

Server::~Server() = default;

void Server::receive(std::string_view bytes) { connection_->receive(bytes); }
bool Server::step(std::string& out) { return connection_->step(out); }
bool Server::finished() const { return connection_->finished(); }
bool Server::ended_well() const { return connection_->ended_well(); }

}  // namespace rdxc
