#include "physics/gap_path.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/ring_current.h"

namespace symh {
namespace {

const Time start = make_time(2003, 11, 20);

/// A steady wind at 5 minutes, and SYM-H up to and including row `observed`.
Series late_index(std::size_t count, std::size_t observed, WindPosition position = WindPosition::l1) {
  Series series;
  series.cadence = Minutes{5};
  series.solar_wind_at = position;
  series.segments = {{start, 0, count}};
  series.status.assign(count, Status::unknown);
  series.add("speed").values.assign(count, 500.F);  // 50 minutes from L1
  series.add("bz_gsm").values.assign(count, 5.F);   // northward: no drive
  series.add("density").values.assign(count, 5.F);
  auto& index = series.add("sym_h").values;
  for (std::size_t row = 0; row <= observed; ++row) index[row] = -80.F;
  return series;
}

Time stamp(std::size_t row) { return start + Minutes{5} * static_cast<long>(row); }

TEST(GapPath, DecaysWithoutDriveByTheMeanOfBothLaws) {
  const auto path = path_through_gap(late_index(100, 50), stamp(62));
  ASSERT_TRUE(path.has_value());
  EXPECT_EQ(path->start, stamp(50));
  EXPECT_EQ(path->last_nt, -80.F);
  ASSERT_EQ(path->sym_h_nt.size(), 12U);
  EXPECT_EQ(path->last_time(), stamp(62));
  const double term = pressure_term_nt(1.6726e-6 * 5 * 500 * 500), star = -80 - term;
  const auto after_an_hour = [&](const RingCurrentLaw<double>& law) {
    return star * std::exp(-1 / decay_hours(law, 0.0)) + term;
  };
  EXPECT_NEAR(path->sym_h_nt.back(),
              0.75 * after_an_hour(obrien_mcpherron_law) + 0.25 * after_an_hour(burton_law), 1e-3);
}

TEST(GapPath, IsDrivenWhenTheWindReachesEarth) {
  auto series = late_index(100, 50);
  const auto quiet = path_through_gap(series, stamp(99))->sym_h_nt;
  for (std::size_t row = 60; row < 70; ++row) series.find("bz_gsm")->values[row] = -20.F;
  const auto driven = path_through_gap(series, stamp(99))->sym_h_nt;
  EXPECT_EQ(driven[68 - 51], quiet[68 - 51]) << "the field has passed L1, but is 50 minutes from Earth";
  EXPECT_LT(driven[79 - 51], quiet[79 - 51] - 20);
  series.solar_wind_at = WindPosition::bow_shock;
  EXPECT_LT(path_through_gap(series, stamp(99))->sym_h_nt[68 - 51], quiet[68 - 51] - 20);
}

TEST(GapPath, SeesNothingThatIsStampedLater) {
  auto series = late_index(120, 50), changed = series;
  for (std::size_t row = 81; row < 120; ++row) {
    changed.find("bz_gsm")->values[row] = -40.F;
    changed.find("speed")->values[row] = 900.F;
    changed.find("density")->values[row] = missing;
    changed.find("sym_h")->values[row] = -300.F;
  }
  EXPECT_EQ(path_through_gap(series, stamp(80))->sym_h_nt, path_through_gap(changed, stamp(80))->sym_h_nt);
}

TEST(GapPath, BridgesHolesOfTheGridAndOfTheWind) {
  const auto whole = late_index(100, 50);
  Series holed = whole;
  // The rows 60 to 69 are not there at all; the rows 75 to 79 have no wind, which is held.
  holed.segments = {{start, 0, 60}, {stamp(70), 60, 30}};
  holed.status.assign(90, Status::unknown);
  for (auto& channel : holed.channels)
    channel.values.erase(channel.values.begin() + 60, channel.values.begin() + 70);
  for (std::size_t row = 65; row < 70; ++row) holed.find("speed")->values[row] = missing;
  const auto path = path_through_gap(holed, stamp(99));
  ASSERT_TRUE(path.has_value());
  ASSERT_EQ(path->sym_h_nt.size(), 49U);
  EXPECT_NEAR(path->sym_h_nt.back(), path_through_gap(whole, stamp(99))->sym_h_nt.back(), 1.0);
}

TEST(GapPath, IsNothingWhereNothingIsMissingOrNothingIsKnown) {
  EXPECT_FALSE(path_through_gap(late_index(100, 50), stamp(50))) << "observed";
  auto short_wind = late_index(287, 0);
  short_wind.find("sym_h")->values.assign(287, missing);
  EXPECT_FALSE(path_through_gap(short_wind, stamp(286))) << "no index, and less than a day of wind";
  EXPECT_FALSE(path_through_gap(late_index(100, 50, WindPosition::unknown), stamp(62)));
  auto no_wind = late_index(100, 50);
  std::erase_if(no_wind.channels, [](const Channel& channel) { return channel.name == "bz_gsm"; });
  EXPECT_FALSE(path_through_gap(no_wind, stamp(62)));
}

TEST(GapPath, RunsFromQuietWithoutAnObservationInFourDays) {
  auto series = late_index(2000, 50);
  for (std::size_t row = 1900; row < 1950; ++row) series.find("bz_gsm")->values[row] = -20.F;
  const auto path = path_through_gap(series, stamp(1999));
  ASSERT_TRUE(path.has_value());
  EXPECT_FALSE(path->last_nt) << "an observation of seven days ago tells nothing";
  EXPECT_EQ(path->start, stamp(1999) - longest_gap);
  EXPECT_EQ(path->last_time(), stamp(1999));
  const double term = pressure_term_nt(1.6726e-6 * 5 * 500 * 500);
  EXPECT_NEAR(path->sym_h_nt.front(), term, 1e-3) << "quiet: SYM-H* = 0";
  EXPECT_LT(path->sym_h_nt.back(), -60);
  series.find("sym_h")->values.assign(2000, missing);
  EXPECT_EQ(path_through_gap(series, stamp(1999))->sym_h_nt, path->sym_h_nt);
}

TEST(GapPath, IsPutIntoTheRowsThatItCovers) {
  auto series = late_index(100, 50);
  const auto path = *path_through_gap(series, stamp(62));
  put_path(series, path);
  const auto& index = series.at("sym_h").values;
  EXPECT_EQ(index[50], -80.F);
  EXPECT_EQ(index[51], path.sym_h_nt.front());
  EXPECT_EQ(index[62], path.sym_h_nt.back());
  EXPECT_TRUE(std::isnan(index[63]));
}

TEST(GapHalfWidth, RisesWithLatenessAndDepth) {
  EXPECT_EQ(gap_half_width_nt(Minutes{0}, -100), 0);
  float before = 0;
  for (const int minutes : {5, 10, 30, 45, 60, 120, 360, 1000, 1440, 2880, 5000}) {
    const float width = gap_half_width_nt(Minutes{minutes}, -100);
    EXPECT_GE(width, before) << minutes;
    EXPECT_GT(gap_half_width_nt(Minutes{minutes}, -200), width) << minutes;
    EXPECT_EQ(gap_half_width_nt(Minutes{minutes}, 20), gap_half_width_nt(Minutes{minutes}, 0)) << minutes;
    before = width;
  }
  EXPECT_NEAR(gap_half_width_nt(Minutes{180}, -135), 38, 2);
}

}  // namespace
}  // namespace symh
