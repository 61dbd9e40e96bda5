// Views and templates to files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rdxc/emit/templates.h"
#include "rdxc/emit/views.h"
#include "rdxc/source/disk.h"

namespace rdxc {

// A file for each schema and each template that writes one, below `folder`.
std::vector<NewFile> generate(const Views& views, const TemplateSet& templates, const std::string& folder);

// Two outputs of one path, if there are any.
std::optional<std::string> find_clash(const std::vector<NewFile>& outputs);

// A rule as make reads it: the targets, each with all that was read.
std::string depfile(const std::vector<std::string>& targets, const std::vector<std::string>& inputs);

}  // namespace rdxc
