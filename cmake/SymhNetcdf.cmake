# Defines the target symh_netcdf: NetCDF and its HDF5, which on Debian have pkg-config files only.
find_package(PkgConfig REQUIRED)
pkg_check_modules(NETCDF REQUIRED IMPORTED_TARGET netcdf)
pkg_check_modules(HDF5 REQUIRED IMPORTED_TARGET hdf5)
add_library(symh_netcdf INTERFACE)
target_link_libraries(symh_netcdf INTERFACE PkgConfig::NETCDF PkgConfig::HDF5)
