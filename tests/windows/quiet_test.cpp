#include "windows/quiet.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace symh {
namespace {

constexpr std::size_t day = 288, days = 10;

/// Ten days of 5 minutes at -10 nT, with SYM-H at -80 nT in the first hour of the sixth.
Prepared one_storm() {
  Series series;
  series.cadence = Minutes{5};
  series.segments = {{make_time(2003, 1, 1), 0, day * days}};
  series.status.assign(day * days, Status::definitive);
  auto& values = series.add("sym_h").values;
  values.assign(day * days, -10.F);
  for (std::size_t row = 5 * day; row < 5 * day + 12; ++row) values[row] = -80.F;
  return prepare(std::move(series), {});
}

WindowsConfig thinning() {
  WindowsConfig config;
  config.quiet_stride = Minutes{60};
  config.storm_margin = Minutes{360};
  return config;
}

Rows rows_from(std::int64_t first, std::int64_t end) {
  Rows rows;
  for (auto row = first; row < end; ++row) rows.push_back(row);
  return rows;
}

TEST(Quiet, KeepsEveryWindowNearAStormAndOfTheOthersThoseOnTheStride) {
  const auto prepared = one_storm();
  const auto config = thinning();  // 1 h and 2 h ahead
  auto rows = rows_from(100, 2800);
  const auto counts = thin_quiet(prepared, rows, config);
  // From 6 h and the longest lead before the first storm sample to 6 h after the last one.
  const std::int64_t first = 5 * day - 72 - 24, last = 5 * day + 11 + 72;
  std::size_t kept = 0;
  for (std::int64_t row = 100; row < 2800; ++row) {
    const bool near = row >= first && row <= last;
    const bool expected = near || row % 12 == 0;
    const bool there = kept < rows.size() && rows[kept] == row;
    ASSERT_EQ(there, expected) << row;
    if (there) ++kept;
  }
  EXPECT_EQ(counts.storm, static_cast<std::size_t>(last - first + 1));
  EXPECT_EQ(counts.storm + counts.quiet, 2700U);
  EXPECT_EQ(counts.storm + counts.kept_quiet, rows.size());
}

TEST(Quiet, IsNotThinnedByDefault) {
  auto rows = rows_from(100, 2800);
  thin_quiet(one_storm(), rows, {});
  EXPECT_EQ(rows, rows_from(100, 2800));
}

TEST(Quiet, AStormThatOnlyTheWindowsLeftOutSeeChoosesNothing) {
  const auto prepared = one_storm();
  auto rows = rows_from(100, 5 * day - 30);  // the longest lead ends before the storm
  const auto counts = thin_quiet(prepared, rows, thinning());
  EXPECT_EQ(counts.storm, 0U);
  for (const auto row : rows) EXPECT_EQ(row % 12, 0);
}

TEST(Quiet, TheLogStatesTheBalance) {
  EXPECT_EQ(balance_text({.storm = 300, .quiet = 1200, .kept_quiet = 100}, thinning()),
            "training windows: 300 within 6h of SYM-H <= -50 nT, and 100 of 1200 quiet ones, one every 1h "
            "(windows.quiet_stride): 75 % are of storms");
}

TEST(Quiet, AStrideThatDoesNotFitIsRefused) {
  auto config = thinning();
  check_together(config, "test");
  config.stride = Minutes{25};
  EXPECT_THROW(check_together(config, "test"), UsageError);
  config = thinning();
  config.target = "dst";
  EXPECT_THROW(check_together(config, "test"), UsageError);
}

}  // namespace
}  // namespace symh
