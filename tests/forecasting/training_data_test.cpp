#include "forecasting/training_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace symh {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Issue times at every hour of 2003-11-20.
ForecastTable a_day() {
  ForecastTable table;
  table.leads.emplace_back();
  for (int hour = 0; hour < 24; ++hour)
    table.leads[0].issue_time.push_back(make_time(2003, 11, 20) + Minutes{60 * hour});
  return table;
}

json span(const char* first, const char* last) { return json::array({first, last}); }

SeenInTraining seen_by(const json& data) {
  Ensemble ensemble;
  ensemble.provenance = {{"data", data}};
  return seen_in_training(ensemble, a_day());
}

TEST(TrainingData, CountsTheIssueTimesInsideItsSpans) {
  const json period{{"first", "1998-01-01T00:00:00Z"}, {"last", "2017-01-01T00:00:00Z"}};
  const json train{{"period", period},
                   {"spans", json::array({span("1998-01-01T00:00:00Z", "1998-02-01T00:00:00Z"),
                                          span("2003-11-20T06:00:00Z", "2003-11-20T09:00:00Z")})}};
  const auto seen = seen_by({{"train", train}});
  EXPECT_EQ(seen.issue_times, 24U);
  EXPECT_EQ(seen.seen, 4U) << "both ends belong to a span; the hole between two spans does not";
  EXPECT_FALSE(seen.only_period);
  const json validation{{"spans", json::array({span("2003-11-20T22:00:00Z", "2003-11-22T00:00:00Z")})}};
  EXPECT_EQ(seen_by({{"train", train}, {"validation", validation}}).seen, 6U);
}

TEST(TrainingData, AModelThatStatesOnlyItsPeriodMayHaveSeenAllOfIt) {
  const auto seen = seen_by(
      {{"train", {{"period", {{"first", "2003-11-20T12:00:00Z"}, {"last", "2017-01-01T00:00:00Z"}}}}}});
  EXPECT_EQ(seen.seen, 12U);
  EXPECT_TRUE(seen.only_period);
}

TEST(TrainingData, AModelThatStatesNothingIsNotJudged) {
  EXPECT_EQ(seen_by(json::object()).seen, 0U);
  EXPECT_EQ(seen_by({{"train", {{"spans", "damaged"}}}}).seen, 0U);
  EXPECT_EQ(seen_by({{"train", {{"spans", {{1, 2}, {"today", "tomorrow"}}}}}}).seen, 0U);
  EXPECT_EQ(seen_in_training(Ensemble{}, a_day()).seen, 0U);
}

TEST(TrainingData, TheWarningSaysHowMuchAndWhatToDo) {
  const auto text = seen_text({.issue_times = 24, .seen = 6}, "late");
  EXPECT_THAT(text, HasSubstr("WARNING: 6 of 24 issue times (25 %) lie in data that 'late' was trained on"));
  EXPECT_THAT(text, HasSubstr("Score it on other data"));
  EXPECT_THAT(seen_text({.issue_times = 24, .seen = 6, .only_period = true}, "late"),
              HasSubstr("between the first and the last of the data"));
  EXPECT_EQ(seen_text({.issue_times = 24}, "late"), "");
}

}  // namespace
}  // namespace symh
