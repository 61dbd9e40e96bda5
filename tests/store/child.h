// A process that a test starts, hears and kills.
#pragma once

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace rdx::test {

/// Runs from its making to its kill; what it writes to its standard output is read here.
class Child {
 public:
  /// `command`: the program and its arguments. A program that cannot be started ends the test.
  explicit Child(std::vector<std::string> command) {
    int ends[2];
    if (pipe(ends) != 0) std::abort();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    std::vector<char*> arguments;
    for (std::string& each : command) arguments.push_back(each.data());
    arguments.push_back(nullptr);
    if (posix_spawn(&process_, arguments[0], &actions, nullptr, arguments.data(), environ) != 0) std::abort();
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    output_ = ends[0];
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { close(output_); }

  /// The next of what it writes, each `sizeof(T)` bytes in one piece; false when it has ended and all of it was read.
  template <class T>
  bool next(T& piece) const {
    return read(output_, &piece, sizeof piece) == sizeof piece;
  }
  /// Answers false where it ended by itself, which is a fault.
  [[nodiscard]] bool kill_now() const {
    ::kill(process_, SIGKILL);
    int status = 0;
    waitpid(process_, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }

 private:
  pid_t process_ = 0;
  int output_ = -1;
};

}  // namespace rdx::test
