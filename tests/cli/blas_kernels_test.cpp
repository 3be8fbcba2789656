#include "cli/blas_kernels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/binary.h"
#include "temporary_folder.h"

namespace symh::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(BlasKernels, AreReplacedWhereOpenBlasDoesNotKnowTheProcessor) {
  EXPECT_EQ(better_kernels("Prescott", {.avx2 = true, .avx512 = true}), "SkylakeX");
  EXPECT_EQ(better_kernels("Prescott", {.avx2 = true}), "Haswell");
  EXPECT_EQ(better_kernels("Barcelona", {.avx2 = true}), "Haswell");
  EXPECT_FALSE(better_kernels("Prescott", {})) << "an old processor";
  EXPECT_FALSE(better_kernels("Zen", {.avx2 = true}));
  EXPECT_FALSE(better_kernels("SapphireRapids", {.avx2 = true, .avx512 = true}));
  EXPECT_FALSE(better_kernels("", {.avx2 = true})) << "no OpenBLAS";
}

TEST(BlasKernels, AreThoseOfThisProcessorUnlessTheUserNamesOthers) {
  const TemporaryFolder folder;
  const auto version = [&](const std::string& environment) {
    return shell_in(folder.path(), environment + " '" SYMH_BINARY "' --version").out;
  };
  const auto chosen = version("env -u OPENBLAS_CORETYPE");
  if (chosen.find("openblas") == std::string::npos) GTEST_SKIP() << "LibTorch has another BLAS than OpenBLAS";
  EXPECT_THAT(version("env OPENBLAS_CORETYPE=Prescott"), HasSubstr("(Prescott)"));
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    EXPECT_THAT(chosen, Not(HasSubstr("(Prescott)")));
  }
#endif
}

}  // namespace
}  // namespace symh::cli
