// FORMAT.md 1 to 4 a second time, as plainly as they read, and only for writing. Nothing here is the runtime's: the
// models must not be wrong in the same way.
#pragma once

#include <bit>
#include <cstdint>
#include <string>

namespace rdx::model {

inline std::string little_endian(uint64_t number, int width) {
  std::string bytes;
  for (int i = 0; i < width; ++i) bytes += static_cast<char>(number >> (8 * i) & 0xff);
  return bytes;
}

inline std::string zip(uint64_t number) {
  std::string bytes;
  for (; number != 0; number >>= 8) bytes += static_cast<char>(number & 0xff);
  return bytes;
}

inline std::string zip_int(int64_t number) {
  const auto bits = static_cast<uint64_t>(number);
  return zip(number < 0 ? ~(bits << 1) : bits << 1);
}

inline std::string zip_float(double number) {
  const uint64_t bits = number != number ? 0x7ff8000000000000 : std::bit_cast<uint64_t>(number);
  uint64_t reversed = 0;
  for (int i = 0; i < 64; ++i)
    if ((bits >> i & 1) != 0) reversed |= uint64_t{1} << (63 - i);
  return zip(reversed);
}

inline bool fits(uint64_t number, int width) { return width == 8 || number >> (8 * width) == 0; }

inline std::string pair(uint64_t a, uint64_t b) {
  constexpr int kWidths[][2] = {{0, 0}, {1, 0}, {1, 1}, {2, 1}, {2, 2}, {4, 1},
                                {4, 2}, {4, 4}, {8, 1}, {8, 2}, {8, 4}, {8, 8}};
  for (const auto& [width_a, width_b] : kWidths)
    if (fits(a, width_a) && fits(b, width_b)) return little_endian(a, width_a) + little_endian(b, width_b);
  return {};
}

inline std::string record(char letter, const std::string& body) {
  if (body.size() <= 255) return std::string(1, static_cast<char>(letter + 32)) + little_endian(body.size(), 1) + body;
  return std::string(1, letter) + little_endian(body.size(), 4) + body;
}

inline std::string stamp(uint64_t revision, uint32_t source) {
  const std::string body = pair(revision, source);
  if (body.size() <= 9) return static_cast<char>('0' + body.size()) + body;
  return record('T', body);
}

inline std::string signed_stamp(int64_t revision, uint32_t source) {
  return stamp(revision < 0 ? static_cast<uint64_t>(-revision) * 2 - 1 : static_cast<uint64_t>(revision) * 2, source);
}

}  // namespace rdx::model
