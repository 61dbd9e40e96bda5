# cmake -D TEMPLATES=file;… -D OUT=file -P embed.cmake: templates as C++ literals.
set(rows "")
foreach(path IN LISTS TEMPLATES)
  file(READ ${path} text)
  get_filename_component(name ${path} NAME_WLE)
  get_filename_component(folder ${path} DIRECTORY)
  get_filename_component(language ${folder} NAME)
  string(APPEND rows "      {\"${language}\", \"${name}\", R\"rdxc_text(${text})rdxc_text\"},\n")
endforeach()
file(WRITE ${OUT} "// Written by emit/embed.cmake.
#include \"rdxc/emit/templates.h\"

namespace rdxc {

std::vector<EmbeddedTemplate> embedded_templates() {
  return {
${rows}  };
}

}  // namespace rdxc
")
