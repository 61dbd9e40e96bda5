// ChildProcess: a program that runs beside the test, its output read as it comes.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <vector>

namespace rdx::test {

class ChildProcess {
 public:
  /// `errors`: a file that takes its standard error.
  ChildProcess(std::vector<std::string> command, const std::string& errors) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return;
    process_ = fork();
    if (process_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      const int file = open(errors.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
      dup2(file, STDERR_FILENO);
      std::vector<char*> arguments;
      for (std::string& each : command) arguments.push_back(each.data());
      arguments.push_back(nullptr);
      execv(arguments[0], arguments.data());
      _exit(127);
    }
    close(ends[1]);
    output_ = ends[0];
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess() {
    if (process_ > 0) end(SIGKILL);
    close(output_);
  }

  /// The next line of its output, without its end; empty where it ended, or half a minute went by.
  std::string line() {
    for (;;) {
      const std::size_t at = read_.find('\n');
      if (at != std::string::npos) {
        const std::string found = read_.substr(0, at);
        read_.erase(0, at + 1);
        return found;
      }
      pollfd waiting{output_, POLLIN, 0};
      char bytes[4096];
      if (::poll(&waiting, 1, 30'000) <= 0) return "";
      const ssize_t got = ::read(output_, bytes, sizeof bytes);
      if (got <= 0) return "";
      read_.append(bytes, static_cast<std::size_t>(got));
    }
  }
  /// Sends it a signal, where one is given, and waits for its end: the status, or minus the signal that ended it.
  int end(int signal = 0) {
    if (signal != 0) kill(process_, signal);
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t process_ = -1;
  int output_ = -1;
  std::string read_;
};

}  // namespace rdx::test
