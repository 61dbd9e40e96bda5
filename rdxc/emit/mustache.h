// Mustache templates over shapes: parsed and resolved once, then rendered without looking anything up.
//
//   {{name}} {{{name}}} {{&name}}   the member, as it is; {{a.b}} goes through `a`, {{.}} is a line itself
//   {{#name}} … {{/name}}           a flag: if set; a text: if not empty; a list: for each; a view: within it
//   {{^name}} … {{/name}}           if not
//   {{>name}}                       the template name.mustache, here
//   {{!…}} {{=<% %>=}}              a comment; other delimiters
//   {{first}} {{last}}              in a list: at its first, at its last element
//
// Strict: a name that no view around the place has is an error at its line when the template is read, whatever the
// schema. Nothing is escaped. A line with nothing but one section, comment or partial tag leaves no line behind; a
// partial alone on its line is indented as its tag is. The Mustache that Debian packages (kainjow) copies every value
// into a hash of strings and looks each name up while rendering; README.md has the measurement.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rdxc/emit/shape.h"
#include "rdxc/source/diagnostic.h"
#include "rdxc/source/file.h"

namespace rdxc {

class Template {
 public:
  // The file of a partial by its name.
  using FindPartial = std::function<std::optional<FileId>(std::string_view name)>;

  // The texts in `files` must outlive the template. What is wrong goes to `diagnostics`, and the template is not to be
  // rendered.
  static Template compile(const Files& files, FileId file, const Shape& root, const FindPartial& find_partial,
                          Diagnostics& diagnostics);

  // Appends the template filled from `view`, which has the root's shape.
  void render(const void* view, std::string& out) const;

 private:
  friend class TemplateCompiler;

  enum class OpKind : uint8_t { kText, kValue, kSection, kInverted };
  enum class Test : uint8_t { kMember, kFirst, kLast };

  // One step. A section's body are the steps up to `end`.
  struct Op {
    OpKind kind = OpKind::kText;
    Test test = Test::kMember;
    uint16_t up = 0;    // frames to go out
    uint32_t path = 0;  // the members to go through, in `paths_`
    uint32_t path_size = 0;
    uint32_t end = 0;
    std::string_view text;
  };

  struct Frame {
    const void* view;
    size_t index;
    size_t count;
  };

  void run(size_t begin, size_t end, std::vector<Frame>& frames, std::string& out) const;
  void section(const Op& op, size_t body, std::vector<Frame>& frames, std::string& out) const;
  bool is_truthy(const Op& op, const std::vector<Frame>& frames) const;
  const void* owner(const Op& op, const std::vector<Frame>& frames) const;  // of the path's last member; null: absent

  std::vector<Op> ops_;
  std::vector<const Member*> paths_;
  std::shared_ptr<std::deque<std::string>> kept_ = std::make_shared<std::deque<std::string>>();  // indentations
};

}  // namespace rdxc
