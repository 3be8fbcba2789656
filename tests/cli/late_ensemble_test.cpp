#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/binary.h"
#include "core/file.h"
#include "temporary_folder.h"

// An ensemble with a member that bridges the gap of a late SYM-H, trained by the real binary.

namespace symh {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr const char* config = R"(
name = "late"
summary = "a small ensemble for a late index"
folds = 2
[data]
train = ["data"]
solar_wind_at = "l1"
[windows]
lookback = "30m"
horizon = ["1h", "2h"]
stride = "15m"
channels = ["sym_h", "bz_gsm"]
head = ["last", "physics"]
predict = "correction"
drivers = "optional"
[model]
kind = "ridge"
[training]
epochs = 2
bands = true
[[member]]
name = "fresh"
[[member]]
name = "late"
windows.channels = ["bz_gsm", "vbs"]
windows.head = ["gap", "last", "physics", "stations"]
model.kind = "mlp"
model.units = 16
)";

class LateEnsembleCli : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    ASSERT_EQ(run("simulate --output data --days 20 --seed 5 -q").code, 0);
    write_file_atomically(folder_->path() / "job.toml", config);
    const auto trained = run("train --config job.toml --output run");
    ASSERT_EQ(trained.code, 0) << trained.err;
    out_ = trained.out;
  }
  static void TearDownTestSuite() { folder_.reset(); }
  static Outcome run(const std::string& arguments) { return symh_in(folder_->path(), arguments); }
  static std::string content(const std::string& name) { return read_file(folder_->path() / name); }

  inline static std::unique_ptr<TemporaryFolder> folder_;
  inline static std::string out_;
};

TEST_F(LateEnsembleCli, TrainingLearnsWeightsAndBandsForEachAge) {
  const auto ensemble = json::parse(content("run/ensemble.json"));
  const auto& ages = ensemble.at("when_late");
  ASSERT_EQ(ages.size(), 8U);
  EXPECT_EQ(ages.front().at("age_minutes"), 15);
  EXPECT_EQ(ages.back().at("age_minutes"), 4 * 1440 + 1) << "no index at all";
  for (const auto& age : ages) {
    ASSERT_EQ(age.at("weights").size(), ensemble.at("members").size());
    ASSERT_EQ(age.at("bands").size(), 2U);
    double sum = 0;
    for (const auto& member : age.at("weights")) sum += member[0].get<double>();
    EXPECT_NEAR(sum, 1, 1e-6);
  }
  const auto card = json::parse(content("run/card.json"));
  ASSERT_EQ(card.at("when_late").size(), 8U);
  EXPECT_EQ(card.at("when_late").back().at("age"), "none");
  EXPECT_THAT(content("run/card.md"), HasSubstr("## When SYM-H is late"));
  EXPECT_THAT(out_, HasSubstr("Scores by the age of the index"));
  EXPECT_THAT(out_, HasSubstr("The lowest value within a time by the age of the index"));
  const auto late = json::parse(content("run/metrics.json")).at("when_late");
  EXPECT_LT(late.front().at("within_crps"), late.back().at("within_crps"))
      << "15 minutes late, and not at all";
}

TEST_F(LateEnsembleCli, TheLowestValueWithinATimeIsScoredOutOfFold) {
  const auto windows = json::parse(content("run/metrics.json")).at("windows");
  ASSERT_EQ(windows.size(), 2U);
  EXPECT_GT(windows[0].at("samples"), 300);
  EXPECT_LT(windows[0].at("crps_nt").at("model"), windows[0].at("crps_nt").at("climatology"));
  EXPECT_THAT(content("run/card.md"), HasSubstr("## The lowest value within a time"));
  const auto coverage = json::parse(content("run/metrics.json")).at("leads")[0].at("chances").at("coverage");
  EXPECT_TRUE(std::ranges::any_of(coverage, [](const auto& group) { return group.at("by") == "drive"; }));
}

