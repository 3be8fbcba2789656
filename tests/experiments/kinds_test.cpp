#include "experiments/kinds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/error.h"
#include "physics/simulate.h"
#include "recording_listener.h"

namespace symh {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

Config job(const std::vector<std::string>& settings) {
  auto all = settings;
  all.insert(all.end(), {"folds=2", "windows.lookback=1h", "model.kind=ridge"});
  return parse_config("name = \"job\"", "test", all);
}

Series simulated_indices() { return simulate({.days = 90, .seed = 3}).indices; }

TEST(Kinds, QuietHoursAreThinnedInTrainingAloneAndTheLogStatesTheBalance) {
  const auto series = simulated_indices();
  RecordingListener silent, told;
  const auto whole = make_kinds(job({"split.fold_by=rotation"}), series, storm_folds, silent);
  const auto thinned =
      make_kinds(job({"split.fold_by=rotation", "windows.quiet_stride=1h"}), series, storm_folds, told);
  for (std::size_t f = 0; f < 2; ++f) {
    EXPECT_EQ(whole[0].folds[f].left_out, thinned[0].folds[f].left_out);
    EXPECT_LT(thinned[0].folds[f].train.size(), whole[0].folds[f].train.size());
    const auto all = whole[0].folds[f].train.all();
    for (const auto row : thinned[0].folds[f].train) EXPECT_TRUE(std::ranges::binary_search(all, row));
  }
  EXPECT_THAT(told.said, Contains(HasSubstr("job: training windows: ")));
  EXPECT_THAT(silent.said, Not(Contains(HasSubstr("training windows"))));
}

TEST(Kinds, WhoseWindowsSeeTheSameShareTheirPreparedData) {
  const auto config = parse_config(
      "folds = 2\n[model]\nkind = \"ridge\"\n[[member]]\nname = \"a\"\n[[member]]\nname = \"b\"\n"
      "windows.predict = \"level\"\n[[member]]\nname = \"c\"\nwindows.predict = \"correction\"\n"
      "[[member]]\nname = \"d\"\nwindows.lookback = \"1h\"\n",
      "test");
  const auto kinds = make_kinds(config, simulated_indices(), storm_folds, silent_listener());
  EXPECT_EQ(kinds[0].prepared, kinds[2].prepared);
  EXPECT_NE(kinds[0].prepared, kinds[1].prepared) << "level needs no last value";
  EXPECT_NE(kinds[0].prepared, kinds[3].prepared);
  EXPECT_EQ(kinds[2].config.windows.predict, Predict::correction);
  EXPECT_EQ(kinds[0].rows, kinds[2].rows);
}

/// What makes it impossible to train on the series.
std::string fault_of(const std::vector<std::string>& settings, JobSeries series) {
  nlohmann::json provenance;
  try {
    make_single_kind(job(settings), std::move(series), provenance, silent_listener());
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Kinds, AnInputWithoutAnyValueIsNamed) {
  const std::vector<std::string> inputs{R"(windows.channels=["sym_h", "density"])"};
  auto series = simulated_indices();
  series.add("density");
  const auto empty = fault_of(inputs, {.train = series, .validation = {}, .provenance = {}});
  EXPECT_THAT(empty, HasSubstr("data.train: density has no value at all in these files"));
  auto full = series;
  std::ranges::fill(full.find("density")->values, 5.F);
  EXPECT_THAT(fault_of(inputs, {.train = full, .validation = series, .provenance = {}}),
              HasSubstr("data.validation: density has no value"));
  series.solar_wind_at = WindPosition::l1;
  EXPECT_THROW(make_kind(job(inputs), series, storm_folds), DataError);
}

TEST(Kinds, TrainingAndValidationOnTheSameDataAreRefusedAsThat) {
  const auto series = simulated_indices();
  EXPECT_THAT(fault_of({}, {.train = series, .validation = series, .provenance = {}}),
              HasSubstr("data.train and data.validation hold the same times"));
}

TEST(Kinds, OfOneModelKeepEveryValidationWindow) {
  const auto make = [](const std::vector<std::string>& settings, Listener& listener) {
    nlohmann::json provenance;
    return make_single_kind(job(settings), {.train = simulated_indices(), .validation = {}, .provenance = {}},
                            provenance, listener);
  };
  RecordingListener silent, told;
  const auto whole = make({}, silent), thinned = make({"windows.quiet_stride=1h"}, told);
  EXPECT_EQ(whole.folds[0].validation, thinned.folds[0].validation);
  EXPECT_LT(thinned.folds[0].train.size(), whole.folds[0].train.size());
  EXPECT_THAT(told.said, Contains(HasSubstr("one every 1h (windows.quiet_stride)")));
}

}  // namespace
}  // namespace symh
