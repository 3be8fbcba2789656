#include "saved/cards/bundled.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "core/error.h"
#include "core/file.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* card =
    R"({"name": "wind", "summary": "an hour ahead", "needs": ["sym_h", "speed", "bz_gsm"],
        "lead_times_minutes": [60, 120], "rmse_out_of_fold_nt": [7.5, 10.25],
        "rmse_without_solar_wind_nt": [9.5, 14.0], "solar_wind_at": "l1",
        "cadence_minutes": 5})";

std::string data_error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

/// Writes a card into folder/name.
std::filesystem::path with_card(const TemporaryFolder& folder, const std::string& name,
                                const std::string& text) {
  std::filesystem::create_directories(folder.path() / name);
  write_file_atomically(folder.path() / name / "card.json", text);
  return folder.path() / name;
}

Series data_of(const std::vector<std::string>& channels, WindPosition position = WindPosition::l1) {
  Series series;
  series.segments = {{make_time(2003, 11, 20), 0, 2}};
  series.solar_wind_at = position;
  for (const auto& name : channels) series.add(name).values = {NAN, 1.F};
  return series;
}

BundledModel model(const std::string& name, const std::vector<std::string>& needs, double rmse_nt,
                   const std::vector<Minutes>& horizon = {Minutes{60}}) {
  BundledModel model{.name = name,
                     .folder = name,
                     .summary = "",
                     .horizon = horizon,
                     .needs = needs,
                     .rmse_nt = std::vector<double>(horizon.size(), rmse_nt),
                     .rmse_without_solar_wind_nt = {}};
  model.solar_wind_at = WindPosition::l1;
  return model;
}

TEST(Cards, TellWhatAModelForecastsAndFromWhichChannels) {
  const TemporaryFolder folder;
  const auto read = read_card(with_card(folder, "wind", card));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->name, "wind");
  EXPECT_EQ(read->summary, "an hour ahead");
  EXPECT_EQ(read->folder, folder.path() / "wind");
  EXPECT_THAT(read->horizon, ElementsAre(Minutes{60}, Minutes{120}));
  EXPECT_THAT(read->needs, ElementsAre("sym_h", "speed", "bz_gsm"));
  EXPECT_THAT(read->rmse_nt, ElementsAre(7.5, 10.25));
  EXPECT_THAT(read->rmse_without_solar_wind_nt, ElementsAre(9.5, 14.0));
  EXPECT_EQ(read->solar_wind_at, WindPosition::l1);
  EXPECT_EQ(read->cadence, Minutes{5});
  EXPECT_TRUE(read->uses_solar_wind());
  EXPECT_FALSE(read_card(folder.path()).has_value()) << "a run folder may have no card";
}

TEST(Cards, DamagedOnesAreRefusedWithTheirPlace) {
  const TemporaryFolder folder;
  const auto no_json = with_card(folder, "a", "{\"name\": ");
  EXPECT_THAT(
      data_error_of([&] { read_card(no_json); }),
      HasSubstr("a/card.json: found no JSON, or it is cut (byte 10); expected the card of a trained"));
  std::string one_error(card);
  one_error.replace(one_error.find("[7.5, 10.25]"), 12, "[7.5]");
  EXPECT_THAT(data_error_of([&] { read_card(with_card(folder, "b", one_error)); }),
              HasSubstr("b/card.json: must state one error for each lead time"));
}

TEST(Cards, AreListedByName) {
  const TemporaryFolder folder;
  for (const auto* name : {"b", "a"}) {
    std::string named(card);
    with_card(folder, name, named.replace(named.find("wind"), 4, name));
  }
  std::filesystem::create_directories(folder.path() / "no-card");
  const auto listed = list_bundled_models(folder.path());
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0].name, "a");
  EXPECT_EQ(listed[1].name, "b");
  EXPECT_THAT(data_error_of([&] { list_bundled_models(folder.path() / "typo"); }),
              HasSubstr("typo: no folder of trained models; set SYMH_MODELS"));
}

TEST(BestModel, IsTheOneWithMostChannelsAndOfEqualsTheBetter) {
  const std::vector<BundledModel> models{model("indices", {"sym_h"}, 5), model("wind", {"sym_h", "speed"}, 9),
                                         model("better wind", {"sym_h", "speed"}, 8)};
  EXPECT_EQ(best_bundled_model(models, data_of({"sym_h", "speed"})).name, "better wind");
  EXPECT_EQ(best_bundled_model(models, data_of({"sym_h"})).name, "indices");
}

TEST(BestModel, IsNeverOneWhoseSolarWindWasMeasuredElsewhere) {
  const std::vector<BundledModel> models{model("indices", {"sym_h"}, 5),
                                         model("wind", {"sym_h", "speed"}, 4)};
  EXPECT_EQ(best_bundled_model(models, data_of({"sym_h", "speed"}, WindPosition::bow_shock)).name, "indices");
  EXPECT_EQ(best_bundled_model(models, data_of({"sym_h", "speed"}, WindPosition::unknown)).name, "wind");
}

TEST(BestModel, IsNeverOneOfFinerSamplesThanTheData) {
  std::vector<BundledModel> models{model("fine", {"sym_h"}, 4), model("hourly", {"sym_h"}, 3)};
  models[0].cadence = Minutes{5};
  models[1].cadence = Minutes{60};
  auto series = data_of({"sym_h"});
  EXPECT_EQ(best_bundled_model(models, series).name, "fine") << "the error of hourly means is another thing";
  series.cadence = Minutes{60};
  EXPECT_EQ(best_bundled_model(models, series).name, "hourly");
  series.cadence = Minutes{180};
  const auto error = data_error_of([&] { best_bundled_model(models, series); });
  EXPECT_THAT(error, HasSubstr("fine needs samples of 5m or finer (the data have 3h)"));
  EXPECT_THAT(error, HasSubstr("hourly needs samples of 1h or finer"));
}

TEST(BestModel, IfNoneFitsTheErrorNamesWhatEachOneMisses) {
  auto series = data_of({"sym_h", "speed"});
  series.find("sym_h")->values = {NAN, NAN};
  const auto said = data_error_of([&] {
    best_bundled_model({model("indices", {"sym_h"}, 5), model("all", {"sym_h", "density"}, 4)}, series);
  });
  EXPECT_EQ(
      said,
      "no bundled model fits the data; indices needs sym_h; all needs sym_h, density; train your own and "
      "give --model");
}

TEST(BestModel, WithoutSolarWindIsTheOneWithMostOfTheLeadTimes) {
  const std::vector<Minutes> wanted{Minutes{60}, Minutes{120}, Minutes{360}};
  const std::vector<BundledModel> models{model("hour", {"sym_h"}, 5, {Minutes{60}}),
                                         model("hours", {"sym_h"}, 6, {Minutes{60}, Minutes{120}}),
                                         model("wind", {"sym_h", "speed"}, 4, wanted)};
  const auto series = data_of({"sym_h", "speed"});
  ASSERT_NE(best_without_solar_wind(models, series, wanted), nullptr);
  EXPECT_EQ(best_without_solar_wind(models, series, wanted)->name, "hours");
  EXPECT_EQ(best_without_solar_wind(models, series, {Minutes{30}}), nullptr);
  EXPECT_EQ(best_without_solar_wind(models, data_of({"speed"}), wanted), nullptr);
}

}  // namespace
}  // namespace symh
