#include "physics/station_correction.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/gap_path.h"
#include "physics/quick_index_error.h"

namespace symh {
namespace {

TEST(StationCorrection, WeighsPathAndEstimateByTheInverseSquaresOfTheirErrors) {
  const auto equal = corrected_by({-100, 10}, {-60, 10});
  EXPECT_NEAR(equal.nt, 20, 1e-9);
  EXPECT_NEAR(equal.deviation_nt, 10 / std::sqrt(2), 1e-9);
  EXPECT_NEAR(corrected_by({-100, 30}, {-60, 10}).nt, 36, 1e-9) << "nine parts to one";
  EXPECT_EQ(corrected_by({-100, 0}, {-60, 10}).nt, 0) << "a path that is certain";
  EXPECT_EQ(corrected_by({-100, 0}, {-60, 0}).nt, 0);
}

TEST(StationCorrection, FadesAsTheRingCurrentForgets) {
  const auto after = later({20, 8}, 0.5, 3);
  EXPECT_EQ(after.nt, 10);
  EXPECT_EQ(after.deviation_nt, 5) << "the root of 16 and 9";
}

const Time start = make_time(2003, 11, 20);

/// A quiet wind; SYM-H until row 50; an estimate of `estimate_nt` in the rows 51 to `until`.
Series with_estimates(float estimate_nt, std::size_t until, float error_nt = 4) {
  constexpr std::size_t count = 400;
  Series series;
  series.cadence = Minutes{5};
  series.solar_wind_at = WindPosition::l1;
  series.segments = {{start, 0, count}};
  series.status.assign(count, Status::unknown);
  series.add("speed").values.assign(count, 500.F);
  series.add("bz_gsm").values.assign(count, 5.F);
  series.add("density").values.assign(count, 5.F);
  for (const auto* name : {"sym_h", quick_index_channel, quick_index_error_channel}) series.add(name);
  for (std::size_t row = 0; row <= 50; ++row) series.find("sym_h")->values[row] = -20.F;
  for (std::size_t row = 51; row <= until; ++row) {
    series.find(quick_index_channel)->values[row] = estimate_nt;
    series.find(quick_index_error_channel)->values[row] = error_nt;
  }
  return series;
}

Time stamp(std::size_t row) { return start + Minutes{5} * static_cast<long>(row); }

TEST(GapPathWithStations, FollowsTheEstimateTheMoreTheLaterTheIndex) {
  const auto series = with_estimates(-150, 399);
  const auto path = path_through_gap(series, stamp(350));
  ASSERT_TRUE(path && path->stations);
  EXPECT_EQ(path->stations->known_until, stamp(350));
  EXPECT_LT(path->sym_h_nt.back(), -120) << "25 hours late the path knows little";
  EXPECT_GT(path->sym_h_nt.front(), -40) << "after 5 minutes the observation counts";
  EXPECT_LT(path->stations->deviation_nt, 4);
  EXPECT_LT(gap_half_width_nt(*path), gap_half_width_nt(Minutes{1500}, path->sym_h_nt.back()));
  EXPECT_GT(path_through_gap(with_estimates(-150, 399, 60), stamp(350))->sym_h_nt.back(), -60)
      << "an estimate with a large error counts little";
}

TEST(GapPathWithStations, KeepsACorrectionForSixHoursAfterTheNewestEstimate) {
  const auto series = with_estimates(-150, 200);
  const auto soon = path_through_gap(series, stamp(212)), later = path_through_gap(series, stamp(399));
  ASSERT_TRUE(soon && soon->stations);
  EXPECT_EQ(soon->stations->known_until, stamp(200));
  EXPECT_LT(soon->sym_h_nt.back(), -110);
  EXPECT_GT(soon->stations->deviation_nt, path_through_gap(series, stamp(200))->stations->deviation_nt);
  ASSERT_TRUE(later);
  EXPECT_FALSE(later->stations) << "16 hours old";
  EXPECT_GT(later->sym_h_nt.back(), -40);
}

TEST(GapPathWithStations, SeesNoEstimateThatIsStampedLater) {
  auto changed = with_estimates(-150, 399);
  for (std::size_t row = 301; row < 400; ++row) changed.find(quick_index_channel)->values[row] = 50.F;
  EXPECT_EQ(path_through_gap(changed, stamp(300))->sym_h_nt,
            path_through_gap(with_estimates(-150, 399), stamp(300))->sym_h_nt);
}

TEST(GapPathWithStations, WithoutSolarWindTheEstimateIsThePath) {
  auto series = with_estimates(-150, 300);
  for (const auto* name : {"speed", "bz_gsm", "density"}) series.find(name)->values.assign(400, missing);
  series.find(quick_index_channel)->values[200] = missing;
  const auto path = path_by_stations(series, stamp(300));
  ASSERT_TRUE(path.has_value());
  EXPECT_FALSE(path->from_wind);
  EXPECT_EQ(path->last_time(), stamp(300));
  EXPECT_EQ(path->sym_h_nt.size(), 250U);
  EXPECT_EQ(path->sym_h_nt[200 - 51], -150.F) << "held over the hole";
  EXPECT_NEAR(gap_half_width_nt(*path), 1.645 * 4, 1e-4);
  EXPECT_FALSE(path_by_stations(series, stamp(310))) << "there is no estimate then";
  EXPECT_FALSE(path_by_stations(series, stamp(40))) << "SYM-H is observed then";
}

}  // namespace
}  // namespace symh
