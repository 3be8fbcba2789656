# Defines the target symh_udunits: UDUNITS-2, which on Debian has a pkg-config file only.
find_package(PkgConfig REQUIRED)
pkg_check_modules(UDUNITS REQUIRED IMPORTED_TARGET udunits)
add_library(symh_udunits INTERFACE)
target_link_libraries(symh_udunits INTERFACE PkgConfig::UDUNITS)
