// corpus_test FOLDER…: each file through the fuzzer's target, whole and cut off at every 7th byte.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int main(int count, char** values) {
  size_t files = 0;
  for (int i = 1; i < count; ++i) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(values[i])) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
      for (size_t size = text.size() % 7; size <= text.size(); size += 7)
        LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(text.data()), size);
      ++files;
    }
  }
  std::printf("%zu files\n", files);
  return files > 20 ? 0 : 1;
}
