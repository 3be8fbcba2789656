#include <gtest/gtest.h>

#include "forecasting/late_index.h"
#include "forecasting/late_models.h"
#include "forecasting/latest.h"

namespace symh {
namespace {

using namespace late;

/// One member of driven_and_late() alone, which does not combine by age.
Ensemble alone(std::size_t kept) {
  auto only = driven_and_late().ensemble;
  std::swap(only.members[0], only.members[kept]);
  only.members.pop_back();
  only.members.front().weights = {1, 1};
  only.bands.clear();
  only.when_late.clear();
  return only;
}

TEST(LateWeights, MembersCountByTheAgeOfTheIndexHoweverTheCallerCame) {
  auto series = late_by(394);
  for (const auto* name : {"speed", "bz_gsm"})
    for (std::size_t later = 395; later < count; ++later) series.find(name)->values[later] = missing;
  const auto model = driven_and_late();
  ASSERT_FALSE(complete_index(model.ensemble, series, {})) << "the index is as new as the wind";
  const Minutes age{5 * (count - 1 - 394)};
  const auto combining = model.ensemble.combining(age);
  ASSERT_GT(combining.weights[1][0], 0.1);
  const auto expected = combining.weights[0][0] * issue_forecast(alone(0), series).leads[0].value_nt +
                        combining.weights[1][0] * issue_forecast(alone(1), series).leads[0].value_nt;
  auto flat = driven_and_late();
  flat.ensemble.bands = {{1, 1}, {1, 1}};
  for (auto& late : flat.ensemble.when_late) late.combining.bands = {{1, 1}, {1, 1}};
  for (const auto& forecast : {issue_forecast(model.ensemble, series), issued(model, series)}) {
    EXPECT_EQ(forecast.issue_time, series.last_time());
    const auto& lead = forecast.leads[0];
    EXPECT_NEAR(lead.value_nt, expected, 1e-3);
    const auto narrow = issue_forecast(flat.ensemble, series).leads[0];
    EXPECT_NEAR(lead.value_nt - *lead.q05_nt, combining.bands[0].below * (narrow.value_nt - *narrow.q05_nt),
                1e-2);
  }
}

TEST(LateWeights, AFreshIndexHasTheWeightsOfAFreshIndex) {
  const auto series = late_by(count - 1);
  EXPECT_EQ(issue_forecast(driven_and_late().ensemble, series).leads[0].value_nt,
            issue_forecast(alone(0), series).leads[0].value_nt);
}

}  // namespace
}  // namespace symh
