#include "rdx/watch/metrics_text.h"

namespace rdx {
namespace {

// `\` , `"` and the end of a line, as the form wants them inside quotes.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out += '"';
}

// What cannot stand in a line of help.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\\\";
    else if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out;
}

// 320 microseconds: 0.00032
std::string seconds_text(uint64_t number, std::size_t digits_behind_point) {
  std::string digits = std::to_string(number);
  if (digits.size() <= digits_behind_point) digits.insert(0, digits_behind_point + 1 - digits.size(), '0');
  digits.insert(digits.size() - digits_behind_point, 1, '.');
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

}  // namespace

void MetricsText::head(std::string_view name, std::string_view help, std::string_view kind) {
  text_.append("# HELP ").append(name).append(" ").append(one_line(help));
  text_.append("\n# TYPE ").append(name).append(" ").append(kind).append("\n");
}

void MetricsText::single(std::string_view name, std::string_view help, std::string_view kind, uint64_t value) {
  head(name, help, kind);
  text_.append(name).append(" ").append(std::to_string(value)).append("\n");
}

void MetricsText::info(std::string_view name, std::string_view help, std::string_view label, std::string_view text) {
  head(name, help, "gauge");
  text_.append(name).append("{").append(label).append("=").append(quoted(text)).append("} 1\n");
}

void MetricsText::histogram(std::string_view name, std::string_view help, const Durations& durations) {
  head(name, help, "histogram");
  uint64_t count = 0;
  const auto bucket = [&](const std::string& bound) {
    text_.append(name).append("_bucket{le=\"").append(bound).append("\"} ").append(std::to_string(count)).append("\n");
  };
  for (std::size_t at = 0; at < Durations::kBoundsMicroseconds.size(); ++at) {
    count += durations.bucket(at);
    bucket(seconds_text(static_cast<uint64_t>(Durations::kBoundsMicroseconds[at]), 6));
  }
  count += durations.bucket(Durations::kBoundsMicroseconds.size());
  bucket("+Inf");
  text_.append(name).append("_sum ").append(seconds_text(durations.nanoseconds(), 9)).append("\n");
  text_.append(name).append("_count ").append(std::to_string(count)).append("\n");
}

}  // namespace rdx
