#include "forecasting/late_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/error.h"
#include "forecasting/late_hindcast.h"
#include "forecasting/late_models.h"
#include "forecasting/latest.h"
#include "products/forecast_formats.h"
#include "saved/tiny_model.h"

namespace symh {
namespace {

using testing::HasSubstr;

using namespace late;

TEST(LateIndex, ForecastsAreIssuedForTheNewestWindFromTheEstimatedPath) {
  const auto series = late_by(250);
  const auto forecast = issued(driven(), series);
  EXPECT_EQ(forecast.issue_time, series.last_time());
  EXPECT_EQ(forecast.last_observed, series.time_of(250));
  EXPECT_EQ(forecast.last_nt, series.at("sym_h").values[250]);
  ASSERT_TRUE(forecast.estimated.has_value());
  ASSERT_EQ(forecast.estimated->path.size(), count - 1 - 250);
  EXPECT_EQ(forecast.estimated->path.front().first, series.time_of(251));
  EXPECT_EQ(forecast.estimated->path.back().first, forecast.issue_time);
  EXPECT_EQ(forecast.estimated->path.back().second, forecast.estimated->value_nt);
  EXPECT_LT(forecast.estimated->value_nt, -60) << "the field has been southward for 12 hours";
  EXPECT_LT(forecast.estimated->q05_nt, forecast.estimated->value_nt);
  for (const auto& lead : forecast.leads) {
    EXPECT_EQ(lead.persistence_nt, forecast.last_nt) << "persistence is of the last observed value";
    EXPECT_EQ(lead.valid_time, forecast.issue_time + lead.lead_time);
  }
}

TEST(LateIndex, TheProductSaysWhatIsEstimated) {
  const auto forecast = issued(driven(), late_by(250));
  const auto json = to_json(forecast, forecast.issue_time + Minutes{4});
  EXPECT_EQ(json.at("lateness_minutes"), 5 * (count - 1 - 250));
  EXPECT_FLOAT_EQ(json.at("estimated_now").at("value_nt").get<float>(), forecast.estimated->value_nt);
  EXPECT_LT(json.at("estimated_now").at("q05_nt").get<float>(),
            json.at("estimated_now").at("q95_nt").get<float>());
  const auto text = to_text(forecast, forecast.issue_time);
  EXPECT_THAT(text, HasSubstr("min before issue, then estimated\n"));
  EXPECT_THAT(text, HasSubstr("sym_h at issue, estimated: "));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

TEST(LateIndex, AFreshIndexIsNotTouched) {
  const auto series = late_by(count - 1);
  EXPECT_FALSE(complete_index(driven().ensemble, series, {}));
  const auto forecast = issued(driven(), series);
  EXPECT_FALSE(forecast.estimated);
  EXPECT_EQ(to_json(forecast, forecast.issue_time).at("lateness_minutes"), 0);
  EXPECT_FALSE(to_json(forecast, forecast.issue_time).contains("estimated_now"));
}

TEST(LateIndex, AnIndexNewerThanTheWindIsNotTouched) {
  auto series = late_by(count - 1);
  for (std::size_t row = count - 4; row < count; ++row) series.find("bz_gsm")->values[row] = missing;
  series.find("sym_h")->values[count - 5] = missing;
  EXPECT_FALSE(complete_index(driven().ensemble, series, {}));
}

TEST(LateIndex, ChangingAllLaterDataLeavesTheForecastBitIdentical) {
  const auto series = late_by(250);
  auto changed = series;
  const Time at = series.time_of(330);
  for (auto& channel : changed.channels)
    for (std::size_t row = 331; row < count; ++row) channel.values[row] = row % 3 == 0 ? missing : -77.F;
  const auto before = issued(driven(), series, at), after = issued(driven(), changed, at);
  EXPECT_EQ(before.issue_time, at);
  ASSERT_TRUE(before.estimated && after.estimated);
  EXPECT_EQ(before.estimated->path, after.estimated->path);
  for (std::size_t l = 0; l < before.leads.size(); ++l)
    EXPECT_EQ(before.leads[l].value_nt, after.leads[l].value_nt);
}

TEST(LateIndex, TheBandGetsTheErrorOfTheEstimate) {
  GapPath path{.start = make_time(2003, 11, 20), .last_nt = -80.F, .cadence = Minutes{5}, .sym_h_nt = {}};
  path.sym_h_nt.assign(36, -135.F);
  const auto band = widened({-160, -120}, -140, path, Minutes{60});
  const float error = gap_half_width_nt(Minutes{180}, -135) * std::exp(-60.F / 480.F);
  EXPECT_FLOAT_EQ(band.low_nt, -140 - std::hypot(20.F, error));
  EXPECT_FLOAT_EQ(band.high_nt, -140 + std::hypot(20.F, error));
}

TEST(LateIndex, TooOldDataAreRefusedByTheLimitThatTheyExceed) {
  const auto forecast = issued(driven(), late_by(250));
  const Time now = forecast.issue_time + Minutes{30};
  const auto error_of = [&](const std::function<void()>& work) {
    try {
      work();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::stale);
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_EQ(error_of([&] {
              require_fresh_data(forecast, now, {Minutes{60}, "data.max_wind_age"});
            }),
            "no error");
  EXPECT_THAT(error_of([&] {
                require_fresh_data(forecast, now, {Minutes{20}, "data.max_wind_age"});
              }),
              HasSubstr("the newest solar wind value"));
  EXPECT_THAT(error_of([&] {
                require_fresh_index(forecast, now, {Minutes{180}, "data.max_index_age"});
              }),
              HasSubstr("the newest sym_h value"));
  auto held = forecast;
  held.estimated.reset();
  EXPECT_THAT(error_of([&] {
                require_fresh_data(held, now, {Minutes{180}, "data.max_wind_age"});
              }),
              HasSubstr("the newest sym_h value"))
      << "nothing bridges the time since the last observation";
}

TEST(LateHindcast, IsWhatIsIssuedWhenTheIndexIsThatLate) {
  const auto whole = late_by(count - 1);
  const auto model = driven(true);
  const Minutes age{120};
  const auto table = hindcast_with_late_data(model.ensemble, whole, {.index = age}).table;
  const auto& lead = table.leads.front();
  ASSERT_GT(lead.issue_time.size(), 300U);
  std::size_t compared = 0;
  for (std::size_t i = 120; i < lead.issue_time.size(); i += 41) {
    const Time at = lead.issue_time[i];
    auto known = whole;
    for (std::size_t row = 0; row < count; ++row)
      if (whole.time_of(row) > at - age) known.find("sym_h")->values[row] = missing;
    const auto forecast = issued(model, known, at);
    ASSERT_EQ(forecast.issue_time, at);
    EXPECT_FLOAT_EQ(lead.forecast_nt[i], forecast.leads[0].value_nt) << i;
    EXPECT_FLOAT_EQ(lead.q05_nt[i], *forecast.leads[0].q05_nt) << i;
    EXPECT_EQ(lead.baselines_nt.at("persistence")[i], forecast.last_nt) << i;
    EXPECT_EQ(lead.observed_nt[i],
              whole.at("sym_h")
                  .values[static_cast<std::size_t>((at + Minutes{60} - whole.first_time()) / Minutes{5})]);
    ++compared;
  }
  EXPECT_GT(compared, 4U);
}

TEST(LateIndex, MembersCountByTheAgeOfTheIndex) {
  const auto model = driven_and_late();
  const auto& ensemble = model.ensemble;
  EXPECT_EQ(ensemble.combining().weights[0][0], 1);
  EXPECT_EQ(ensemble.combining(Minutes{60}).weights[0][1], 0.5);
  EXPECT_EQ(ensemble.combining(no_index_age).weights[0][0], 0) << "the last age holds on";
  EXPECT_EQ(ensemble.combining(no_index_age).bands[1].above, 4);
  const auto series = late_by(250);
  const auto completed = complete_index(ensemble, series, {});
  ASSERT_TRUE(completed.has_value());
  const auto both = issued(model, series);
  const auto share = ensemble.combining(completed->path.last_time() - completed->path.start).weights[1][0];
  ASSERT_GT(share, 0.5);
  ASSERT_LT(share, 1);
  const auto alone = [&](std::size_t kept) {
    auto only = driven_and_late();
    std::swap(only.ensemble.members[0], only.ensemble.members[kept]);
    only.ensemble.members.pop_back();
    only.ensemble.members.front().weights = {1, 1};
    only.ensemble.when_late.clear();
    return issued(only, series).leads[0].value_nt;
  };
  EXPECT_NEAR(both.leads[0].value_nt, (1 - share) * alone(0) + share * alone(1), 1e-3);
}

TEST(LateIndex, OneMoreValueChangesTheWeightsByLittle) {
  const auto ensemble = driven_and_late().ensemble;
  for (int minutes = 5; minutes < 2000; minutes += 5) {
    const auto before = ensemble.combining(Minutes{minutes}),
               after = ensemble.combining(Minutes{minutes - 5});
    EXPECT_LT(std::abs(before.weights[0][0] - after.weights[0][0]), 0.11) << minutes;
    EXPECT_LT(std::abs(before.bands[0].below - after.bands[0].below), 0.21) << minutes;
  }
}

TEST(LateIndex, TheBandsAreThoseOfTheAgeAndNotWidenedTwice) {
  const auto model = driven_and_late();
  auto flat = driven_and_late();
  for (auto& late : flat.ensemble.when_late)
    for (auto& band : late.combining.bands) band = {1, 1};
  const auto series = late_by(250);
  const auto wide = issued(model, series).leads[0], narrow = issued(flat, series).leads[0];
  const auto path = complete_index(model.ensemble, series, {})->path;
  const auto age = path.last_time() - path.start;
  EXPECT_NEAR(wide.value_nt - *wide.q05_nt,
              model.ensemble.combining(age).bands[0].below * (narrow.value_nt - *narrow.q05_nt), 1e-2);
}

TEST(LateIndex, WithoutAnyIndexTheForecastRunsFromQuiet) {
  auto series = late_by(250);
  std::erase_if(series.channels, [](const Channel& channel) { return channel.name == "sym_h"; });
  const auto forecast = issued(driven_and_late(), series);
  EXPECT_EQ(forecast.issue_time, series.last_time());
  EXPECT_FALSE(forecast.last_observed);
  ASSERT_TRUE(forecast.estimated.has_value());
  const auto json = to_json(forecast, forecast.issue_time);
  for (const auto* key : {"last_observed", "last_nt", "lateness_minutes", "data_age_minutes"})
    EXPECT_TRUE(json.at(key).is_null()) << key;
  EXPECT_TRUE(json.at("forecasts")[0].at("persistence_nt").is_null());
  EXPECT_THAT(to_text(forecast, forecast.issue_time),
              HasSubstr("sym_h: none in the data; estimated from a quiet ring current\n"));
  EXPECT_THAT(to_csv(forecast), testing::Not(HasSubstr("nan")));
  EXPECT_THROW(require_fresh_index(forecast, forecast.issue_time, {Minutes{180}, "data.max_index_age"}),
               Error);
}

TEST(LateHindcast, IsWhatIsIssuedByMembersThatBridgeTheGap) {
  const auto whole = late_by(count - 1);
  const auto model = driven_and_late();
  for (const auto age : {Minutes{30}, Minutes{240}, no_index_age}) {
    const auto table = hindcast_with_late_data(model.ensemble, whole, {.index = age}).table;
    const auto& lead = table.leads.front();
    EXPECT_EQ(std::isnan(lead.baselines_nt.at("persistence").back()), age == no_index_age);
    std::size_t compared = 0;
    for (std::size_t row = 300; row < count; row += 31) {
      const Time at = whole.time_of(row);
      auto known = whole;
      for (std::size_t later = 0; later < count; ++later)
        if (age == no_index_age || whole.time_of(later) > at - age)
          known.find("sym_h")->values[later] = missing;
      const auto forecast = issued(model, known, at);
      const auto found = std::ranges::find(lead.issue_time, at);
      ASSERT_NE(found, lead.issue_time.end());
      const auto i = static_cast<std::size_t>(found - lead.issue_time.begin());
      EXPECT_NEAR(lead.forecast_nt[i], forecast.leads[0].value_nt, 1e-3) << i;
      EXPECT_NEAR(lead.q95_nt[i], *forecast.leads[0].q95_nt, 1e-3) << i;
      ++compared;
    }
    EXPECT_GT(compared, 2U);
  }
}

TEST(LateHindcast, WithoutLatenessIsTheHindcast) {
  const auto series = late_by(count - 1);
  const auto model = driven();
  const auto late = hindcast_with_late_data(model.ensemble, series, {.index = Minutes{0}}).table;
  const auto fresh = hindcast(model.ensemble, series).table;
  ASSERT_EQ(late.leads[0].issue_time, fresh.leads[0].issue_time);
  for (std::size_t i = 100; i < late.leads[0].issue_time.size(); i += 13)
    EXPECT_FLOAT_EQ(late.leads[0].forecast_nt[i], fresh.leads[0].forecast_nt[i]) << i;
}

TEST(LateIndex, MembersOfTwoCadencesCannotBridgeAGap) {
  auto ensemble = driven().ensemble;
  EXPECT_TRUE(can_bridge_gap(ensemble));
  auto other = driven().ensemble;
  other.members.front().model.config.windows.cadence = Minutes{15};
  ensemble.members.push_back(std::move(other.members.front()));
  EXPECT_FALSE(can_bridge_gap(ensemble));
  EXPECT_FALSE(complete_index(ensemble, late_by(250), {}));
  EXPECT_THROW(hindcast_with_late_data(ensemble, late_by(count - 1), {.index = Minutes{60}}), UsageError);
}

TEST(LateHindcast, AModelOfTheIndicesAloneCannotBridgeTheGap) {
  Ensemble ensemble;
  ensemble.members.push_back({"tiny", tiny_model(tiny_config()), {1.0}});
  EXPECT_THROW(hindcast_with_late_data(ensemble, late_by(count - 1), {.index = Minutes{60}}), UsageError);
}

TEST(LateIndex, ThePathUsesDstOnlyIfAMemberDoes) {
  auto series = late::late_by(250);
  auto& dst = series.add("dst").values;
  for (std::size_t row = 0; row < series.size(); ++row)
    if (series.time_of(row) == std::chrono::floor<std::chrono::hours>(series.time_of(row))) dst[row] = -200.F;
  auto ensemble = late::driven_and_late().ensemble;
  const auto both = complete_index(ensemble, series, std::nullopt);
  ASSERT_TRUE(both.has_value());
  EXPECT_TRUE(both->path.anchor.has_value()) << "one member sees the path";
  std::erase_if(ensemble.members,
                [](const Member& member) { return !bridges_gap(member.model.config.windows); });
  const auto alone = complete_index(ensemble, series, std::nullopt);
  ASSERT_TRUE(alone.has_value());
  EXPECT_FALSE(alone->path.anchor.has_value()) << "it has no group anchor";
}

}  // namespace
}  // namespace symh
