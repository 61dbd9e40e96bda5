// rdxc gen: what the templates make of schemas, as files.
#pragma once

#include <string>
#include <vector>

#include "rdxc/command/report.h"

namespace rdxc {

struct GenArguments {
  std::string out = ".";             // a folder
  std::string depfile;               // a rule for make of what was read; none where empty
  std::string stamp;                 // the rule's target; none where empty
  std::string templates;             // a folder of templates that stand in for those of the same name
  std::string language;              // the folder of the templates in rdxc; empty: cpp, where no plugin is asked for
  std::vector<std::string> plugins;  // NAME, or NAME=PATH
  std::vector<std::string> plugin_options;  // for all of them
  double plugin_timeout = 60;               // seconds
  bool with_json = false;
};

int gen(const SchemaArguments& schemas, const GenArguments& arguments);

}  // namespace rdxc
