#include "rdxc/emit/doc.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "rdxc/source/disk.h"
#include "tests/rdxc/compile.h"

namespace rdxc {
namespace {

constexpr const char* kText = R"(
/// Who asks for `E<S>`, or <S>.
class Person [id = "1f-2-0"] {
  name: S @1 = "a|b" [index = hash, was = "title"];   /// In full | short.
  form: I<Form> @2 [deprecated = "ask"];
  reserved @9, @20..@22;
}
class Child : Person [id = "1f-2-1"] { parents: E<R<Person>> @3; }
enum Form { unasked = 0; first = -1 [deprecated]; }
extern type Q "acme::Set" from "acme/set.h";
)";

std::string markdown(const std::string& text) {
  Compiled out;
  compile(out, text);
  EXPECT_EQ(out.codes(), "");
  return markdown_page(out.checked.schema);
}

TEST(DocMarkdown, SaysAllThatASchemaSays) {
  EXPECT_EQ(markdown(body(kText)), R"(# main.rdx

Package `a`.

<a id="a.Person"></a>

## class Person

Who asks for `E<S>`, or &lt;S>.

Parent of [Child](#a.Child). Id `1f-2-0`.

| Number | Field | Type | Default | |
|--:|---|---|---|---|
| 1 | `name` | S | `"a\|b"` | In full \| short. Has an index. Once `title`. |
| 2 | `form` | I&lt;[Form](#a.Form)&gt; |  | **Deprecated**: ask. |

Reserved numbers: 9, 20 to 22.

<a id="a.Child"></a>

## class Child

A [Person](#a.Person). Id `1f-2-1`.

| Number | Field | Type | Default | |
|--:|---|---|---|---|
| 3 | `parents` | E&lt;R&lt;[Person](#a.Person)&gt;&gt; |  |  |

From [Person](#a.Person): `name`, `form`.

<a id="a.Form"></a>

## enum Form

| Value | Name | |
|--:|---|---|
| 0 | `unasked` |  |
| -1 | `first` | **Deprecated.** |

<a id="a.Q"></a>

## type Q

Somebody's own: `acme::Set` of `acme/set.h`.
)");
}

TEST(DocMarkdown, LinksPagesAsTheirSchemasLie) {
  MemoryDisk disk;
  disk.files["sub/a.rdx"] = "rdx 1;\npackage a;\nimport \"b.rdx\";\nclass A : b.B {}\n";
  disk.files["b.rdx"] = "rdx 1;\npackage b;\nclass B {}\n";
  Compiled out;
  CheckOptions options;
  options.folders = {"."};
  out.checked = check(out.files, disk, {"sub/a.rdx", "b.rdx"}, options, out.diagnostics);
  ASSERT_EQ(out.codes(), "");
  const std::vector<NewFile> pages = markdown_pages(out.checked.schema, "out");
  ASSERT_EQ(pages.size(), 2u);
  EXPECT_EQ(pages[0].path, "out/sub/a.md");
  EXPECT_NE(pages[0].text.find("with [b.rdx](../b.md)."), std::string::npos) << pages[0].text;
  EXPECT_NE(pages[0].text.find("A [b.B](../b.md#b.B)."), std::string::npos) << pages[0].text;
  EXPECT_EQ(pages[1].path, "out/b.md");
}

struct Box {
  int x, y, width, height;
  bool meets(const Box& o) const {
    return x < o.x + o.width && o.x < x + width && y < o.y + o.height && o.y < y + height;
  }
};

std::vector<std::string> all(const std::string& text, const char* pattern) {
  const std::regex expression(pattern);
  std::vector<std::string> out;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) out.push_back((*at)[1]);
  return out;
}

// Of elements that must be closed, each is, and in the right order.
void expect_closed(const std::string& page) {
  static const std::set<std::string> kOpen = {"meta", "!doctype", "link", "br"};
  std::vector<std::string> open;
  const std::regex tag(R"(<(/?)([!\w]+)([^>]*)>)");
  for (std::sregex_iterator at(page.begin(), page.end(), tag), end; at != end; ++at) {
    const std::string name = (*at)[2];
    if (kOpen.count(name) != 0 || (*at)[3].str().ends_with('/')) continue;
    if ((*at)[1].length() == 0) {
      open.push_back(name);
    } else {
      ASSERT_FALSE(open.empty()) << name;
      ASSERT_EQ(open.back(), name);
      open.pop_back();
    }
  }
  EXPECT_TRUE(open.empty());
}

void expect_sound(const std::string& page) {
  expect_closed(page);
  std::set<std::string> ids;
  for (const std::string& id : all(page, R"re(id="([^"]*)")re")) EXPECT_TRUE(ids.insert(id).second) << id;
  for (const std::string& link : all(page, R"re(href="#([^"]*)")re")) EXPECT_EQ(ids.count(link), 1u) << link;
  EXPECT_EQ(page.find("http"), page.find("http://www.w3.org/2000/svg")) << "nothing is fetched";
}

// No two boxes of the drawing meet, and all lie inside of it.
void expect_apart(const std::string& page) {
  const std::regex size(R"re(viewBox="0 0 (\d+) (\d+)" role)re");
  std::smatch found;
  ASSERT_TRUE(std::regex_search(page, found, size));
  const Box whole{0, 0, std::stoi(found[1]), std::stoi(found[2])};
  const std::regex rect(R"re(<rect class="box" rx="6" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/>)re");
  std::vector<Box> boxes;
  for (std::sregex_iterator at(page.begin(), page.end(), rect), end; at != end; ++at) {
    const Box box{std::stoi((*at)[1]), std::stoi((*at)[2]), std::stoi((*at)[3]), std::stoi((*at)[4])};
    for (const Box& other : boxes) EXPECT_FALSE(box.meets(other));
    EXPECT_LE(box.x + box.width, whole.width);
    EXPECT_LE(box.y + box.height, whole.height);
    boxes.push_back(box);
  }
  EXPECT_FALSE(boxes.empty());
}

TEST(DocHtml, OfTheSchemasThatShipIsSoundAndDrawn) {
  for (const char* folder : {"schemas/corpus", "schemas/everything", "schemas/names", "examples/atlas/schemas"}) {
    Compiled out;
    RealDisk disk;
    std::vector<std::string> roots;
    const std::string base = std::string(RDX_SOURCE_DIR) + '/' + folder;
    const auto names = disk.list(base, ".rdx").value_or(std::vector<std::string>());
    for (const std::string& name : names) roots.push_back(base + '/' + name);
    out.checked = check(out.files, disk, roots, {}, out.diagnostics);
    ASSERT_EQ(out.codes(), "") << folder;
    const std::string page = html_page(out.checked.schema);
    expect_sound(page);
    expect_apart(page);
    for (const schema::Class& one : out.checked.schema.classes)
      EXPECT_NE(page.find("id=\"" + one.full_name + '"'), std::string::npos) << one.full_name;
  }
}

TEST(DocHtml, EscapesWhatSchemasSay) {
  Compiled out;
  compile(out, body("/// <script> & `E<S>` \"x\" ` left\nclass A [deprecated = \"<b>\"] { x: S @1 = \"<i>\"; }\n"));
  const std::string page = html_page(out.checked.schema);
  EXPECT_NE(page.find("<p>&lt;script&gt; &amp; <code>E&lt;S&gt;</code> &quot;x&quot; ` left</p>"), std::string::npos)
      << page;
  EXPECT_NE(page.find("Deprecated: &lt;b&gt;"), std::string::npos);
  EXPECT_NE(page.find("<code>&quot;&lt;i&gt;&quot;</code>"), std::string::npos);
  expect_sound(page);
}

struct Rectangle {
  double left, top, right, bottom;
};

std::vector<Rectangle> boxes_of(const std::string& svg) {
  const std::regex box(R"re(<rect class="box" rx="6" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)")re");
  std::vector<Rectangle> out;
  for (std::sregex_iterator at(svg.begin(), svg.end(), box), end; at != end; ++at) {
    const double x = std::stod((*at)[1]);
    const double y = std::stod((*at)[2]);
    out.push_back({x, y, x + std::stod((*at)[3]), y + std::stod((*at)[4])});
  }
  return out;
}

// Points on the lines "M x y H x C x y x y x y H x …".
std::vector<std::pair<double, double>> points_of(const std::string& svg, size_t& edges) {
  const std::regex edge(R"re(<path class="edge[^"]*" [^>]*d="([^"]+)")re");
  std::vector<std::pair<double, double>> out;
  for (std::sregex_iterator at(svg.begin(), svg.end(), edge), end; at != end; ++at, ++edges) {
    std::istringstream way((*at)[1].str());
    double x = 0, y = 0;
    for (char command = 0; way >> command;) {
      double c[6] = {x, y, x, y, x, y};
      if (command == 'M') way >> x >> y;
      if (command == 'H') way >> c[4];
      if (command == 'C') way >> c[0] >> c[1] >> c[2] >> c[3] >> c[4] >> c[5];
      if (command == 'M') continue;
      for (double t = 0; t <= 1; t += 0.02) {
        const auto mix = [t](double a, double b, double d, double e) {
          return a * (1 - t) * (1 - t) * (1 - t) + 3 * b * t * (1 - t) * (1 - t) + 3 * d * t * t * (1 - t) +
                 e * t * t * t;
        };
        out.emplace_back(mix(x, c[0], c[2], c[4]), mix(y, c[1], c[3], c[5]));
      }
      x = c[4], y = c[5];
    }
  }
  return out;
}

// Parents and references past one or several columns, forwards and back.
TEST(DocDiagram, NoLineRunsThroughABox) {
  Compiled out;
  compile(out, body("class Root { next: R<Root> @1; }\n"
                    "class A : Root { b: R<B> @10; c: R<C> @11; d: R<D> @12; e: E<R<E1>> @13; }\n"
                    "class B : Root { c: R<C> @10; e: R<E1> @11; }\nclass C : Root { d: R<D> @10; a: R<A> @11; }\n"
                    "class D : Root { e: R<E1> @10; a: R<A> @11; b: R<B> @12; }\nclass E1 { x: M<S, R<Root>> @2; }\n"
                    "class Alone {}\nclass Other : Root { d: R<D> @10; }\n"));
  const std::string svg = class_diagram(out.checked.schema);
  const std::vector<Rectangle> boxes = boxes_of(svg);
  EXPECT_EQ(boxes.size(), 8u);
  size_t edges = 0;
  for (const auto& [x, y] : points_of(svg, edges))
    for (const Rectangle& box : boxes)
      EXPECT_FALSE(x > box.left + 1 && x < box.right - 1 && y > box.top + 1 && y < box.bottom - 1) << x << ' ' << y;
  EXPECT_EQ(edges, 19u);
}

TEST(DocDiagram, IsEmptyWithoutClasses) {
  Compiled out;
  compile(out, "rdx 1;\npackage a;\n");
  EXPECT_EQ(class_diagram(out.checked.schema), "");
  expect_sound(html_page(out.checked.schema));
}

}  // namespace
}  // namespace rdxc
