// rdxc lsp: the editor's server (editor/server.h) on standard input and output.
#pragma once

#include <string>
#include <vector>

namespace rdxc {

// Until the editor says exit. kFine after a shutdown, else 1; kFiles where standard output cannot be written.
int serve_editor(const std::vector<std::string>& folders);

}  // namespace rdxc