TEST_F(LateEnsembleCli, TrainingLearnsWeightsAndBandsWithObservatoriesToo) {
  const auto ensemble = json::parse(content("run/ensemble.json"));
  const auto& ages = ensemble.at("with_stations");
  ASSERT_EQ(ages.size(), 6U);
  EXPECT_EQ(ages.front().at("age_minutes"), 30);
  EXPECT_NE(ages.back().at("bands"), ensemble.at("when_late").back().at("bands"));
  const auto card = json::parse(content("run/card.json"));
  ASSERT_EQ(card.at("with_stations").size(), 6U);
  EXPECT_NE(card.at("with_stations")[4].at("rmse_out_of_fold_nt")[0],
            card.at("when_late")[6].at("rmse_out_of_fold_nt")[0])
      << "a day late";
  EXPECT_THAT(content("run/card.md"), HasSubstr("## When SYM-H is late and observatories estimate it"));
  EXPECT_THAT(out_, HasSubstr("Scores by the age of the index, with observatories"));
  EXPECT_EQ(json::parse(content("run/metrics.json")).at("with_stations").size(), 12U);
}

TEST_F(LateEnsembleCli, TheCardSaysWhatARawFeedCosts) {
  EXPECT_THAT(content("run/card.md"), HasSubstr("## With a raw real-time feed"));
  EXPECT_THAT(out_, HasSubstr("With a raw real-time feed"));
  const auto raw = json::parse(content("run/metrics.json")).at("raw_feed");
  ASSERT_EQ(raw.size(), 2U);
  EXPECT_GT(raw[0].at("samples"), 100);
  EXPECT_NE(raw[0].at("rmse"), raw[0].at("raw_feed_rmse"));
  EXPECT_EQ(json::parse(content("run/card.json")).at("rmse_raw_feed_nt")[0], raw[0].at("raw_feed_rmse"));
}

TEST_F(LateEnsembleCli, ARunWithoutTheFilesOfTheRawFeedGetsThemFromResume) {
  const auto wanted = content("run/folds/late-fresh-s1-f1/left-out-raw-feed.safetensors");
  ASSERT_EQ(
      shell_in(folder_->path(), "cp -r run older && rm older/folds/*/left-out-raw-feed.safetensors").code, 0);
  ASSERT_EQ(run("train --config job.toml --output older --resume -q").code, 0);
  EXPECT_EQ(content("older/folds/late-fresh-s1-f1/left-out-raw-feed.safetensors"), wanted);
  EXPECT_EQ(json::parse(content("older/metrics.json")).at("raw_feed"),
            json::parse(content("run/metrics.json")).at("raw_feed"));
}

/// A backtest of both members with one origin, as if SYM-H were late.
TEST_F(LateEnsembleCli, ABacktestScoresThePeriodsAtAnyAgeOfTheIndex) {
  const std::string backtest =
      "backtest --config job.toml --from 2001-01-12 --every 5d --bootstrap 0 --output late";
  const auto one = run(backtest + " --index-age 3h");
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_THAT(one.out, HasSubstr("As if the index were 3h old, every half hour."));
  const auto at_3h = json::parse(content("late/metrics.json"));
  EXPECT_EQ(at_3h.at("index_age_minutes"), 180);
  EXPECT_EQ(at_3h.at("periods").size(), 2U);
  const auto list = run(backtest + " --index-age 0,3h --resume");
  ASSERT_EQ(list.code, 0) << list.err;
  EXPECT_THAT(list.out, HasSubstr("Scores by the age of the index"));
  const auto ages = json::parse(content("late/metrics.json")).at("ages");
  ASSERT_EQ(ages.size(), 4U) << "two ages, two lead times";
  EXPECT_EQ(ages[2].at("rmse"), at_3h.at("leads")[0].at("model").at("rmse"));
  EXPECT_EQ(ages[2].at("within_crps"), at_3h.at("windows")[0].at("crps_nt").at("model"));
  EXPECT_LT(ages[0].at("within_crps"), ages[2].at("within_crps"));
  EXPECT_THAT(list.out, HasSubstr("The lowest value within a time by the age of the index"));
  EXPECT_LT(ages[0].at("persistence_rmse"), ages[2].at("persistence_rmse"));
  EXPECT_NE(content("late/forecasts-0.csv"), content("late/forecasts-3h.csv"));
}

