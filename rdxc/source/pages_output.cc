// 08 to 10: the code that comes out, and its templates. A table.
#include "rdxc/source/pages.h"

namespace rdxc {
namespace {

constexpr Page kOutputPages[] = {
    {Code::names_meet, "names_meet", "two names that are one in C++",
     "A name that is a keyword or a macro of C++, or that generated classes have of their own, gets a '_' "
     "behind it: class becomes class_. So two names can meet that differ in the schema.",
     "rdx 1;\n"
     "package a;\n"
     "class A {\n"
     "  class: S @1;\n"
     "  class_: S @2;\n"
     "}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A {\n"
     "  class: S @1;\n"
     "  kind: S @2;\n"
     "}\n"},
    {Code::reserved_name, "reserved_name", "a name that C++ keeps for itself",
     "Names with a leading '_' or a '__' within belong to the C++ compiler and its library.",
     "rdx 1;\n"
     "package a;\n"
     "class A { _x: S @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1; }\n"},
    {Code::letter_not_emitted, "letter_not_emitted", "a type that cannot be written as C++ yet",
     "The schema is right; this version of rdxc has no C++ for the type.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: V @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1; }\n"},
    {Code::template_name, "template_name", "a name that the model does not have",
     "A template may print only what the model has, and a name is looked for in the views around the "
     "place. rdxc ast --json shows them all. An unknown name is an error when the template is read, "
     "whatever the schema.",
     "{{! output .txt }}\n"
     "{{pakage}}\n",
     "{{! output .txt }}\n"
     "{{package}}\n"},
    {Code::template_kind, "template_kind", "a list or a view where a text is meant",
     "Lists and views have no text of their own: they are sections.",
     "{{! output .txt }}\n"
     "{{classes}}\n",
     "{{! output .txt }}\n"
     "{{#classes}}{{name}}{{/classes}}\n"},
    {Code::template_section, "template_section", "a section that is not closed, or closed by another name",
     "Sections nest, and each is closed by its own name.",
     "{{! output .txt }}\n"
     "{{#classes}}{{name}}\n",
     "{{! output .txt }}\n"
     "{{#classes}}{{name}}{{/classes}}\n"},
    {Code::template_syntax, "template_syntax", "a tag that cannot be read", "A tag begins with {{ and ends with }}.",
     "{{! output .txt }}\n"
     "{{package\n",
     "{{! output .txt }}\n"
     "{{package}}\n"},
    {Code::template_partial, "template_partial", "a partial that is not there, or that includes itself",
     "A partial is another template of the same folder, by its name without .mustache.",
     "{{! output .txt }}\n"
     "{{>missing}}\n",
     "{{! output .txt }}\n"
     "{{package}}\n"},
};

}  // namespace

std::span<const Page> output_pages() { return kOutputPages; }

}  // namespace rdxc
