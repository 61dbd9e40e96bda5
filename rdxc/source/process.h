// Another program, given a text and asked for one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rdxc {

struct ProcessResult {
  enum class End { kExited, kSignalled, kTimedOut, kTooMuch, kNotStarted };

  End end = End::kNotStarted;
  int status = 0;      // kExited: the exit status; kSignalled: the signal
  std::string output;  // its standard output
  std::string reason;  // kNotStarted: what the system said
};

// Runs the program to its end, `input` as its standard input; its standard error is ours. A program need not read its
// input. One that has not ended after `timeout_ms`, or has written more than `most_output` bytes, is killed with all
// that it started.
ProcessResult run_process(const std::string& path, std::string_view input, int timeout_ms, size_t most_output);

// The program of that name in the folders of PATH.
std::optional<std::string> find_program(const std::string& name);

}  // namespace rdxc