TEST_F(LateEnsembleCli, ASearchScoresItsTrialsAtAnyAgeOfTheIndex) {
  const std::string one_kind = std::string(config).substr(0, std::string(config).find("[[member]]"));
  write_file_atomically(folder_->path() / "tune.toml",
                        one_kind + "[tune]\ntrials = 1\n[tune.range]\n\"windows.lookback\" = [\"30m\"]\n");
  const auto tuned = [&](const std::string& name, const std::string& arguments) {
    const auto outcome = run("tune --config tune.toml --json -q --output " + name + " " + arguments);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return json::parse(outcome.out);
  };
  const auto rmse = [](const json& search) { return search.at("runs")[0].at("rmse"); };
  const auto fresh = tuned("fresh", ""), late = tuned("late-3h", "--index-age 3h");
  const auto none = tuned("none", "--index-age none"), both = tuned("both", "--index-age none,3h");
  EXPECT_GT(rmse(late)[0], rmse(fresh)[0]);
  EXPECT_GT(rmse(none)[0], rmse(late)[0]);
  for (int lead : {0, 1})
    EXPECT_NEAR(rmse(both)[lead].get<double>(),
                (rmse(late)[lead].get<double>() + rmse(none)[lead].get<double>()) / 2, 1e-4);
  EXPECT_EQ(both.at("index_age"), (json{"none", "3h"}));
  EXPECT_THAT(content("both/tune.html"), HasSubstr("SYM-H so late: none, 3h"));
  // The validation part, too, be it a part of the data or files of its own.
  EXPECT_GT(rmse(tuned("split", "--set folds=1 --index-age none"))[0],
            rmse(tuned("split-fresh", "--set folds=1"))[0]);
  ASSERT_EQ(run("simulate --output other --days 12 --seed 6 -q").code, 0);
  const std::string files = "--set folds=1 --set 'data.validation=[\"other\"]' ";
  EXPECT_GT(rmse(tuned("files", files + "--index-age none"))[0], rmse(tuned("files-fresh", files))[0]);
  const auto changed = run("tune --config tune.toml --output both --index-age 6h --resume");
  EXPECT_EQ(changed.code, 2);
  EXPECT_THAT(changed.err, HasSubstr("tune.index_age was"));
  const auto wrong =
      run("tune --config tune.toml --output x --index-age 3h --set windows.head=[] --set "
          "'windows.channels=[\"sym_h\"]' --set windows.predict=change --set windows.drivers=required");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("tune.index_age: 'late' cannot bridge a late index"));
}

TEST_F(LateEnsembleCli, ABacktestRefusesAnAgeThatIsNoWholeNumberOfSamples) {
  const auto refused =
      run("backtest --config job.toml --from 2001-01-12 --every 5d --output odd --index-age 7m");
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err,
              HasSubstr("--index-age 7m: the samples of the model are of 5m; give a whole number of them"));
}

TEST_F(LateEnsembleCli, ABacktestAtAnAgeRefusesAMemberThatCannotBridgeTheGap) {
  write_file_atomically(folder_->path() / "indices.toml",
                        "name = \"indices\"\n[data]\ntrain = [\"data\"]\n[windows]\nchannels = "
                        "[\"sym_h\"]\n[model]\nkind = \"ridge\"\n");
  const auto wrong = run("backtest --config indices.toml --from 2001-01-12 --index-age 3h --output none");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("--index-age: 'indices' cannot bridge a late index"));
}

