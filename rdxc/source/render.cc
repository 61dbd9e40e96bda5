#include "rdxc/source/render.h"

#include <algorithm>

#include "rdxc/source/utf8.h"

namespace rdxc {
namespace {

// The escape sequences of a terminal, all empty without colour.
struct Palette {
  const char* error = "";
  const char* warning = "";
  const char* note = "";
  const char* help = "";
  const char* frame = "";
  const char* bold = "";
  const char* reset = "";
};

constexpr Palette kColours{"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[1;32m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m"};

// A line as it is shown: tabs as blanks, bytes that would upset a terminal as a replacement mark.
std::string shown_line(std::string_view line) {
  std::string out;
  uint32_t column = 0;
  for (size_t at = 0; at < line.size();) {
    const CodePoint point = decode_utf8(line, at);
    const size_t size = std::max<size_t>(point.size, 1);
    const uint32_t width = displayed_columns(line.substr(at, size), column);
    if (line[at] == '\t') {
      out.append(width, ' ');
    } else if (point.size == 0 || point.value < 0x20 || point.value == 0x7f) {
      append_utf8(out, 0xfffd);
    } else {
      out.append(line.substr(at, size));
    }
    column += width;
    at += size;
  }
  return out;
}

// Past this a line is cut around the place, so that one long line cannot fill the screen.
constexpr size_t kLongestExcerpt = 400;

struct Excerpt {
  std::string line;
  uint32_t column = 0;  // from 0
  uint32_t width = 1;
};

Excerpt make_excerpt(const File& file, const Span& span, uint32_t number) {
  std::string_view line = file.line(number);
  const size_t begin = std::min<size_t>(span.begin - file.line_begin(number), line.size());
  size_t end = std::min<size_t>(span.end - file.line_begin(number), line.size());
  size_t skipped = 0;
  if (line.size() > kLongestExcerpt) {
    skipped = begin < kLongestExcerpt / 2 ? 0 : begin - kLongestExcerpt / 2;
    while (skipped > 0 && (static_cast<uint8_t>(line[skipped]) & 0xc0) == 0x80) --skipped;
    line = line.substr(skipped, kLongestExcerpt);
    end = std::min(end, skipped + line.size());
  }
  Excerpt excerpt{shown_line(line), displayed_columns(line.substr(0, begin - skipped), 0), 1};
  if (end > begin)
    excerpt.width = std::max(1u, displayed_columns(line.substr(begin - skipped, end - begin), excerpt.column));
  return excerpt;
}

std::string where(const File& file, uint32_t offset) {
  const Place place = file.place(offset);
  return file.path() + ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
}

class TextWriter {
 public:
  TextWriter(const Files& files, bool colour) : files_(files), palette_(colour ? kColours : Palette{}) {}

  void write(const Diagnostic& diagnostic) {
    margin_ = margin_of(diagnostic);
    const bool is_error = diagnostic.severity == Severity::kError;
    const char* colour = is_error ? palette_.error : palette_.warning;
    out_ += std::string(colour) + (is_error ? "error" : "warning") + '[' + code_text(diagnostic.code) + ']' +
            palette_.reset + palette_.bold + ": " + diagnostic.message + palette_.reset + '\n';
    write_place(diagnostic.span, '^', colour);
    for (const Note& note : diagnostic.notes) {
      write_remark("note", palette_.note, note.message);
      write_place(note.span, '-', palette_.note);
    }
    if (!diagnostic.help.empty()) write_remark("help", palette_.help, diagnostic.help);
    out_ += '\n';
  }

  std::string take() { return std::move(out_); }

 private:
  size_t margin_of(const Diagnostic& diagnostic) const {
    uint32_t highest = 1;
    const auto look = [&](const Span& span) {
      if (span.is_set()) highest = std::max(highest, files_[span.file].line_number(span.begin));
    };
    look(diagnostic.span);
    for (const Note& note : diagnostic.notes) look(note.span);
    return std::to_string(highest).size() + 1;
  }

  void write_remark(const char* kind, const char* colour, const std::string& message) {
    out_ += std::string(colour) + kind + palette_.reset + ": " + message + '\n';
  }

  void write_place(const Span& span, char mark, const char* colour) {
    if (!span.is_set()) return;
    const File& file = files_[span.file];
    const uint32_t number = file.line_number(span.begin);
    const Excerpt excerpt = make_excerpt(file, span, number);
    const std::string blank(margin_, ' ');
    const std::string digits = std::to_string(number);
    const std::string frame = palette_.frame;
    out_ += blank + frame + "--> " + palette_.reset + where(file, span.begin) + '\n';
    out_ += blank + frame + " |" + palette_.reset + '\n';
    out_ += std::string(margin_ - digits.size(), ' ') + frame + digits + " |" + palette_.reset + ' ' + excerpt.line;
    while (out_.back() == ' ') out_.pop_back();
    out_ += '\n' + blank + frame + " |" + palette_.reset + ' ' + std::string(excerpt.column, ' ') + colour +
            std::string(excerpt.width, mark) + palette_.reset + '\n';
  }

  const Files& files_;
  Palette palette_;
  size_t margin_ = 2;
  std::string out_;
};

std::string count(size_t n, const char* what) { return std::to_string(n) + ' ' + what + (n == 1 ? "" : "s"); }

std::string summary(const Diagnostics& diagnostics) {
  std::string text;
  if (diagnostics.errors() > 0) text = count(diagnostics.errors(), "error");
  if (diagnostics.warnings() > 0) text += (text.empty() ? "" : ", ") + count(diagnostics.warnings(), "warning");
  if (diagnostics.dropped() > 0) text += "; " + std::to_string(diagnostics.dropped()) + " of them not shown";
  return text;
}

}  // namespace

std::string render_text(const Files& files, const Diagnostics& diagnostics, bool colour) {
  if (diagnostics.list().empty()) return {};
  TextWriter writer(files, colour);
  for (const Diagnostic& diagnostic : diagnostics.list()) writer.write(diagnostic);
  return writer.take() + summary(diagnostics) + "; rdxc explain " + code_text(diagnostics.list().front().code) +
         " tells more\n";
}

std::string render_gcc(const Files& files, const Diagnostics& diagnostics) {
  std::string out;
  const auto line = [&](const Span& span, const char* kind, const std::string& message) {
    out += (span.is_set() ? where(files[span.file], span.begin) : std::string("rdxc")) + ": " + kind + ": " + message;
  };
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    line(diagnostic.span, diagnostic.severity == Severity::kError ? "error" : "warning", diagnostic.message);
    out += " [" + code_text(diagnostic.code) + "]\n";
    for (const Note& note : diagnostic.notes) {
      line(note.span.is_set() ? note.span : diagnostic.span, "note", note.message);
      out += '\n';
    }
    if (!diagnostic.help.empty()) {
      line(diagnostic.span, "note", diagnostic.help);
      out += '\n';
    }
  }
  return out;
}

std::string render(const Files& files, const Diagnostics& diagnostics, Form form, bool colour) {
  switch (form) {
    case Form::kText: return render_text(files, diagnostics, colour);
    case Form::kGcc: return render_gcc(files, diagnostics);
    case Form::kJson: return render_json(files, diagnostics);
    case Form::kSarif: return render_sarif(files, diagnostics);
  }
  return {};
}

}  // namespace rdxc
