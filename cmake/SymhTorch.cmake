# Defines the target symh_torch: LibTorch from Debian (1.13), or another one that CMAKE_PREFIX_PATH names (2.x, with or
# without CUDA).
find_package(Torch REQUIRED)
add_library(symh_torch INTERFACE)
target_include_directories(symh_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_link_libraries(symh_torch INTERFACE ${TORCH_LIBRARIES})
separate_arguments(symh_torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(symh_torch INTERFACE ${symh_torch_flags})
# src/training/device.cpp asks CUDA for the free memory and the compute capability of a device.
if(TARGET torch_cuda)
  find_package(CUDAToolkit REQUIRED)
  target_link_libraries(symh_torch INTERFACE CUDA::cudart)
  target_compile_definitions(symh_torch INTERFACE SYMH_CUDA)
endif()
