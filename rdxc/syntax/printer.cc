#include "rdxc/syntax/printer.h"

namespace rdxc {
namespace {

std::string print(const tree::Options& options) {
  std::string out;
  for (const tree::Option& option : options) {
    out += (out.empty() ? " [" : ", ") + std::string(option.name.text);
    if (option.value.kind != tree::Value::Kind::kNone) out += " = " + rdxc::print(option.value);
  }
  return out.empty() ? out : out + ']';
}

std::string print(const tree::Reserved& reserved) {
  std::string out;
  for (const tree::Range& range : reserved.ranges) {
    out += (out.empty() ? "reserved @" : ", @") + rdxc::print(range.first);
    if (range.last.kind != tree::Value::Kind::kNone) out += "..@" + rdxc::print(range.last);
  }
  return out + ';';
}

class Printer {
 public:
  Printer(const Files& files, const tree::File& file) : files_(files), file_(file) {}

  std::string run() {
    for (const tree::Statement& statement : file_.statements) {
      std::visit([this](const auto& one) { write(one); }, statement);
    }
    return std::move(out_);
  }

 private:
  void write(const tree::Edition& edition) { out_ += "rdx " + rdxc::print(edition.number) + ";\n"; }

  void write(const tree::Package& package) {
    doc(package.doc, "");
    out_ += "package " + std::string(package.name.text) + ";\n";
  }

  void write(const tree::Import& import) { out_ += "import " + rdxc::print(import.path) + ";\n"; }

  void write(const tree::Extern& one) {
    doc(one.doc, "");
    out_ += "extern type " + std::string(one.letter.text) + ' ' + rdxc::print(one.cpp_name) + " from " +
            rdxc::print(one.header) + ";\n";
  }

  void write(const tree::Enum& one) {
    out_ += '\n';
    doc(one.doc, "");
    out_ += "enum " + std::string(one.name.text) + print(one.options) + " {\n";
    for (const tree::Enumerator& enumerator : one.enumerators) {
      doc(enumerator.doc, "  ");
      out_ += "  " + std::string(enumerator.name.text) + " = " + rdxc::print(enumerator.value) +
              print(enumerator.options) + ";\n";
    }
    out_ += "}\n";
  }

  void write(const tree::Class& one) {
    out_ += '\n';
    doc(one.doc, "");
    out_ += "class " + std::string(one.name.text);
    if (!one.parent.text.empty()) out_ += " : " + std::string(one.parent.text);
    out_ += print(one.options) + " {\n";
    for (const tree::Field& field : one.fields) write(field);
    for (const tree::Reserved& reserved : one.reserved) out_ += "  " + print(reserved) + '\n';
    out_ += "}\n";
  }

  void write(const tree::Field& field) {
    doc(field.doc, "  ");
    out_ += "  " + std::string(field.name.text) + ": " + rdxc::print(field.type);
    if (field.number.kind != tree::Value::Kind::kNone) out_ += " @" + rdxc::print(field.number);
    if (field.initial.kind != tree::Value::Kind::kNone) out_ += " = " + rdxc::print(field.initial);
    out_ += print(field.options) + ";\n";
  }

  void doc(const tree::Doc& doc, const char* indent) {
    for (uint32_t i = 0; i < doc.count; ++i)
      out_ += indent + std::string(files_.text(file_.comments[doc.first + i].span)) + '\n';
  }

  const Files& files_;
  const tree::File& file_;
  std::string out_;
};

}  // namespace

std::string print(const tree::Value& value) { return (value.negative ? "-" : "") + std::string(value.text); }

std::string print(const tree::Type& type) {
  std::string out(type.name.text);
  for (size_t i = 0; i < type.arguments.size(); ++i) out += (i == 0 ? "<" : ", ") + print(type.arguments[i]);
  return type.arguments.empty() ? out : out + '>';
}

std::string print(const Files& files, const tree::File& file) { return Printer(files, file).run(); }

}  // namespace rdxc
