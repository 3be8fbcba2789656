#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>

#include "core/file.h"
#include "damage.h"
#include "fuzz/targets.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

/// tests/fuzz/inputs/TARGET holds seeds, and `found-*`: every input that a reader once failed on.
const fs::path inputs = fs::path(SYMH_SOURCE_DIR) / "tests/fuzz/inputs";

TEST(Fuzz, EveryReaderWithstandsItsSeedsAndWhateverOnceBrokeIt) {
  for (const auto& target : fuzz_targets()) {
    if (!fs::is_directory(inputs / target)) continue;
    for (const auto& entry : fs::directory_iterator(inputs / target)) {
      SCOPED_TRACE(entry.path().string());
      EXPECT_NO_THROW(run_fuzz_target(target, read_file(entry.path())));
    }
  }
}

/// Without libFuzzer, for the readers that take long to compile: SYMH_FUZZ_TARGET chooses one.
TEST(Fuzz, EveryReaderWithstandsDamagedSeeds) {
  const char* const chosen = std::getenv("SYMH_FUZZ_TARGET");
  std::mt19937_64 generator(1);
  int all = 0;
  for (const auto& target : fuzz_targets()) {
    if (!fs::is_directory(inputs / target) || (chosen != nullptr && target != chosen)) continue;
    std::set<fs::path> seeds;  // in the same order everywhere
    for (const auto& entry : fs::directory_iterator(inputs / target)) seeds.insert(entry.path());
    for (const auto& path : seeds) {
      const auto seed = read_file(path);
      for (int i = 0; i < damages(5) && !seed.empty(); ++i, ++all) {
        SCOPED_TRACE(path.string() + " " + std::to_string(i));
        ASSERT_NO_THROW(run_fuzz_target(target, damaged(seed, generator)));
      }
    }
  }
  RecordProperty("damages", all);
  EXPECT_GT(all, 0);
}

TEST(Fuzz, EveryReaderHasASeed) {
  for (const auto& target : fuzz_targets())
    EXPECT_TRUE(fs::is_directory(inputs / target) && !fs::is_empty(inputs / target)) << target;
}

TEST(Fuzz, ATargetThatGivesANumberOutsideItsBoundsWouldBeFound) {
  EXPECT_THROW(run_fuzz_target("no such reader", ""), std::invalid_argument);
}

}  // namespace
}  // namespace symh
