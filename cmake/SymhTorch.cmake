# Defines the target symh_torch: LibTorch from Debian (1.13), or another one that CMAKE_PREFIX_PATH names (2.x, with or
# without CUDA): a folder unpacked from pytorch.org, or the folder torch of a Python wheel. SYMH_FOREIGN_TORCH is its folder.
find_path(SYMH_FOREIGN_TORCH share/cmake/Torch/TorchConfig.cmake PATHS ${CMAKE_PREFIX_PATH} NO_DEFAULT_PATH)
set(SYMH_PREFIX_PATH ${CMAKE_PREFIX_PATH})
if(SYMH_FOREIGN_TORCH)
  # It brings headers and programs of other packages too, such as protobuf: they must come from Debian.
  list(REMOVE_ITEM CMAKE_PREFIX_PATH ${SYMH_FOREIGN_TORCH})
  include(SymhForeignTorch)
  return()
endif()
find_package(Torch REQUIRED)
add_library(symh_torch INTERFACE)
target_include_directories(symh_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_link_libraries(symh_torch INTERFACE ${TORCH_LIBRARIES})
separate_arguments(symh_torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(symh_torch INTERFACE ${symh_torch_flags})
