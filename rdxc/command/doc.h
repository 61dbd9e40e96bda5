// rdxc doc: schemas as Markdown, or as one HTML page (emit/doc.h).
#pragma once

#include <string>

#include "rdxc/command/report.h"

namespace rdxc {

struct DocArguments {
  std::string out;    // a file *.md or *.html; a folder for a page each; standard output where empty
  bool html = false;  // one page
};

int document_schemas(const SchemaArguments& schemas, const DocArguments& arguments);

}  // namespace rdxc
