#include "verification/forecasts_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "verification/tables.h"

namespace symh {
namespace {

using testing::make_table;

TEST(ForecastsCsv, ColumnsOrderAndMissingValues) {
  auto table = make_table(3, Minutes{120});
  auto& late = table.leads[0];
  std::swap(late.issue_time[0], late.issue_time[1]);
  late.forecast_nt = {-2, -1.23456F, missing};
  late.observed_nt = {missing, -4, -5};
  late.baselines_nt["persistence"] = {-6, missing, -8};
  auto early = make_table(1).leads[0];
  early.forecast_nt = {1};
  early.observed_nt = {2};
  early.baselines_nt["persistence"] = {3};
  table.leads.push_back(early);
  EXPECT_EQ(forecasts_csv(table),
            "issue_time,lead_time_minutes,valid_time,forecast_nt,observed_nt,persistence_nt\n"
            "2003-11-20T00:00:00Z,60,2003-11-20T01:00:00Z,1.000,2.000,3.000\n"
            "2003-11-20T00:00:00Z,120,2003-11-20T02:00:00Z,-1.235,-4.000,\n"
            "2003-11-20T00:05:00Z,120,2003-11-20T02:05:00Z,-2.000,,-6.000\n");
}

TEST(ForecastsCsv, HasOneRowAForecast) {
  auto table = make_table(3000);
  table.leads[0].forecast_nt[0] = std::nanf("");
  const auto text = forecasts_csv(table);
  EXPECT_THAT(text, ::testing::StartsWith(
                        "issue_time,lead_time_minutes,valid_time,forecast_nt,observed_nt,persistence_nt\n"
                        "2003-11-20T00:05:00Z,60,2003-11-20T01:05:00Z,"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 3000);
}

}  // namespace
}  // namespace symh
