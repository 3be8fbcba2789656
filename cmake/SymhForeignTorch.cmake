# Defines symh_torch from the LibTorch in the folder SYMH_FOREIGN_TORCH. Its own TorchConfig.cmake would demand nvcc and the
# whole CUDA toolkit, of which symh needs the header and library of the runtime alone.
set(folder ${SYMH_FOREIGN_TORCH})
file(READ ${folder}/share/cmake/Torch/TorchConfig.cmake config)
if(config MATCHES "CXX11_ABI=0")
  message(FATAL_ERROR "The LibTorch in ${folder} has the old C++ ABI, and Debian's libraries have the new one: take the "
                      "C++11 ABI build, or a wheel of torch 2.7 or later.")
endif()

# Only LibTorch's own headers. A wheel also brings headers of fmt, protobuf and oneDNN in versions of its own; the compiler
# would take them for those of the libraries that symh links.
set(headers ${CMAKE_BINARY_DIR}/torch-include)
file(REMOVE_RECURSE ${headers})
file(MAKE_DIRECTORY ${headers})
foreach(own ATen c10 caffe2 torch)
  if(EXISTS ${folder}/include/${own})
    file(CREATE_LINK ${folder}/include/${own} ${headers}/${own} SYMBOLIC)
  endif()
endforeach()

add_library(symh_torch INTERFACE IMPORTED GLOBAL)
target_include_directories(symh_torch SYSTEM INTERFACE ${headers} ${headers}/torch/csrc/api/include)
# libtorch.so shows a part of the C++ library that it was built with. The program must take all of that library from one
# place: remove_all of one, with functions of the other, calls address 0. So libstdc++ comes before LibTorch.
target_link_options(symh_torch INTERFACE "LINKER:--push-state,--no-as-needed,-lstdc++,--pop-state")

# What the libraries were built with, such as USE_DISTRIBUTED and USE_C10D_NCCL.
file(READ ${folder}/share/cmake/Caffe2/Caffe2Targets.cmake targets)
string(REGEX MATCHALL "USE_[A-Z0-9_]+" definitions "${targets}")
list(REMOVE_DUPLICATES definitions)
target_compile_definitions(symh_torch INTERFACE ${definitions})

# libtorch.so and libtorch_cuda.so register what they compute when they are loaded; the linker would drop them, because symh
# calls nothing of them by name.
set(libraries ${folder}/lib/libtorch.so)
if(EXISTS ${folder}/lib/libtorch_cuda.so)
  # A wheel has CUDA's libraries in the folder nvidia beside torch.
  file(GLOB wheels ${folder}/../nvidia/*/include)
  find_path(SYMH_CUDA_INCLUDE cuda_runtime_api.h PATHS ${wheels} /usr/local/cuda/include REQUIRED)
  cmake_path(GET SYMH_CUDA_INCLUDE PARENT_PATH cuda)
  file(GLOB runtimes ${cuda}/lib*/libcudart.so*)
  list(GET runtimes 0 runtime)
  find_path(SYMH_NCCL_INCLUDE nccl.h PATHS ${wheels})
  target_include_directories(symh_torch SYSTEM INTERFACE ${SYMH_CUDA_INCLUDE})
  if(SYMH_NCCL_INCLUDE)
    target_include_directories(symh_torch SYSTEM INTERFACE ${SYMH_NCCL_INCLUDE})
  endif()
  list(APPEND libraries ${folder}/lib/libtorch_cuda.so ${folder}/lib/libc10_cuda.so ${runtime})
  # src/training/device.cpp asks CUDA for the free memory and the compute capability of a device.
  target_compile_definitions(symh_torch INTERFACE SYMH_CUDA)
endif()
target_link_libraries(symh_torch INTERFACE -Wl,--push-state,--no-as-needed ${libraries} -Wl,--pop-state
                                           ${folder}/lib/libtorch_cpu.so ${folder}/lib/libc10.so)

# A LibTorch may link and still not work beside Debian's libraries, so this asks a program that uses it.
include(CheckCXXSourceRuns)
set(CMAKE_REQUIRED_LIBRARIES symh_torch)
file(READ ${CMAKE_CURRENT_LIST_DIR}/torch_works.cpp source)
check_cxx_source_runs("${source}" SYMH_TORCH_WORKS)
unset(CMAKE_REQUIRED_LIBRARIES)
if(NOT SYMH_TORCH_WORKS)
  message(FATAL_ERROR "A program that uses the LibTorch in ${folder} does not build or gives wrong results; see "
                      "${CMAKE_BINARY_DIR}/CMakeFiles/CMakeError.log")
endif()
