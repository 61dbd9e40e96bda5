// MetricsText: figures in Prometheus' text form.
//
//   text   := family*
//   family := "# HELP " name " " help NL  "# TYPE " name " " kind NL  sample+      kind: counter gauge histogram
//   sample := name ("{" label ("," label)* "}")? " " number NL                     label := name "=" quoted text
//
// Names say the unit last: bytes, seconds; counters end in `_total`. A histogram's buckets add up.
#pragma once

#include <string>
#include <string_view>

#include "rdx/store/figures.h"

namespace rdx {

class MetricsText {
 public:
  void counter(std::string_view name, std::string_view help, uint64_t value) { single(name, help, "counter", value); }
  void gauge(std::string_view name, std::string_view help, uint64_t value) { single(name, help, "gauge", value); }
  /// A gauge of 1 that says something by its label.
  void info(std::string_view name, std::string_view help, std::string_view label, std::string_view text);
  void histogram(std::string_view name, std::string_view help, const Durations& durations);

  const std::string& text() const { return text_; }

 private:
  void head(std::string_view name, std::string_view help, std::string_view kind);
  void single(std::string_view name, std::string_view help, std::string_view kind, uint64_t value);

  std::string text_;
};

}  // namespace rdx
