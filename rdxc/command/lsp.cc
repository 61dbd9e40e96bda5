#include "rdxc/command/lsp.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

#include "rdxc/command/report.h"
#include "rdxc/editor/server.h"
#include "rdxc/source/disk.h"

namespace rdxc {
namespace {

bool write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

bool has_input() {
  struct pollfd input = {STDIN_FILENO, POLLIN, 0};
  return ::poll(&input, 1, 0) > 0;
}

// Waits for bytes. False: there will be none.
bool read_some(Server& server) {
  std::array<char, 1 << 16> bytes;
  const ssize_t got = ::read(STDIN_FILENO, bytes.data(), bytes.size());
  if (got < 0 && errno == EINTR) return true;
  if (got > 0) server.receive({bytes.data(), static_cast<size_t>(got)});
  return got > 0;
}

}  // namespace

// What waits is read before the next step, so that a request can be cancelled, and diagnostics come after the last of
// many changes.
int serve_editor(const std::vector<std::string>& folders) {
  std::signal(SIGPIPE, SIG_IGN);
  RealDisk disk;
  Server server(disk, folders);
  bool open = true;
  while (!server.finished()) {
    while (open && has_input()) open = read_some(server);
    std::string out;
    const bool busy = server.step(out);
    if (!write_all(out)) return complain("standard output: it cannot be written", kFiles);
    if (busy) continue;
    if (!open || !read_some(server)) break;
  }
  return server.ended_well() ? kFine : kFindings;
}

}  // namespace rdxc
