#include "reporting/training_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "reporting/page_checks.h"
#include "reporting/sample_data.h"

namespace symh {
namespace {

using ::testing::HasSubstr;

TEST(TrainingReport, HasThreePlotsAndTheBestEpoch) {
  const auto html = training_report(test::sample_curves());
  EXPECT_EQ(test::first_load(html), "");
  EXPECT_EQ(test::count(html, "<figure>"), 3);
  EXPECT_THAT(html, HasSubstr("Best validation loss"));
}

TEST(TrainingReport, LeavesOutWhatWasNotRecorded) {
  TrainingCurves curves;
  curves.title = "run <1>";
  curves.epoch = {1, 2, 3};
  curves.train_loss = {3, 2, 1};
  curves.validation_loss = {3, NAN};
  const auto html = training_report(curves);
  EXPECT_THAT(html, HasSubstr("run &lt;1&gt;"));
  EXPECT_EQ(test::count(html, "<figure>"), 1);
  EXPECT_THAT(training_report({}), HasSubstr("No epoch was finished."));
}

TEST(GradientReport, ReadsVanishingFlatAndExploding) {
  const auto html = gradient_report(test::sample_gradients());
  EXPECT_EQ(test::first_load(html), "");
  EXPECT_THAT(html, HasSubstr("falls (vanishing)"));
  EXPECT_THAT(html, HasSubstr("flat (memory kept)"));
  EXPECT_THAT(html, HasSubstr("rises (exploding)"));
}

TEST(GradientReport, RatioIsFarOverNearWhateverTheOrder) {
  const GradientProfile profile{"t", {3, 2, 1}, {"e"}, {{0.5, 1, 2}}};
  const auto html = gradient_report(profile);
  EXPECT_THAT(html, HasSubstr(">0.25</td>"));
  EXPECT_THAT(html, HasSubstr(">0.5000</td>"));
}

TEST(GradientReport, RefusesARaggedProfile) {
  EXPECT_THROW(gradient_report({"t", {1, 2}, {"e"}, {{1}}}), std::invalid_argument);
  EXPECT_THAT(gradient_report({"t", {}, {}, {}}), HasSubstr("no values to plot"));
}

}  // namespace
}  // namespace symh
