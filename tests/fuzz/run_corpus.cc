// Runs a fuzz target without libFuzzer: over the files of a folder, then over mutations of them from a fixed seed.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/environment.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr uint32_t kSeed = 20261120;
constexpr uint64_t kMutationsDefault = 2000;

void run(const std::string& input) {
  // A buffer of exactly this size, so that a sanitizer sees the first byte read past the end.
  const std::vector<uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

std::vector<std::string> read_corpus(const std::filesystem::path& folder) {
  std::vector<std::string> corpus;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    std::ifstream file(entry.path(), std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  std::sort(corpus.begin(), corpus.end());
  corpus.emplace_back();
  return corpus;
}

std::string mutate(std::string input, const std::vector<std::string>& corpus, std::mt19937& random) {
  const auto below = [&](size_t limit) { return static_cast<size_t>(random()) % limit; };
  for (size_t changes = 1 + below(4); changes > 0; --changes) {
    const size_t at = below(input.size() + 1);
    switch (below(4)) {
      case 0: input.insert(at, 1, static_cast<char>(random())); break;
      case 1: input.erase(at, below(4)); break;
      case 2:
        if (at < input.size()) input[at] = static_cast<char>(random());
        break;
      default: {
        const std::string& other = corpus[below(corpus.size())];
        input.insert(at, other.substr(0, below(other.size() + 1)));
      }
    }
  }
  return input;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::vector<std::string> corpus = read_corpus(argv[1]);
  for (const std::string& input : corpus) run(input);
  const uint64_t mutations = rdx::environment_number("RDX_MUTATIONS", kMutationsDefault);
  std::mt19937 random(kSeed);
  for (uint64_t i = 0; i < mutations; ++i)
    run(mutate(corpus[static_cast<size_t>(random()) % corpus.size()], corpus, random));
  std::cout << corpus.size() << " inputs, " << mutations << " mutations, seed " << kSeed << '\n';
}
