#include "forecasting/weigh.h"

#include <gtest/gtest.h>

#include <cmath>

namespace symh {
namespace {

/// One lead time; observed is 0 throughout.
ForecastTable table_of(const std::string& model, const std::vector<float>& forecasts) {
  ForecastTable table;
  table.model = model;
  LeadTimeForecasts lead;
  lead.lead_time = Minutes{60};
  for (std::size_t i = 0; i < forecasts.size(); ++i)
    lead.issue_time.push_back(make_time(2003, 11, 20) + Minutes{5 * static_cast<int>(i)});
  lead.observed_nt.assign(forecasts.size(), 0.F);
  lead.forecast_nt = forecasts;
  table.leads.push_back(std::move(lead));
  return table;
}

TEST(Contributions, SayWhatIsLostWithoutEachMember) {
  const auto leads = contributions(
      {table_of("high", {2, 2, 2, 2}), table_of("low", {-2, -2, -2, -2}), table_of("wild", {9, -9, 9, -9})});
  ASSERT_EQ(leads.size(), 1U);
  EXPECT_EQ(leads[0].lead_time, Minutes{60});
  const auto& members = leads[0].members;
  ASSERT_EQ(members.size(), 4U);
  EXPECT_NEAR(members[0].weight, 0.5, 1e-6);
  EXPECT_NEAR(members[2].weight, 0.0, 1e-6);
  EXPECT_DOUBLE_EQ(members[2].alone_nt, 9);
  EXPECT_GT(members[0].without_nt, 1.8) << "low and wild alone";
  EXPECT_NEAR(members[2].without_nt, 0, 1e-5) << "high and low cancel";
  EXPECT_EQ(members[3].member, "all");
  EXPECT_NEAR(members[3].alone_nt, 0, 1e-5);
}

TEST(Contributions, CountOnlyIssueTimesThatEveryMemberForecasts) {
  const auto leads = contributions({table_of("whole", {1, 1, 100}), table_of("holed", {3, 3, missing})});
  EXPECT_DOUBLE_EQ(leads[0].members[0].alone_nt, 1);
  EXPECT_DOUBLE_EQ(leads[0].members[1].without_nt, 1);
}

TEST(Weigh, LetsAStormCountAlikeWhateverItsLength) {
  // The long storm is forecast well by the first member, the short one by the second.
  auto first = table_of("first", {0, 0, 0, 0, 0, 0, 4, 4}),
       second = table_of("second", {4, 4, 4, 4, 4, 4, 0, 0});
  for (auto* table : {&first, &second})
    for (std::size_t i = 6; i < 8; ++i) table->leads[0].issue_time[i] += Minutes{3 * 1440};
  const auto ensemble = weigh("both", {first, second});
  EXPECT_NEAR(ensemble.members[0].weights[0], 0.5, 1e-6);
}

TEST(Contributions, OfASingleMemberHaveNothingWithoutIt) {
  const auto leads = contributions({table_of("only", {1, 2})});
  EXPECT_TRUE(std::isnan(leads[0].members[0].without_nt));
  const auto table = contribution_table(leads);
  ASSERT_EQ(table.columns.back().key, "rmse_without_nt");
  EXPECT_TRUE(std::isnan(std::get<double>(table.rows[0].back())));
}

}  // namespace
}  // namespace symh
