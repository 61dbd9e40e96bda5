// The editor's server: JSON-RPC 2.0 in frames, in and out, as the Language Server Protocol 3.17 has it. Bytes from
// memory to memory; command/lsp.h moves them.
//
//   initialize (initializationOptions: {"folders": ["…"]} as -I), shutdown, exit, $/cancelRequest
//   textDocument/didOpen, didChange (whole and by ranges), didSave, didClose; workspace/didChangeWatchedFiles
//   textDocument/definition, references, hover, completion, prepareRename, rename, formatting
//   textDocument/publishDiagnostics goes out before the next answer, and when all that came in is done
//
// Whatever comes in, the server stays: what is no message, no request or asks for what is not there is answered with an
// error, and a notification that cannot be understood is passed over. Only where a frame's end cannot be known it ends.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rdxc/source/disk.h"

namespace rdxc {

class Server {
 public:
  // `disk` must outlive it. `folders`: -I.
  Server(Disk& disk, std::vector<std::string> folders);
  ~Server();

  void receive(std::string_view bytes);

  // Does one thing of what is to be done, and appends what it says to `out`. False: there is nothing to be done.
  bool step(std::string& out);

  bool finished() const;
  // After an exit that a shutdown came before.
  bool ended_well() const;

 private:
  class Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace rdxc
