// Editing traces: real documents, recorded keystroke by keystroke. They are not in the repository: RDX_TRACES names the
// folder that holds NAME.json.gz, with `txns[].patches[]` of [position, deleted, inserted text] and `endContent`.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace rdx::bench {

struct Patch {
  std::size_t position = 0;
  std::size_t deleted = 0;
  std::string inserted;
};

struct Trace {
  std::vector<Patch> patches;
  std::string end;
};

inline std::string unzip_file(const std::string& path) {
  struct Close {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
  };
  const std::unique_ptr<std::FILE, Close> pipe(popen(("gzip -dc '" + path + "'").c_str(), "r"));
  std::string text;
  std::array<char, 65536> chunk{};
  while (pipe != nullptr) {
    const std::size_t size = std::fread(chunk.data(), 1, chunk.size(), pipe.get());
    if (size == 0) break;
    text.append(chunk.data(), size);
  }
  return text;
}

/// Without patches where there is no such trace.
inline Trace read_trace(const std::string& name) {
  Trace trace;
  const char* folder = std::getenv("RDX_TRACES");
  if (folder == nullptr) return trace;
  const auto json = nlohmann::json::parse(unzip_file(std::string(folder) + "/" + name + ".json.gz"), nullptr, false);
  if (json.is_discarded()) return trace;
  for (const auto& transaction : json["txns"])
    for (const auto& patch : transaction["patches"]) trace.patches.push_back({patch[0], patch[1], patch[2]});
  trace.end = json["endContent"];
  return trace;
}

}  // namespace rdx::bench
