# Debian packages: `cpack -G DEB --config build/release/CPackConfig.cmake` writes two.
#
#   rdx-tools   the commands rdxc and rdx, and what CMake needs to find them
#   librdx-dev  the headers, the static libraries, the CMake package, the pkg-config files
#
# There is no package for running: the libraries are static, so a program that is built with rdx carries it along. What the
# commands need at run time is read from them by dpkg-shlibdeps (packages dpkg-dev and file).
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME rdx)
set(CPACK_PACKAGE_VENDOR rdx)
set(CPACK_PACKAGE_CONTACT "rdx <rdx@localhost>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL development)
if(tools)
  list(APPEND CPACK_COMPONENTS_ALL tools)
endif()
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)

set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME rdx-tools)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SHLIBDEPS ON)
set(CPACK_COMPONENT_TOOLS_DESCRIPTION "The schema compiler rdxc, and rdx, which shows what is in a value, a packet, a store")

# What the static libraries stand on: each in the words of the component that needs it.
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME librdx-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libstdc++-dev")
if(RDX_ROARING)
  string(APPEND CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS ", libroaring-dev")
endif()
set(recommended "rdx-tools (= ${PROJECT_VERSION})")
if(RDX_ROCKSDB)
  string(APPEND recommended ", librocksdb-dev")
endif()
if(RDX_LINK)
  string(APPEND recommended ", libssl-dev")
endif()
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS "${recommended}")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "What generated classes stand on: headers, static libraries, CMake and pkg-config files")

include(CPack)