TEST_F(LateEnsembleCli, ScoresOnTheTrainingDataSayThatTheyFlatter) {
  const auto all =
      run("evaluate --model run --data data --solar-wind-at l1 --bootstrap 0 --report seen.html");
  ASSERT_EQ(all.code, 0) << all.err;
  EXPECT_THAT(all.out, HasSubstr("(100 %) lie in data"));
  EXPECT_THAT(all.err, HasSubstr("that 'late' was trained on"));
  EXPECT_THAT(content("seen.html"), HasSubstr("was trained on: the scores flatter it"));
  const auto numbers =
      json::parse(run("evaluate --model run --data data --solar-wind-at l1 --bootstrap 0 --json -q").out);
  EXPECT_GT(numbers.at("issue_times_in_training"), 0);
  EXPECT_GE(numbers.at("issue_times_in_training").get<int>() + 1, numbers.at("issue_times").get<int>())
      << "the last mean is stamped after the last minute";
  const auto late = run("evaluate --model run --data data --solar-wind-at l1 --bootstrap 0 --index-age 3h");
  EXPECT_THAT(late.err, HasSubstr("that 'late' was trained on"));
  // Data from ten days later on: the models were trained on the first half of these days.
  ASSERT_EQ(run("simulate --output unseen --days 20 --seed 5 --start 2001-01-11 -q").code, 0);
  const auto part = run("evaluate --model run --data unseen --solar-wind-at l1 --bootstrap 0 --json");
  ASSERT_EQ(part.code, 0) << part.err;
  const auto counted = json::parse(part.out);
  EXPECT_LT(counted.at("issue_times_in_training"), counted.at("issue_times"));
  EXPECT_GT(counted.at("issue_times_in_training"), 0);
  const auto none =
      run("evaluate --model run --data unseen --solar-wind-at l1 --from 2001-01-22 --bootstrap 0");
  EXPECT_THAT(none.out + none.err, Not(HasSubstr("was trained on")));
}

TEST_F(LateEnsembleCli, ResumingChangesNothing) {
  const auto before = content("run/ensemble.json");
  ASSERT_EQ(run("train --config job.toml --output run --resume -q").code, 0);
  const auto strip = [](const std::string& text) {
    auto parsed = json::parse(text);
    parsed.at("provenance").erase("trained_at");
    return parsed;
  };
  EXPECT_EQ(strip(content("run/ensemble.json")), strip(before));
}

TEST_F(LateEnsembleCli, ForecastsWithoutAnyIndexFromQuiet) {
  const auto made = shell_in(folder_->path(), "cp -r data/solar-wind wind");
  ASSERT_EQ(made.code, 0) << made.err;
  const auto outcome = run("predict --model run --data wind --solar-wind-at l1 --no-fallback --json -q");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto product = json::parse(outcome.out);
  EXPECT_TRUE(product.at("last_observed").is_null());
  EXPECT_TRUE(product.contains("estimated_now"));
  const auto text = run("predict --model run --data wind --solar-wind-at l1 --no-fallback -q").out;
  EXPECT_THAT(text, HasSubstr("sym_h: none in the data"));
}

TEST_F(LateEnsembleCli, AJobMayMoveItsWindToTheBowShock) {
  ASSERT_EQ(
      run("train --config job.toml --output moved --only fresh --set data.move_to_bow_shock=true -q").code,
      0);
  EXPECT_EQ(json::parse(content("moved/card.json")).at("solar_wind_at"), "bow_shock");
  const auto persistence = [](const std::string& run) {
    return json::parse(content(run + "/metrics.json"))
        .at("leads")[0]
        .at("baselines")
        .at("persistence")
        .at("rmse");
  };
  EXPECT_EQ(persistence("run"), persistence("moved")) << "ages drawn for training are no part of the scores";
  const auto outcome = run("predict --model moved --data data --solar-wind-at l1");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("each sample is moved to the time of its arrival"));
}

}  // namespace
}  // namespace symh
