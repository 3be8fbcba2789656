#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "core/memory_budget.h"
#include "fuzz/targets.h"

// libFuzzer's program: the environment variable SYMH_FUZZ_TARGET names the reader; --targets lists all.

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  symh::set_memory_budget(std::uint64_t{512}
                          << 20);  // below libFuzzer's own limit: more is a fault of a reader
  if (*count < 2 || std::strcmp((*arguments)[1], "--targets") != 0) return 0;
  for (const auto& name : symh::fuzz_targets()) std::puts(name.c_str());
  std::exit(0);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const std::string target = std::getenv("SYMH_FUZZ_TARGET") ? std::getenv("SYMH_FUZZ_TARGET") : "any";
  symh::run_fuzz_target(target, {reinterpret_cast<const char*>(bytes), size});
  return 0;
}
