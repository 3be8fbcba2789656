// Returns 0 if LibTorch and the C++ library beside it work: a product has its value, an error of LibTorch is caught as
// one, and a folder is removed.
#include <ATen/ATen.h>

#include <filesystem>
#include <fstream>

int main() {
  const auto ones = at::ones({3, 4});
  if (at::mm(ones, ones.t()).sum().item<float>() != 36) return 1;
  try {
    at::mm(ones, ones);
    return 2;
  } catch (const c10::Error&) {
  }
  const std::filesystem::path folder = "torch_works";
  std::filesystem::create_directories(folder / "inner");
  std::ofstream(folder / "inner" / "file") << 1;
  return std::filesystem::remove_all(folder) == 3 ? 0 : 3;
}
