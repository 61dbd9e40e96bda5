#include "rdxc/source/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <utility>

namespace rdxc {
namespace {

using Clock = std::chrono::steady_clock;

class Pipe {
 public:
  Pipe() : open_(::pipe2(ends_.data(), O_CLOEXEC) == 0) {}
  ~Pipe() {
    close(0);
    close(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  bool is_open() const { return open_; }
  int end(size_t which) const { return ends_[which]; }  // 0: to read from, 1: to write to
  void close(size_t which) {
    if (ends_[which] >= 0) ::close(std::exchange(ends_[which], -1));
  }

 private:
  std::array<int, 2> ends_ = {-1, -1};
  bool open_;
};

// Started in a process group of its own, so that it can be ended with what it started. 0, or an error number.
int start(const std::string& path, const Pipe& in, const Pipe& out, pid_t& child) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_adddup2(&actions, in.end(0), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, out.end(1), STDOUT_FILENO);
  sigset_t defaults;
  ::sigemptyset(&defaults);
  ::sigaddset(&defaults, SIGPIPE);
  ::posix_spawnattr_setsigdefault(&attributes, &defaults);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  std::string name = path;
  const std::array<char*, 2> arguments = {name.data(), nullptr};
  const int error = ::posix_spawn(&child, path.c_str(), &actions, &attributes, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  return error;
}

// The talk with a child: what is left to say, what it has said.
class Talk {
 public:
  Talk(Pipe& in, Pipe& out, std::string_view input, Clock::time_point deadline, size_t most)
      : in_(in), out_(out), input_(input), deadline_(deadline), most_(most) {
    ::fcntl(in_.end(1), F_SETFL, O_NONBLOCK);
  }

  // Until the child closes its output. kExited: it did.
  ProcessResult::End run(std::string& output) {
    if (input_.empty()) in_.close(1);
    while (true) {
      std::array<pollfd, 2> ready = {{{out_.end(0), POLLIN, 0}, {in_.end(1), POLLOUT, 0}}};
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
      if (left <= 0) return ProcessResult::End::kTimedOut;
      const int count = ::poll(ready.data(), in_.end(1) >= 0 ? 2 : 1, static_cast<int>(left));
      if (count < 0 && errno != EINTR) return ProcessResult::End::kTimedOut;
      if (count <= 0) continue;
      if (in_.end(1) >= 0 && ready[1].revents != 0) say();
      if (ready[0].revents != 0 && !hear(output)) return ProcessResult::End::kExited;
      if (output.size() > most_) return ProcessResult::End::kTooMuch;
    }
  }

 private:
  void say() {
    const ssize_t written = ::write(in_.end(1), input_.data(), input_.size());
    if (written < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (written > 0) input_.remove_prefix(static_cast<size_t>(written));
    if (written <= 0 || input_.empty()) in_.close(1);  // it does not read on, or has it all
  }

  bool hear(std::string& output) const {
    std::array<char, 1 << 16> buffer;
    const ssize_t got = ::read(out_.end(0), buffer.data(), buffer.size());
    if (got < 0) return errno == EINTR;
    output.append(buffer.data(), static_cast<size_t>(got));
    return got > 0;
  }

  Pipe& in_;
  Pipe& out_;
  std::string_view input_;
  const Clock::time_point deadline_;
  const size_t most_;
};

// Whether it ended in time.
bool wait_until(Clock::time_point deadline, pid_t child, int& status) {
  constexpr auto kStep = std::chrono::milliseconds(2);
  for (;;) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child || (ended < 0 && errno != EINTR)) return true;
    if (Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(kStep);
  }
}

}  // namespace

ProcessResult run_process(const std::string& path, std::string_view input, int timeout_ms, size_t most_output) {
  ProcessResult result;
  Pipe in;
  Pipe out;
  pid_t child = 0;
  const int error = in.is_open() && out.is_open() ? start(path, in, out, child) : errno;
  if (error != 0) return result.reason = std::strerror(error), result;
  in.close(0);
  out.close(1);
  // A child that does not read must not end us.
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  const Clock::time_point deadline = Clock::now() + std::chrono::milliseconds(timeout_ms);
  result.end = Talk(in, out, input, deadline, most_output).run(result.output);
  in.close(1);
  int status = 0;
  if (result.end == ProcessResult::End::kExited && !wait_until(deadline, child, status))
    result.end = ProcessResult::End::kTimedOut;
  if (result.end != ProcessResult::End::kExited) {
    ::kill(-child, SIGKILL);
    ::waitpid(child, &status, 0);
  } else if (WIFSIGNALED(status)) {
    result.end = ProcessResult::End::kSignalled;
    result.status = WTERMSIG(status);
  } else {
    result.status = WEXITSTATUS(status);
  }
  std::signal(SIGPIPE, before);
  return result;
}

std::optional<std::string> find_program(const std::string& name) {
  const char* folders = std::getenv("PATH");
  std::string_view rest = folders == nullptr ? "" : folders;
  while (!rest.empty()) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    std::string path = (folder.empty() ? "." : std::string(folder)) + '/' + name;
    if (::access(path.c_str(), X_OK) == 0) return path;
  }
  return std::nullopt;
}

}  // namespace rdxc
