#include "reporting/tuning_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "reporting/page_checks.h"

namespace symh {
namespace {

using ::testing::HasSubstr;

TuningRuns sample() {
  return {"A search",
          {{"training.learning_rate", true, {}}, {"model.kind", false, {"cnn", "<lstm>"}}},
          {{0, 1, 0.9, 60, {1e-2, 0}, {"0.01", "cnn"}},
           {1, 1, NAN, 90, {1e-1, 1}, {"0.1", "<lstm>"}},
           {2, 1, 0.7, 120, {1e-3, 1}, {"0.001", "<lstm>"}},
           {0, 3, 0.8, 180, {1e-2, 0}, {"0.01", "cnn"}}}};
}

TEST(TuningReport, ListsTheBestRunsAndCountsWhatFailed) {
  const auto html = tuning_report(sample());
  EXPECT_EQ(test::first_load(html), "");
  EXPECT_THAT(html, HasSubstr("4 runs of 3 trials; 1 failed; 0 above"));
  EXPECT_LT(html.find(">0.7000</td>"), html.find(">0.8000</td>"));
  EXPECT_THAT(html, HasSubstr("&lt;lstm&gt;"));
}

TEST(TuningReport, PlotsTheBestSoFarAndTheObjectiveAgainstEachKey) {
  const auto plots = nlohmann::json::parse(test::plot_data(tuning_report(sample())));
  ASSERT_EQ(plots.size(), 3U);
  EXPECT_EQ(plots[0].at("x"), (nlohmann::json{1, 2, 2, 3}));
  EXPECT_EQ(plots[0].at("lines")[0].at("y"), (nlohmann::json{0.9, 0.9, 0.7, 0.7})) << "in steps";
  EXPECT_EQ(plots[1].at("log_x"), true);
  EXPECT_EQ(plots[1].at("x"), (nlohmann::json{0.001, 0.01, 0.01}));
  EXPECT_EQ(plots[1].at("lines")[0].at("name"), "1 epoch");
  EXPECT_EQ(plots[1].at("lines")[1].at("y"), (nlohmann::json{nullptr, nullptr, 0.8}));
  EXPECT_EQ(plots[2].at("x_names"), (nlohmann::json{"cnn", "<lstm>"}));
}

TEST(TuningReport, NamesTheUnitOfAKeyBesideItsPlot) {
  auto search = sample();
  search.axes[0].unit = "min";
  const auto html = tuning_report(search);
  EXPECT_THAT(html, HasSubstr("<figcaption>training.learning_rate [min]</figcaption>"));
  EXPECT_THAT(html, HasSubstr(">training.learning_rate</th>")) << "the cells below are texts with units";
}

TEST(TuningReport, LeavesOutOfThePlotsWhatBlewUpAndSaysSo) {
  auto search = sample();
  search.runs.push_back({3, 1, 1e4, 200, {1e-1, 0}, {"0.1", "cnn"}});
  const auto html = tuning_report(search);
  EXPECT_THAT(html, HasSubstr("1 above twice the median are not drawn"));
  EXPECT_THAT(html, HasSubstr(">10000.0000</td>"));
  EXPECT_EQ(nlohmann::json::parse(test::plot_data(html))[1].at("x").size(), 3U);
}

TEST(TuningReport, SaysWhereNothingWasScoredAndRefusesARaggedRun) {
  auto search = sample();
  search.runs = {search.runs[1]};
  EXPECT_THAT(tuning_report(search), HasSubstr("there are no values to plot"));
  search.runs[0].position.pop_back();
  EXPECT_THROW(tuning_report(search), std::invalid_argument);
}

}  // namespace
}  // namespace symh
