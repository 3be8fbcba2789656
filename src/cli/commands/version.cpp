#include "cli/commands/version.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <link.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <array>
#include <filesystem>
#include <string_view>

#include "cli/blas_kernels.h"
#include "core/version.h"

namespace symh::cli {
namespace {

struct Blas {
  std::string name = "built into LibTorch";
  bool reference = false;
};

/// Finds the libraries that are actually loaded: Debian selects the BLAS at run time by a link.
int look_at_library(dl_phdr_info* info, std::size_t, void* out) {
  std::error_code error;
  const auto path = std::filesystem::canonical(info->dlpi_name, error).string();
  const auto file = std::filesystem::path(path).filename().string();
  auto& blas = *static_cast<Blas*>(out);
  constexpr std::array<std::string_view, 4> fast{"openblas", "libmkl", "libblis", "libatlas"};
  for (const auto name : fast) {
    if (path.find(name) == std::string::npos) continue;
    blas = {std::filesystem::path(path).parent_path().filename().string() + "/" + file, false};
    if (const auto kernels = openblas_kernels(RTLD_DEFAULT); !kernels.empty())
      blas.name += " (" + kernels + ")";
    return 1;
  }
  if (file.starts_with("libblas.so")) blas = {file + " (reference)", true};
  return 0;
}

Blas loaded_blas() {
  Blas blas;
  dl_iterate_phdr(look_at_library, &blas);
  return blas;
}

}  // namespace

std::string version_text() {
  const auto blas = loaded_blas();
  std::string text =
      fmt::format("symh {}\nLibTorch {}\nBLAS {}\nthreads {}\ndevice {}", version, TORCH_VERSION, blas.name,
                  at::get_num_threads(), torch::cuda::is_available() ? "cuda" : "cpu");
  if (blas.reference)
    text +=
        "\nwarning: this is the slow reference BLAS; `apt-get install libopenblas0` makes training about 10 "
        "times faster";
  return text;
}

}  // namespace symh::cli
