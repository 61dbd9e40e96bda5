// What every command of rdxc needs: its exit status, its two streams, and the schemas it was given.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rdxc/check/check.h"
#include "rdxc/source/diagnostic.h"
#include "rdxc/source/disk.h"
#include "rdxc/source/file.h"
#include "rdxc/source/render.h"

namespace rdxc {

extern const std::string_view kVersion;  // "0.1.0"

enum Status { kFine = 0, kFindings = 1, kUsage = 2, kFiles = 3, kBug = 4 };

// "rdxc: what" on standard error; answers the status.
int complain(const std::string& what, Status status);

// Standard output, to the last byte; answers the status, or kFiles where it cannot be written.
int print(std::string_view text, int status);

struct SchemaArguments {
  std::vector<std::string> files;
  std::vector<std::string> folders;  // -I
  std::string colour = "auto";       // always, never
  Form form = Form::kText;
};

// Says what was found; the status that follows. As JSON the findings are the command's output; a command that has an
// output of its own is silent about none.
int report_diagnostics(const Files& files, const Diagnostics& diagnostics, const SchemaArguments& arguments,
                       bool has_output);

// The schemas of one command line, and what is to be said of them.
class Schemas {
 public:
  explicit Schemas(SchemaArguments arguments) : disk(machine_), arguments_(std::move(arguments)) {}
  // Over another disk, which must outlive them.
  Schemas(SchemaArguments arguments, Disk& other) : disk(other), arguments_(std::move(arguments)) {}

  // Reads and checks them all.
  void check();
  // Whether nothing was found that is an error, and everything could be read.
  bool passes() const { return !diagnostics.failed() && checked.unreadable.empty(); }
  // Says what was found and what could not be read; the status that follows from it.
  int report(bool has_output = false);

  Disk& disk;
  Files files;
  Diagnostics diagnostics;
  Checked checked;

 private:
  RealDisk machine_;
  const SchemaArguments arguments_;
};

}  // namespace rdxc
