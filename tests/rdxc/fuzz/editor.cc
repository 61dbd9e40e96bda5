// Any bytes to the editor's server: no crash, and what it says are frames of JSON. What begins with "Content-" is the
// stream itself; of anything else each line is a message, framed here.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "rdxc/editor/frames.h"
#include "rdxc/editor/server.h"
#include "tests/rdxc/memory_disk.h"

namespace {

using namespace rdxc;

void require(bool law) {
  if (!law) std::abort();
}

void check_frames(const std::string& out) {
  FrameReader reader;
  reader.feed(out);
  for (;;) {
    const FrameReader::Frame frame = reader.next();
    if (frame.kind == FrameReader::Kind::kNone) return;
    require(frame.kind == FrameReader::Kind::kMessage && frame.text.starts_with('{') && frame.text.ends_with('}'));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  MemoryDisk disk;
  disk.files["/b.rdx"] = "rdx 1;\npackage b;\nclass B { z: S @1; }\nenum E { e = 0; }\n";
  Server server(disk, {});
  std::string out;
  if (input.starts_with("Content-")) {
    for (size_t at = 0; at < input.size(); at += 17) server.receive(input.substr(at, 17));
  } else {
    for (size_t messages = 0; !input.empty() && messages < 200; ++messages) {
      const std::string_view line = input.substr(0, input.find('\n'));
      input.remove_prefix(std::min(line.size() + 1, input.size()));
      server.receive(frame(line));
      if (messages % 3 == 0) server.step(out);
    }
  }
  while (server.step(out)) {
  }
  check_frames(out);
  return 0;
}
