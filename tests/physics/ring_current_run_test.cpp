#include "physics/ring_current_run.h"

#include <gtest/gtest.h>

#include <cmath>

#include "physics/random.h"

namespace symh {
namespace {

constexpr std::size_t count = 1500;

/// Two segments of an unsteady wind.
Series windy(WindPosition position = WindPosition::l1) {
  Series series;
  series.cadence = Minutes{5};
  series.solar_wind_at = position;
  const Time start = make_time(2003, 11, 20);
  series.segments = {{start, 0, 1300}, {start + Minutes{20000}, 1300, 200}};
  series.status.assign(count, Status::unknown);
  Random random(7);
  for (const auto* name : {"speed", "bz_gsm", "by_gsm", "density"}) series.add(name).values.resize(count);
  for (std::size_t row = 0; row < count; ++row) {
    series.find("speed")->values[row] = static_cast<float>(random.uniform(350, 800));
    series.find("bz_gsm")->values[row] = static_cast<float>(random.uniform(-20, 12));
    series.find("by_gsm")->values[row] = static_cast<float>(random.uniform(-10, 10));
    series.find("density")->values[row] = static_cast<float>(random.uniform(2, 20));
  }
  return series;
}

/// SYM-H at `to`, step by step from `from`.
double stepped(const RingCurrentModel& model, const ArrivedWind& wind, std::size_t from, double sym_h_nt,
               std::size_t to) {
  const auto& law = law_of(model);
  const bool newell = model.coupling == RingCurrentModel::Coupling::newell;
  double star = sym_h_nt - wind.pressure_nt[from];
  for (std::size_t row = from; row < to; ++row) {
    const double drive = newell ? wind.newell_mv_m[row] : wind.vbs_mv_m[row];
    star = advance_ring_current(
        star, ring_current_step(injection_nt_per_hour(law, drive), decay_hours(law, drive), 5 / 60.0));
  }
  return star + wind.pressure_nt[to];
}

TEST(RingCurrentRun, IsThatOfSteppingFromAnyObservation) {
  const auto series = windy();
  const auto wind = arrived_wind(solar_wind(series, Minutes{60}), series);
  using Law = RingCurrentModel::Law;
  for (const auto& model : {RingCurrentModel{}, RingCurrentModel{.name = {}, .law = Law::burton},
                            RingCurrentModel{.name = {}, .law = Law::slow},
                            RingCurrentModel{.name = {}, .coupling = RingCurrentModel::Coupling::newell}}) {
    const RingCurrentRun run(model, wind, series);
    for (const std::size_t from : {0UL, 17UL, 900UL})
      for (const std::size_t steps : {0UL, 1UL, 50UL, 390UL})
        EXPECT_NEAR(run.from_observation(from, -123, from + steps),
                    stepped(model, wind, from, -123, from + steps), 1e-8);
  }
}

TEST(RingCurrentRun, BeginsQuietFourDaysBeforeItsEndOrAtTheSegment) {
  const auto series = windy();
  const auto wind = arrived_wind(solar_wind(series, Minutes{60}), series);
  const RingCurrentModel model;
  const RingCurrentRun run(model, wind, series);
  const auto longest = static_cast<std::size_t>(longest_gap / series.cadence);
  EXPECT_NEAR(run.from_quiet(1250, 1250),
              stepped(model, wind, 1250 - longest, wind.pressure_nt[1250 - longest], 1250), 1e-8);
  EXPECT_NEAR(run.from_quiet(1250, 1200),
              stepped(model, wind, 1250 - longest, wind.pressure_nt[1250 - longest], 1200), 1e-8);
  EXPECT_NEAR(run.from_quiet(1400, 1400), stepped(model, wind, 1300, wind.pressure_nt[1300], 1400), 1e-8);
}

TEST(RingCurrentRun, DependsOnNoLaterRow) {
  const auto series = windy();
  auto changed = series;
  for (auto& channel : changed.channels)
    for (std::size_t row = 801; row < count; ++row) channel.values[row] = row % 2 == 0 ? missing : 1.F;
  for (const auto position : {WindPosition::l1, WindPosition::bow_shock}) {
    std::vector<double> ends;
    for (auto data : {series, changed}) {
      data.solar_wind_at = position;
      const RingCurrentRun run({}, arrived_wind(solar_wind(data, Minutes{60}), data), data);
      ends.push_back(run.from_observation(500, -80, 800));
      ends.push_back(run.from_quiet(800, 800));
    }
    EXPECT_EQ(ends[0], ends[2]);
    EXPECT_EQ(ends[1], ends[3]);
  }
}

}  // namespace
}  // namespace symh
