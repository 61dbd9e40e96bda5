# rdxc_generate(TARGET target SCHEMAS file.rdx… [IMPORT_DIRS folder…] [OUT_DIR folder] [LOCK rdx.lock])
#
#   Adds the classes of the schemas to the target: what `rdxc` writes is compiled with it, and its folder is on the include
#   path, of those too that link the target. sub/board.rdx, below a folder of IMPORT_DIRS, becomes "sub/board.rdx.h".
#
#   TARGET       an executable or a library with sources, of any folder of the project
#   SCHEMAS      relative to the current source folder
#   IMPORT_DIRS  where imports are looked for and names begin; the current source folder if not given
#   OUT_DIR      what is written goes here; a folder of the target's own if not given, so that several targets may share a schema
#   LOCK         what `rdxc lock` wrote for these schemas: the build fails where they break replicas that it remembers
#
# A schema, what it imports, and rdxc itself are watched: each change runs rdxc on exactly the schemas that it touches, and
# compiles what came out different. Works with Ninja and Makefiles, in any number of folders, from any folder of the project.
#
# The compiler is the one of this package or project. RDXC_EXECUTABLE names another one: cross compiling needs one for the host,
# named so or on the PATH; where the package or project has one for the target, it is run by CMAKE_CROSSCOMPILING_EMULATOR.
cmake_policy(PUSH)
cmake_policy(VERSION 3.25)  # CMP0116: what paths in a depfile are relative to. CMP0118: a generated file is one everywhere

set(RDXC_EXECUTABLE "" CACHE FILEPATH "The schema compiler for this machine; empty: the one of the rdx package")
mark_as_advanced(RDXC_EXECUTABLE)

# Into `out_command` what stands in COMMAND, into `out_file` what stands in DEPENDS. Ends with a clear message where there is none.
function(_rdxc_find out_command out_file)
  if(NOT RDXC_EXECUTABLE AND CMAKE_CROSSCOMPILING AND NOT (CMAKE_CROSSCOMPILING_EMULATOR AND TARGET rdx::rdxc))
    find_program(_rdxc_on_host rdxc NO_CACHE NO_CMAKE_FIND_ROOT_PATH NO_CMAKE_PATH)
    if(NOT _rdxc_on_host)
      message(FATAL_ERROR "rdxc_generate: cross compiling, and there is no rdxc for this machine on the PATH; "
                          "build one here and name it: -DRDXC_EXECUTABLE=/path/to/rdxc")
    endif()
    set(RDXC_EXECUTABLE ${_rdxc_on_host})
  endif()
  if(RDXC_EXECUTABLE)
    get_filename_component(path "${RDXC_EXECUTABLE}" ABSOLUTE BASE_DIR ${CMAKE_BINARY_DIR})
    if(NOT EXISTS "${path}" OR IS_DIRECTORY "${path}")
      message(FATAL_ERROR "rdxc_generate: RDXC_EXECUTABLE is ${RDXC_EXECUTABLE}, which is no file; give the path of rdxc")
    endif()
    set(${out_command} "${path}" PARENT_SCOPE)
    set(${out_file} "${path}" PARENT_SCOPE)
  elseif(TARGET rdx::rdxc)
    set(${out_command} rdx::rdxc PARENT_SCOPE)
    set(${out_file} $<TARGET_FILE:rdx::rdxc> PARENT_SCOPE)
  else()
    message(FATAL_ERROR "rdxc_generate: this rdx came without rdxc, the schema compiler; install it (the Debian package rdx-tools, the "
                        "component 'tools' of rdx's install, RDX_COMPILER in its build), or name one: -DRDXC_EXECUTABLE=/path/to/rdxc")
  endif()
endfunction()

# The name that rdxc gives a schema: the shortest that a folder of -I gives it, else its own.
function(_rdxc_name schema folders out)
  get_filename_component(name "${schema}" NAME)
  set(best "")
  foreach(folder IN LISTS folders)
    file(RELATIVE_PATH below "${folder}" "${schema}")
    if(below MATCHES "^\\.\\.(/|$)" OR IS_ABSOLUTE "${below}")
      continue()
    endif()
    string(LENGTH "${below}" length)
    string(LENGTH "${best}" best_length)
    if(best STREQUAL "" OR length LESS best_length)
      set(best "${below}")
    endif()
  endforeach()
  if(best STREQUAL "")
    set(best "${name}")
  endif()
  set(${out} "${best}" PARENT_SCOPE)
endfunction()

# Two commands that write one file would run at once in a parallel build.
function(_rdxc_claim file target)
  string(MD5 key "${file}")
  get_property(owner GLOBAL PROPERTY _rdxc_owner_${key})
  if(owner)
    message(FATAL_ERROR "rdxc_generate: ${file} is written for the target ${owner} already, now for ${target}; "
                        "name each schema once a target, and let each target have an OUT_DIR of its own")
  endif()
  set_property(GLOBAL PROPERTY _rdxc_owner_${key} ${target})
