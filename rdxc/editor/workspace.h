// The schemas that an editor has open, and what it may ask about them.
//
// Each open schema is a model of its own, made anew when it or anything that it imports has changed, at the next
// question.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rdxc/editor/buffers.h"
#include "rdxc/editor/complete.h"
#include "rdxc/editor/symbols.h"
#include "rdxc/editor/text_index.h"

namespace rdxc {

struct Range {
  Position begin;
  Position end;

  friend bool operator==(const Range&, const Range&) = default;
};

struct Location {
  std::string uri;
  Range range;
};

struct Edit {
  Range range;
  std::string text;
};

struct Remark {
  Location at;
  std::string message;
};

struct EditorDiagnostic {
  Range range;
  Severity severity = Severity::kError;
  std::string code;
  std::string message;  // with its help
  std::vector<Remark> remarks;
};

// A finding with its one right remedy.
struct QuickFix {
  EditorDiagnostic finding;
  std::string title;
  Edit edit;
};

struct Hover {
  Range range;
  std::string markdown;
};

struct CompletionItem {
  Item item;
  std::optional<Edit> import;
};

struct Renaming {
  std::map<std::string, std::vector<Edit>> edits;  // by uri
  std::string refusal;                             // why there are none
};

class Workspace {
 public:
  Workspace(Disk& base, std::vector<std::string> folders) : buffers_(base), folders_(std::move(folders)) {}

  void add_folder(const std::string& folder) { folders_.push_back(folder); }

  void open(const std::string& uri, std::string text, int64_t version);
  void close(const std::string& uri);
  bool is_open(const std::string& uri) { return buffers_.find(uri) != nullptr; }
  // The whole text where there is no range. False: the schema is not open.
  bool change(const std::string& uri, const std::optional<Range>& range, std::string_view text);
  // What is on the disk may be another: all is read anew.
  void forget() { models_.clear(); }
  void set_version(const std::string& uri, int64_t version);
  std::optional<int64_t> version(const std::string& uri);

  // All that is wrong, by uri; an open schema without faults has an empty list.
  std::map<std::string, std::vector<EditorDiagnostic>> findings();

  // Those of the findings that touch the range.
  std::vector<QuickFix> quick_fixes(const std::string& uri, const Range& range);

  std::optional<Location> definition(const std::string& uri, const Position& at);
  std::vector<Location> references(const std::string& uri, const Position& at, bool with_declaration);
  std::optional<Hover> hover(const std::string& uri, const Position& at);
  std::vector<CompletionItem> completion(const std::string& uri, const Position& at);
  // One edit of the whole text; none where there is a syntax error or nothing to do.
  std::vector<Edit> formatting(const std::string& uri);
  std::optional<Hover> renamable(const std::string& uri, const Position& at);  // the name as it is
  Renaming rename(const std::string& uri, const Position& at, const std::string& name);

 private:
  struct Asked {
    const Model* model = nullptr;
    uint32_t offset = 0;
  };
  struct Place {
    std::string path;
    Span span;
    const Model* model = nullptr;
    bool is_declaration = false;
  };

  void drop(const std::string& uri);
  const Model* model_of(const std::string& key, const Buffer& buffer);
  std::optional<Asked> ask(const std::string& uri, const Position& at);
  std::optional<Occurrence> occurrence(const Asked& asked) const;
  Location location(const Model& model, const Span& span);
  EditorDiagnostic finding(const Model& model, const Diagnostic& diagnostic);
  std::vector<Place> places(const Model& model, const Symbol& symbol);
  void keep_class_id(Renaming& out, const Model& model, const Symbol& symbol);
  std::string refusal(const Renaming& renaming);
  size_t errors();

  Buffers buffers_;
  std::vector<std::string> folders_;
  std::map<std::string, std::unique_ptr<Model>> models_;  // by the buffers' keys
};

}  // namespace rdxc
