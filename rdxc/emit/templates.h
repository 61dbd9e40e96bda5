// The templates of a run: those in the binary, a folder's in their place, or beside them.
//
// A template whose first line is {{! output .h }} writes a file: foo.rdx becomes foo.rdx.h. With a word behind the
// ending, as in {{! output .json.h json }}, it does so only where that part is asked for. One with {{! file rdx.ts }}
// writes that file once a run, whatever the schemas; it may print nothing of them. The others are partials.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rdxc/emit/mustache.h"
#include "rdxc/emit/views.h"
#include "rdxc/source/diagnostic.h"
#include "rdxc/source/disk.h"
#include "rdxc/source/file.h"

namespace rdxc {

struct EmbeddedTemplate {
  std::string_view language;  // the folder of templates/
  std::string_view name;      // without .mustache
  std::string_view text;
};

// Written by CMake from templates/*/*.mustache.
std::vector<EmbeddedTemplate> embedded_templates();

// What the first line says: ".h", or "rdx.ts, once"; empty for a partial.
std::string what_it_writes(std::string_view text);

// One that writes a file.
struct OutputTemplate {
  std::string suffix;  // ".h"
  Template content;
};

// One that writes the same file, whatever the schemas.
struct FixedTemplate {
  std::string name;  // "rdx.ts"
  Template content;
};

struct TemplateSet {
  std::vector<OutputTemplate> outputs;
  std::vector<FixedTemplate> fixed;
  std::vector<std::string> read;        // the files that came from the folder, for the depfile
  std::vector<std::string> unreadable;  // "path: reason"
};

// `parts`: what is asked for beyond the plain code ("json"). `folder`: its *.mustache stand in for the embedded ones of
// the same name; empty: none.
TemplateSet load_templates(Files& files, Disk& disk, std::string_view language,
                           const std::vector<std::string_view>& parts, const std::string& folder,
                           Diagnostics& diagnostics);

}  // namespace rdxc
