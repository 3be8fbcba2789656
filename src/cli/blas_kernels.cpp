#include "cli/blas_kernels.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace symh::cli {
namespace {

constexpr auto* wish = "OPENBLAS_CORETYPE";

VectorUnits units_of_this_processor() {
  VectorUnits units;
#if defined(__x86_64__)
  units.avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  units.avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
                 __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                 __builtin_cpu_supports("avx512vl");
#endif
  return units;
}

}  // namespace

std::string openblas_kernels(void* library) {
  using Name = char* (*)();
  const auto name = reinterpret_cast<Name>(::dlsym(library, "openblas_get_corename"));
  return name == nullptr ? "" : name();
}

std::optional<std::string> better_kernels(std::string_view loaded, const VectorUnits& units) {
  // What OpenBLAS falls back on, for Intel's processors and AMD's.
  constexpr std::array<std::string_view, 5> oldest{"Prescott", "Core2", "Nehalem", "Opteron", "Barcelona"};
  if (std::ranges::find(oldest, loaded) == oldest.end() || !units.avx2) return std::nullopt;
  return units.avx512 ? "SkylakeX" : "Haswell";
}

void choose_blas_kernels() {
  if (std::getenv(wish) != nullptr) return;
  auto* library = ::dlopen("libblas.so.3", RTLD_LAZY | RTLD_LOCAL);
  if (library == nullptr) return;
  if (const auto better = better_kernels(openblas_kernels(library), units_of_this_processor()))
    ::setenv(wish, better->c_str(), 1);
  ::dlclose(library);
}

}  // namespace symh::cli
