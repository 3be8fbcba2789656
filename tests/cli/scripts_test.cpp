#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "cli/binary.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;

/// The scripts that make the numbers of README, on simulated indices and solar wind.
class Scripts : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    for (const auto* arguments : {"--output train --days 8 --seed 1", "--output other --days 4 --seed 2"})
      ASSERT_EQ(symh_in(folder_->path(), std::string("simulate -q --storms-per-month 15 ") + arguments).code,
                0);
  }
  static void TearDownTestSuite() { folder_.reset(); }
  /// As few steps as give a number, so that the test is short; settings that the data need.
  static Outcome run(const std::string& script, const std::string& environment) {
    return shell_in(folder_->path(),
                    "OPENBLAS_NUM_THREADS=1 SYMH='" SYMH_BINARY
                    "' SETTINGS='folds=2 data.solar_wind_at=\"bow_shock\" windows.stride=\"1h\" "
                    "training.batches_per_epoch=2' " +
                        environment + " '" SYMH_SOURCE_DIR "/scripts/" + script);
  }
  static std::unique_ptr<TemporaryFolder> folder_;
};

std::unique_ptr<TemporaryFolder> Scripts::folder_;

TEST_F(Scripts, AblationPrintsEveryVariant) {
  const auto result = run("ablation.sh' train", "FOLDS=2 OUTPUT=\"$PWD/ablation\"");
  ASSERT_EQ(result.code, 0) << result.err;
  for (const auto* variant : {"== whole\n", "== without-physics\n", "== without-propagation-delay\n",
                              "== without-coupling-functions\n", "== without-bank\n"})
    EXPECT_THAT(result.out, HasSubstr(variant));
  EXPECT_THAT(result.out, HasSubstr("ridge"));
}

TEST_F(Scripts, StormBenchmarkTrainsFromScratchAndComparesOnOtherStorms) {
  const auto result = run("benchmark_storms.sh' train other \"$PWD/benchmark\"", "");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("== storms-l1: trained on train, verified on other"));
  EXPECT_THAT(result.out, HasSubstr("== indices: trained on train"));
  for (const auto* name : {"persistence", "ridge", "obrien_mcpherron", "burton_held"})
    EXPECT_THAT(result.out, HasSubstr(name));
  for (const auto* file : {"storms-l1.csv", "storms-l1.html", "indices.csv", "storms-l1-out-of-fold.txt"})
    EXPECT_TRUE(std::filesystem::exists(folder_->path() / "benchmark" / file)) << file;
}

}  // namespace
}  // namespace symh
