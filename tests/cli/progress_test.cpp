#include "cli/progress.h"

#include <gtest/gtest.h>

namespace symh::cli {
namespace {

TEST(ClockText, IsRightAtEverySize) {
  EXPECT_EQ(clock_text(0), "0:00");
  EXPECT_EQ(clock_text(7.4), "0:07");
  EXPECT_EQ(clock_text(59.6), "1:00") << "never 0:60";
  EXPECT_EQ(clock_text(60), "1:00");
  EXPECT_EQ(clock_text(125), "2:05");
  EXPECT_EQ(clock_text(3599.7), "1:00:00");
  EXPECT_EQ(clock_text(11045), "3:04:05");
  EXPECT_EQ(clock_text(2 * 86400 + 3 * 3600 + 100), "2d 03h");
  EXPECT_EQ(clock_text(-1), "0:00");
  EXPECT_EQ(clock_text(1e300), "11574074d 01h");
}

TEST(ProgressLine, ShowsHowMuchIsDoneAndTheTimeLeft) {
  EXPECT_EQ(progress_line("forecasting", 0.25, "", 65, 80), "forecasting [=====               ] 1:05 left");
  EXPECT_EQ(progress_line("forecasting", 1, "now", std::nullopt, 80),
            "forecasting [====================] now");
}

TEST(ProgressLine, NeverGrowsBeyondTheTerminal) {
  const std::string words = "train 0.1234 validation 0.1234 rate 1.0e-03";
  EXPECT_EQ(progress_line("epoch 12/100", 0.5, words, 65, 79),
            "epoch 12/100 [=====     ] train 0.1234 validation 0.1234 rate 1.0e-03 1:05 left");
  EXPECT_EQ(progress_line("epoch 12/100", 0.5, words, 65, 68),
            "epoch 12/100 train 0.1234 validation 0.1234 rate 1.0e-03 1:05 left");
  EXPECT_EQ(progress_line("epoch 12/100", 0.5, words, 65, 20), "epoch 12/100 train 0");
}

}  // namespace
}  // namespace symh::cli
