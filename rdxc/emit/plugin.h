// Plugins: back ends that are programs of their own. rdxc says the model, the plugin answers files and diagnostics.
//
//   request  {"protocol": 1, "plugin": "typescript", "options": ["…"], "model": 1, "compiler": "0.1.0", "files": […]}
//            what `rdxc ast --json` prints, and before it how it is asked; `options` are those of --plugin-option
//   answer   {"files": [{"name": "sub/notes.rdx.ts", "content": "…"}],
//             "diagnostics": [{"severity": "error", "message": "…", "help": "…", "at": "notes.Note.title"}]}
//
// Both members may be left out. `name` is a path below the output folder. A diagnostic's `help` may be left out; its
// severity is error or warning; its place is `at`, the full name of a class, an enum, a field or a value, or `file` (as
// in the model) with `line` and perhaps `column`, both from 1, in characters; or it has none. With one error nothing is
// written, neither of this plugin's nor of anybody else's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rdxc/check/schema.h"
#include "rdxc/emit/views.h"
#include "rdxc/source/diagnostic.h"
#include "rdxc/source/disk.h"
#include "rdxc/source/file.h"
#include "rdxc/source/process.h"

namespace rdxc {

// Raised when the request or the answer changes its meaning.
inline constexpr int kPluginProtocol = 1;

struct Plugin {
  std::string name;  // rdxc-gen-NAME is the program
  std::string path;  // where it is; empty: in a folder of PATH
  int timeout_ms = 60000;
  std::vector<std::string> options;
};

// Runs the plugin. Its files go to `outputs`, their paths below `folder`; what is wrong with it, or found by it, to
// `diagnostics`. The program's path goes to `read`, for the depfile.
void run_plugin(const Plugin& plugin, const Views& views, std::string_view compiler_version,
                const schema::Schema& schema, const Files& files, const std::string& folder,
                std::vector<NewFile>& outputs, std::vector<std::string>& read, Diagnostics& diagnostics);

// What a plugin printed, as run_plugin takes it.
void read_answer(const Plugin& plugin, const std::string& text, const schema::Schema& schema, const Files& files,
                 const std::string& folder, std::vector<NewFile>& outputs, Diagnostics& diagnostics);

}  // namespace rdxc
