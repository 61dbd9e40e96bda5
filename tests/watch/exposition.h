// Exposition: a strict reader of Prometheus' text form, for tests: what it does not take, a server would refuse or a
// rule of the form forbids.
//
//   HELP and TYPE once a family, in that order, before its samples; families apart; no sample twice; counters end in
//   `_total`, nothing else does; labels quoted and escaped; a histogram's bounds ascend to +Inf, its buckets add up,
//   and its last bucket is its count.
#pragma once

#include <cstdlib>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace rdx::test {

class Exposition {
 public:
  explicit Exposition(const std::string& text) {
    if (text.empty() || text.back() != '\n') fault("the last line has no end");
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) read(line);
    end_family();
  }

  /// What is wrong; empty where nothing is.
  const std::vector<std::string>& faults() const { return faults_; }
  /// By name and labels, as they stand.
  const std::map<std::string, double>& samples() const { return samples_; }

 private:
  struct Family {
    std::string name;
    std::string kind;
    std::vector<std::pair<std::string, double>> buckets;
    bool has_sum = false;
    bool has_count = false;
    double count = 0;
  };
  struct Sample {
    std::string name;
    std::map<std::string, std::string> labels;
    double value = 0;
  };

  void fault(const std::string& what) { faults_.push_back(what); }

  void read(const std::string& line) {
    if (line.rfind("# HELP ", 0) == 0) return read_help(line.substr(7));
    if (line.rfind("# TYPE ", 0) == 0) return read_type(line.substr(7));
    read_sample(line);
  }
  void read_help(const std::string& rest) {
    end_family();
    family_.name = rest.substr(0, rest.find(' '));
    if (!is_name(family_.name)) fault("no name: " + rest);
    if (rest.size() < family_.name.size() + 2) fault("no help: " + rest);
    if (!names_.insert(family_.name).second) fault("a family twice: " + family_.name);
    check_escapes(rest, "\\n");
  }
  void read_type(const std::string& rest) {
    const std::string name = rest.substr(0, rest.find(' '));
    if (name != family_.name || !family_.kind.empty()) fault("a TYPE that no HELP announced: " + rest);
    family_.kind = rest.substr(std::min(rest.size(), name.size() + 1));
    if (!std::set<std::string>{"counter", "gauge", "histogram"}.count(family_.kind)) fault("no kind: " + rest);
    const bool ends_in_total = name.size() > 6 && name.compare(name.size() - 6, 6, "_total") == 0;
    if (ends_in_total != (family_.kind == "counter")) fault("_total is for counters: " + rest);
  }

  void read_sample(const std::string& line) {
    Sample sample;
    if (!parse(line, sample)) return fault("no sample: " + line);
    if (!samples_.emplace(line.substr(0, line.rfind(' ')), sample.value).second) fault("a sample twice: " + line);
    const bool is_histogram = family_.kind == "histogram";
    if (is_histogram && sample.name == family_.name + "_bucket") {
      if (sample.labels.count("le") == 0) return fault("a bucket without its bound: " + line);
      family_.buckets.emplace_back(sample.labels["le"], sample.value);
    } else if (is_histogram && sample.name == family_.name + "_sum") {
      family_.has_sum = true;
    } else if (is_histogram && sample.name == family_.name + "_count") {
      family_.has_count = true;
      family_.count = sample.value;
    } else if (is_histogram || family_.kind.empty() || sample.name != family_.name) {
      fault("a sample of another family: " + line);
    }
    if (family_.kind == "counter" && sample.value < 0) fault("a counter below 0: " + line);
  }

  void end_family() {
    if (family_.kind.empty() && !family_.name.empty()) fault("no TYPE: " + family_.name);
    if (family_.kind == "histogram") check_histogram();
    family_ = {};
  }
  void check_histogram() {
    if (!family_.has_sum || !family_.has_count || family_.buckets.empty())
      return fault("a histogram lacks a part: " + family_.name);
    double bound = -1;
    double below = 0;
    for (const auto& [text, value] : family_.buckets) {
      double here = 0;
      if (!to_number(text, here) || here <= bound) fault("bounds do not ascend: " + family_.name + " " + text);
      if (value < below) fault("buckets do not add up: " + family_.name + " " + text);
      bound = here;
      below = value;
    }
    if (family_.buckets.back().first != "+Inf") fault("the last bound is not +Inf: " + family_.name);
    if (below != family_.count) fault("the last bucket is not the count: " + family_.name);
  }

  // name ("{" label ("," label)* "}")? " " number
  static bool parse(const std::string& line, Sample& sample) {
    std::size_t at = line.find_first_of("{ ");
    if (at == std::string::npos) return false;
    sample.name = line.substr(0, at);
    if (!is_name(sample.name)) return false;
    if (line[at] == '{' && !parse_labels(line, at, sample.labels)) return false;
    return at < line.size() && line[at] == ' ' && to_number(line.substr(at + 1), sample.value);
  }
  // From the brace to behind the other.
  static bool parse_labels(const std::string& line, std::size_t& at, std::map<std::string, std::string>& labels) {
    do {
      const std::size_t equals = line.find('=', ++at);
      if (equals == std::string::npos) return false;
      const std::string name = line.substr(at, equals - at);
      if (!is_name(name) || name.find(':') != std::string::npos) return false;
      std::string value;
      at = equals + 1;
      if (!parse_quoted(line, at, value) || !labels.emplace(name, value).second) return false;
    } while (at < line.size() && line[at] == ',');
    return at < line.size() && line[at++] == '}';
  }
  static bool parse_quoted(const std::string& line, std::size_t& at, std::string& value) {
    if (at >= line.size() || line[at] != '"') return false;
    for (++at; at < line.size() && line[at] != '"'; ++at) {
      if (line[at] == '\\' && (++at >= line.size() || std::string("\\\"n").find(line[at]) == std::string::npos))
        return false;
      value += line[at];
    }
    return at++ < line.size();
  }
  void check_escapes(const std::string& text, const std::string& allowed) {
    for (std::size_t at = text.find('\\'); at != std::string::npos; at = text.find('\\', at + 2))
      if (at + 1 >= text.size() || allowed.find(text[at + 1]) == std::string::npos) fault("no escape: " + text);
  }

  static bool is_name(const std::string& text) {
    const std::string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_:";
    return !text.empty() && letters.find(text[0]) != std::string::npos &&
           text.find_first_not_of(letters + "0123456789") == std::string::npos;
  }
  static bool to_number(const std::string& text, double& number) {
    char* end = nullptr;
    number = std::strtod(text.c_str(), &end);
    return !text.empty() && text[0] != ' ' && *end == '\0';
  }

  Family family_;
  std::set<std::string> names_;
  std::map<std::string, double> samples_;
  std::vector<std::string> faults_;
};

}  // namespace rdx::test
