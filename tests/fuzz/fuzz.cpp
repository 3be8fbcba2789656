#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "core/memory_budget.h"
#include "formats/binary/survives.h"
#include "fuzz/targets.h"

// libFuzzer's program: the environment variable SYMH_FUZZ_TARGET names the reader; --targets lists all.

#ifdef SYMH_FUZZ_UNGUARDED
// In the place of src/formats/binary/survives.cpp: the fast build reads NetCDF files in this process,
// thousands a second, where symh tries each in a child process first. scripts/fuzz.sh restarts it after each
// crash of the NetCDF and HDF5 libraries, and gives the inputs that made them crash to the build with
// AddressSanitizer, which has the child process.
bool symh::survives(const std::function<void()>&, std::uint64_t) { return true; }
#endif

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