endfunction()

function(_rdxc_check_arguments)
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "rdxc_generate: what is '${arg_UNPARSED_ARGUMENTS}'? It takes TARGET, SCHEMAS, IMPORT_DIRS, OUT_DIR, LOCK")
  endif()
  if(NOT arg_TARGET OR NOT arg_SCHEMAS)
    message(FATAL_ERROR "rdxc_generate: TARGET and SCHEMAS must be given")
  endif()
  if(NOT TARGET ${arg_TARGET})
    message(FATAL_ERROR "rdxc_generate: there is no target '${arg_TARGET}'; add_executable or add_library comes first")
  endif()
  get_target_property(type ${arg_TARGET} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY" OR type STREQUAL "UTILITY")
    message(FATAL_ERROR "rdxc_generate: ${arg_TARGET} compiles nothing; the target must be an executable or a library with sources")
  endif()
endfunction()

function(rdxc_generate)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;OUT_DIR;LOCK" "SCHEMAS;IMPORT_DIRS")
  _rdxc_check_arguments()
  _rdxc_find(rdxc rdxc_file)

  # A folder and a custom target of this call's own: a target may be given schemas several times.
  get_target_property(calls ${arg_TARGET} _rdxc_calls)
  if(NOT calls)
    set(calls 0)
  endif()
  math(EXPR calls "${calls} + 1")
  set_target_properties(${arg_TARGET} PROPERTIES _rdxc_calls ${calls})
  set(step ${arg_TARGET}_rdxc_${calls})
  set(notes_dir ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${step}.dir)

  if(NOT arg_OUT_DIR)
    set(arg_OUT_DIR rdxc/${arg_TARGET})
  endif()
  get_filename_component(out_dir "${arg_OUT_DIR}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_BINARY_DIR})
  if(NOT arg_IMPORT_DIRS)
    set(arg_IMPORT_DIRS .)
  endif()
  set(folders "")
  foreach(folder IN LISTS arg_IMPORT_DIRS)
    get_filename_component(folder "${folder}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
    list(APPEND folders "${folder}")
  endforeach()
  list(TRANSFORM folders PREPEND "-I" OUTPUT_VARIABLE options)

  set(stamps "")
  set(schemas "")
  foreach(schema IN LISTS arg_SCHEMAS)
    get_filename_component(schema "${schema}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
    get_source_file_property(generated "${schema}" GENERATED)
    if(NOT generated AND (NOT EXISTS "${schema}" OR IS_DIRECTORY "${schema}"))
      message(FATAL_ERROR "rdxc_generate: there is no schema ${schema}")
    endif()
    _rdxc_name("${schema}" "${folders}" name)
    set(files ${out_dir}/${name}.h ${out_dir}/${name}.cc)
    foreach(file IN LISTS files)
      _rdxc_claim("${file}" ${arg_TARGET})
    endforeach()
    # rdxc leaves a file alone that would not differ, so the stamp is what tells that it ran.
    set(stamp ${notes_dir}/${name}.stamp)
    get_filename_component(stamp_dir ${stamp} DIRECTORY)
    file(MAKE_DIRECTORY ${stamp_dir})
    add_custom_command(
      OUTPUT ${stamp}
      BYPRODUCTS ${files}
      COMMAND ${rdxc} gen ${options} -o ${out_dir} --depfile ${stamp}.d --stamp ${stamp} ${schema}
      DEPENDS ${schema} ${rdxc_file}
      DEPFILE ${stamp}.d
      COMMENT "rdxc ${name}"
      VERBATIM)
    list(APPEND stamps ${stamp})
    list(APPEND schemas "${schema}")
    target_sources(${arg_TARGET} PRIVATE ${files})
    set_source_files_properties(${files} TARGET_DIRECTORY ${arg_TARGET} PROPERTIES GENERATED TRUE)
  endforeach()

  if(arg_LOCK)
    get_filename_component(lock "${arg_LOCK}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
    add_custom_command(
      OUTPUT ${notes_dir}/lock.stamp
      COMMAND ${rdxc} diff ${options} --against ${lock} ${schemas}
      COMMAND ${CMAKE_COMMAND} -E touch ${notes_dir}/lock.stamp
      DEPENDS ${stamps} ${lock}
      COMMENT "rdxc diff --against ${arg_LOCK}"
      VERBATIM)
    list(APPEND stamps ${notes_dir}/lock.stamp)
  endif()

  # A step of its own in front of the target: Makefiles know no rule for a by-product.
  add_custom_target(${step} DEPENDS ${stamps})
  add_dependencies(${arg_TARGET} ${step})
  target_include_directories(${arg_TARGET} PUBLIC $<BUILD_INTERFACE:${out_dir}>)
endfunction()

cmake_policy(POP)
