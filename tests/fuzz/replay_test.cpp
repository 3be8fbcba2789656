#include <gtest/gtest.h>

#include <filesystem>

#include "core/file.h"
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

TEST(Fuzz, EveryReaderHasASeed) {
  for (const auto& target : fuzz_targets())
    EXPECT_TRUE(fs::is_directory(inputs / target) && !fs::is_empty(inputs / target)) << target;
}

TEST(Fuzz, ATargetThatGivesANumberOutsideItsBoundsWouldBeFound) {
  EXPECT_THROW(run_fuzz_target("no such reader", ""), std::invalid_argument);
}

}  // namespace
}  // namespace symh
