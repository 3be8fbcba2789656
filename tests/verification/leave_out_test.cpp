#include "verification/leave_out.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "verification/tables.h"

namespace symh {
namespace {

using testing::make_table;

/// The CRPS of an ensemble from its definition.
double ensemble_crps(const std::vector<double>& members, double observed) {
  double near = 0, spread = 0;
  for (const double x : members) {
    near += std::abs(x - observed);
    for (const double other : members) spread += std::abs(x - other);
  }
  const auto n = static_cast<double>(members.size());
  return near / n - spread / (2 * n * n);
}

TEST(OtherUnits, AreTheDistributionOfAllValuesButTheOwn) {
  std::mt19937 random(7);
  std::vector<double> values;
  std::vector<std::uint32_t> units;
  for (int i = 0; i < 60; ++i) {
    values.push_back(std::floor(static_cast<double>(random() % 40)) - 20);  // with equal ones
    units.push_back(static_cast<std::uint32_t>(random() % 4));
  }
  const OtherUnits others(values, units, 4);
  for (std::uint32_t unit = 0; unit < 4; ++unit) {
    std::vector<double> rest;
    for (std::size_t i = 0; i < values.size(); ++i)
      if (units[i] != unit) rest.push_back(values[i]);
    std::ranges::sort(rest);
    const auto n = static_cast<double>(rest.size());
    ASSERT_EQ(others.count(unit), rest.size());
    for (const double x : {-30.0, -7.0, 0.5, 3.0, 40.0}) {
      EXPECT_NEAR(others.crps(x, unit), ensemble_crps(rest, x), 1e-9);
      EXPECT_NEAR(others.at_or_below(x, unit),
                  static_cast<double>(std::ranges::upper_bound(rest, x) - rest.begin()) / n, 1e-12);
    }
    for (const double share : {0.05, 0.5, 0.95})
      EXPECT_EQ(others.quantile(share, unit),
                rest[static_cast<std::size_t>(std::ceil(share * n - 1e-9)) - 1]);
  }
}

TEST(OtherUnits, KnowNothingWhereThereIsOnlyOne) {
  const OtherUnits others({-1, -2}, {0, 0}, 1);
  EXPECT_TRUE(std::isnan(others.crps(-1, 0)));
  EXPECT_TRUE(std::isnan(others.at_or_below(-1, 0)));
  EXPECT_TRUE(std::isnan(others.quantile(0.5, 0)));
}

TEST(LeaveOutUnits, AreWholeStormsAndStretchesOutside) {
  auto table = make_table(3000);
  table.storms = {"a", "b"};
  auto& lead = table.leads[0];
  for (std::size_t i = 0; i < 3000; ++i) lead.storm[i] = i < 1000 ? 0 : i < 1400 ? 1 : -1;
  SampleRows rows(3000);
  for (std::size_t i = 0; i < 3000; ++i) rows[i] = i;
  const auto units = leave_out_units(lead, rows);
  EXPECT_EQ(std::set(units.begin(), units.begin() + 1000), (std::set<std::uint32_t>{0}))
      << "3.5 days, one storm";
  EXPECT_EQ(std::set(units.begin() + 1000, units.begin() + 1400), (std::set<std::uint32_t>{1}));
  EXPECT_EQ(std::set(units.begin() + 1400, units.end()), (std::set<std::uint32_t>{2, 3})) << "5.6 days";
}

}  // namespace
}  // namespace symh
