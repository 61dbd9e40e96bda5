#include "rdxc/emit/generate.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/rdxc/compile.h"

namespace rdxc {
namespace {

TEST(Generate, NamesFilesAfterTheirFolderOfImports) {
  MemoryDisk disk;
  disk.files["in/sub/x.rdx"] = body("class A {}\n");
  Files files;
  Diagnostics diagnostics;
  CheckOptions options;
  options.folders = {"in"};
  const Checked checked = check(files, disk, {"in/sub/x.rdx"}, options, diagnostics);
  const TemplateSet templates = load_templates(files, disk, "cpp", {}, {}, diagnostics);
  diagnostics.finish();
  ASSERT_FALSE(diagnostics.failed()) << render_text(files, diagnostics, false);
  const std::vector<NewFile> outputs = generate(make_views(checked.schema, "test"), templates, "out");
  std::string paths;
  for (const NewFile& output : outputs) paths += output.path + ' ';
  EXPECT_EQ(paths, "out/sub/x.rdx.h out/sub/x.rdx.cc ");
  EXPECT_EQ(find_clash(outputs), std::nullopt);
}

TEST(Generate, TwoSchemasOfOneNameClash) {
  MemoryDisk disk;
  disk.files["a/x.rdx"] = "rdx 1;\npackage a;\n";
  disk.files["b/x.rdx"] = "rdx 1;\npackage b;\n";
  Files files;
  Diagnostics diagnostics;
  const Checked checked = check(files, disk, {"a/x.rdx", "b/x.rdx"}, {}, diagnostics);
  const TemplateSet templates = load_templates(files, disk, "cpp", {}, {}, diagnostics);
  EXPECT_NE(find_clash(generate(make_views(checked.schema, "test"), templates, "out")), std::nullopt);
}

TEST(Generate, AFolderOfTemplatesStandsInFileByFile) {
  MemoryDisk disk;
  disk.files["x.rdx"] = body("class A {}\n");
  disk.files["t/source.mustache"] = "{{! output .cc }}\nmine: {{package}}\n";
  disk.files["t/more.mustache"] = "{{! output .json.h json }}\n{{package}}\n";
  Files files;
  Diagnostics diagnostics;
  const Checked checked = check(files, disk, {"x.rdx"}, {}, diagnostics);
  const TemplateSet plain = load_templates(files, disk, "cpp", {}, "t", diagnostics);
  const TemplateSet json = load_templates(files, disk, "cpp", {"json"}, "t", diagnostics);
  ASSERT_FALSE(diagnostics.failed());
  bool replaced = false;
  for (const NewFile& output : generate(make_views(checked.schema, "test"), plain, "o")) {
    replaced |= output.path == "o/x.rdx.cc" && output.text == "mine: a\n";
    EXPECT_NE(output.path, "o/x.rdx.json.h");
  }
  EXPECT_TRUE(replaced);
  bool written = false;
  for (const NewFile& output : generate(make_views(checked.schema, "test"), json, "o"))
    written |= output.path == "o/x.rdx.json.h";
  EXPECT_TRUE(written);
  EXPECT_EQ(plain.read, (std::vector<std::string>{"t/more.mustache", "t/source.mustache"}));
}

TEST(Generate, DepfilesAreReadByMake) {
  EXPECT_EQ(depfile({"out/a b.h", "c#"}, {"x.rdx", "$y.rdx"}), "out/a\\ b.h c\\#: \\\n  x.rdx \\\n  $$y.rdx\n");
}

}  // namespace
}  // namespace rdxc
