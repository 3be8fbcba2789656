#include "physics/dst_anchor.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/gap_path.h"
#include "physics/solar_wind.h"
#include "series/hourly_dst.h"

namespace symh {
namespace {

const Time start = make_time(2003, 11, 18);
constexpr std::size_t rows = 5 * 288, newest = 3 * 288;

/// Five days of a steady quiet wind. SYM-H follows the estimate, and from row 800 lies `below` it.
Series storm(float below) {
  Series series;
  series.cadence = Minutes{5};
  series.solar_wind_at = WindPosition::l1;
  series.segments = {{start, 0, rows}};
  series.status.assign(rows, Status::unknown);
  series.add("speed").values.assign(rows, 400.F);
  series.add("bz_gsm").values.assign(rows, -4.F);
  series.add("density").values.assign(rows, 5.F);
  auto& index = series.add("sym_h").values;
  index.assign(rows, -20.F);
  for (std::size_t row = newest; row < rows; ++row) index[row] = -20.F - below;
  return series;
}

/// Dst of a SYM-H: hourly means with an offset, at the ends of their hours.
void add_dst(Series& series, float offset_nt) {
  const auto index = series.at("sym_h").values;
  auto& dst = series.add(dst_channel).values;
  for (std::size_t row = 12; row < rows; row += 12) {
    float mean = 0;
    for (std::size_t r = row - 12; r < row; ++r) mean += index[r] / 12;
    dst[row] = mean + offset_nt;
  }
}

void hide_after(Series& series, const char* channel, std::size_t row) {
  auto& values = series.find(channel)->values;
  for (auto later = row + 1; later < rows; ++later) values[later] = missing;
}

float estimate(const Series& series, std::size_t row) {
  return path_through_gap(series, series.time_of(row))->sym_h_nt.back();
}

TEST(DstAnchor, BringsAnEstimateThatIsWrongNearTheTruth) {
  auto series = storm(60);
  const auto truth = series.at("sym_h").values;
  add_dst(series, 0);
  hide_after(series, "sym_h", newest);
  auto without = series;
  std::erase_if(without.channels, [](const Channel& channel) { return channel.name == dst_channel; });
  const std::size_t row = newest + 288;
  EXPECT_GT(std::abs(estimate(without, row) - truth[row]), 20);
  EXPECT_LT(std::abs(estimate(series, row) - truth[row]), 10);
}

TEST(DstAnchor, RemovesTheOffsetThatDstHasFromSymH) {
  auto series = storm(0), shifted = series;
  add_dst(series, 0);
  add_dst(shifted, -25);
  hide_after(series, "sym_h", newest);
  hide_after(shifted, "sym_h", newest);
  EXPECT_NEAR(estimate(shifted, newest + 288), estimate(series, newest + 288), 3);
}

TEST(DstAnchor, SeesNoHourThatHasNotEnded) {
  auto series = storm(60);
  add_dst(series, 0);
  hide_after(series, "sym_h", newest);
  auto changed = series;
  const std::size_t row = newest + 150;  // half an hour after the end of an hour
  for (auto later = row + 1; later < rows; ++later)
    if (!std::isnan(changed.at(dst_channel).values[later])) changed.find(dst_channel)->values[later] = -400.F;
  EXPECT_EQ(path_through_gap(series, series.time_of(row))->sym_h_nt,
            path_through_gap(changed, series.time_of(row))->sym_h_nt);
  changed.find(dst_channel)->values[row - 6] = -400.F;
  EXPECT_LT(estimate(changed, row), estimate(series, row) - 20) << "the hour that has just ended counts";
}

TEST(DstAnchor, MakesTheBandOfTheEstimateNarrowerAndSaysWhichHourItKnew) {
  auto series = storm(0);
  add_dst(series, 0);
  hide_after(series, "sym_h", newest);
  hide_after(series, "dst", newest + 264);
  const auto path = path_through_gap(series, series.time_of(newest + 288));
  ASSERT_TRUE(path->anchor.has_value());
  EXPECT_EQ(path->anchor->known_until, series.time_of(newest + 264));
  EXPECT_LT(gap_half_width_nt(*path), gap_half_width_nt(Minutes{1440}, path->sym_h_nt.back()));
  hide_after(series, "dst", newest);
  EXPECT_FALSE(path_through_gap(series, series.time_of(newest + 288))->anchor.has_value());
}

TEST(DstAnchor, SmoothsThePathAndEndsInTheFilteredEstimate) {
  auto series = storm(60);
  add_dst(series, 0);
  hide_after(series, "sym_h", newest);
  const auto path = path_through_gap(series, series.time_of(newest + 288));
  float largest_step = 0;
  for (std::size_t i = 1; i < path->sym_h_nt.size(); ++i)
    largest_step = std::max(largest_step, std::abs(path->sym_h_nt[i] - path->sym_h_nt[i - 1]));
  EXPECT_LT(largest_step, 6);
  auto without = series;
  std::erase_if(without.channels, [](const Channel& channel) { return channel.name == dst_channel; });
  const auto plain = path_through_gap(without, series.time_of(newest + 288));
  EXPECT_NEAR(path->sym_h_nt.back() - plain->sym_h_nt.back(), path->anchor->nt, 1e-3);
}

TEST(DstAnchor, CorrectsARunFromQuietToo) {
  auto series = storm(60);
  const auto truth = series.at("sym_h").values;
  add_dst(series, 0);
  hide_after(series, "sym_h", 0);
  series.find("sym_h")->values[0] = missing;
  EXPECT_LT(std::abs(estimate(series, rows - 1) - truth[rows - 1]), 15);
}

TEST(DstAnchor, TakesNoDstThatStandsInEveryRowOfItsHour) {
  auto series = storm(60), repeated = series;
  auto& dst = repeated.add(dst_channel).values;
  dst.assign(rows, -400.F);
  hide_after(series, "sym_h", newest);
  hide_after(repeated, "sym_h", newest);
  EXPECT_EQ(estimate(repeated, newest + 288), estimate(series, newest + 288));
}

}  // namespace
}  // namespace symh
