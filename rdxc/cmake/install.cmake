# What `cmake --install` puts where: libraries, headers, the two commands, the CMake package, the pkg-config files.
# tests/consumer/install_list.txt holds the list. A library's headers are those of its folders; templates are inside rdxc.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/rdx)

# rdx_install_export(NAME): a file of the package that declares the targets of one export set
function(rdx_install_export name)
  install(EXPORT ${name} NAMESPACE rdx:: FILE ${name}.cmake DESTINATION ${package_dir} COMPONENT development)
endfunction()

install(TARGETS rdx_runtime EXPORT rdxRuntimeTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
rdx_install_export(rdxRuntimeTargets)
foreach(part rocksdb json link watch)
  if(TARGET rdx_${part})
    install(TARGETS rdx_${part} EXPORT rdx_${part}Targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
    rdx_install_export(rdx_${part}Targets)
  endif()
endforeach()

set(tools "")
foreach(tool rdxc rdx_tool)
  if(TARGET ${tool})
    list(APPEND tools ${tool})
  endif()
endforeach()
if(tools)
  install(TARGETS ${tools} EXPORT rdxToolsTargets RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tools)
  install(EXPORT rdxToolsTargets NAMESPACE rdx:: DESTINATION ${package_dir} COMPONENT tools)
endif()

# The command's own headers are nobody's library.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/runtime/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/rdx COMPONENT development
        FILES_MATCHING PATTERN "*.h" PATTERN tool EXCLUDE)

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/rdxConfig.cmake.in ${PROJECT_BINARY_DIR}/package/rdxConfig.cmake
                              INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/rdxConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/package/rdxConfig.cmake ${PROJECT_BINARY_DIR}/package/rdxConfigVersion.cmake
              ${CMAKE_CURRENT_LIST_DIR}/rdxc_generate.cmake
        DESTINATION ${package_dir} COMPONENT development)

file(RELATIVE_PATH RDX_PC_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" RDX_PC_PREFIX "${RDX_PC_PREFIX}")
if(RDX_ROARING)
  set(RDX_PC_ROARING " -lroaring")
else()
  set(RDX_PC_ROARING "")
endif()
set(pc_files rdx)
foreach(part rocksdb json link watch)
  if(TARGET rdx_${part})
    list(APPEND pc_files rdx-${part})
  endif()
endforeach()
foreach(name ${pc_files})
  configure_file(${CMAKE_CURRENT_LIST_DIR}/${name}.pc.in ${PROJECT_BINARY_DIR}/package/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/package/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
endforeach()

if(PROJECT_IS_TOP_LEVEL)
  include(${CMAKE_CURRENT_LIST_DIR}/packages.cmake)
endif()
