#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/binary.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
namespace fs = std::filesystem;

constexpr const char* config = R"(
name = "small"
summary = "a small ensemble"
folds = 2
[data]
train = ["data"]
solar_wind_at = "bow_shock"
[windows]
lookback = "30m"
horizon = ["1h", "2h"]
stride = "15m"
channels = ["sym_h", "bz_gsm", "bz_gsm_missing"]
head = ["last", "physics", "drive"]
predict = "correction"
drivers = "optional"
[model]
kind = "mlp"
units = 8
head_units = 0
[training]
epochs = 1
bands = true
[[member]]
name = "mlp"
[[member]]
name = "trees"
model.kind = "boosted_trees"
model.trees = 10
[[member]]
name = "ridge"
model.kind = "ridge"
[[member]]
name = "physics"
model.kind = "physics"
)";

/// A model that cannot do without solar wind, which it holds for an hour.
constexpr const char* driven_config = R"(
name = "driven"
[data]
train = ["data"]
solar_wind_at = "bow_shock"
[windows]
lookback = "1h"
horizon = ["30m", "1h", "2h"]
stride = "1h"
channels = ["sym_h", "speed", "bz_gsm"]
fill_limit = "1h"
[model]
kind = "ridge"
)";

/// An ensemble on simulated indices and the solar wind that drove them, trained once by the real binary; and
/// `driven`, with data in `stopped` whose solar wind ends ten hours early.
class EnsembleCli : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    ASSERT_EQ(symh("simulate --output data --days 25 --seed 5 -q").code, 0);
    write_file_atomically(folder_->path() / "job.toml", config);
    const auto trained = symh("train --config job.toml --output run");
    ASSERT_EQ(trained.code, 0) << trained.err;
    write_file_atomically(folder_->path() / "driven.toml", driven_config);
    ASSERT_EQ(symh("train --config driven.toml --output driven -q").code, 0);
    const auto stopped = shell_in(folder_->path(),
                                  "{ mkdir stopped && cp data/*.dat stopped && "
                                  "head -n -600 data/solar-wind/*.csv > stopped/wind.csv; }");
    ASSERT_EQ(stopped.code, 0) << stopped.err;
  }
  static void TearDownTestSuite() { folder_.reset(); }
  static Outcome symh(const std::string& arguments) { return symh_in(folder_->path(), arguments); }
  static fs::path file(const std::string& name) { return folder_->path() / name; }
  static nlohmann::json json_of(const std::string& name) {
    return nlohmann::json::parse(read_file(file(name)));
  }
  static std::unique_ptr<TemporaryFolder> folder_;
};

std::unique_ptr<TemporaryFolder> EnsembleCli::folder_;

TEST_F(EnsembleCli, TrainingLeavesOneArtifactWithWeightsBandsAndACard) {
  const auto ensemble = json_of("run/ensemble.json");
  std::vector<double> sums(2, 0.0);
  for (const auto& member : ensemble.at("members")) {
    EXPECT_TRUE(fs::exists(file("run/members") / member.at("name").get<std::string>() / "model.json"));
    for (std::size_t l = 0; l < 2; ++l) sums[l] += member.at("weights")[l].get<double>();
  }
  EXPECT_NEAR(sums[0], 1.0, 1e-6);
  EXPECT_NEAR(sums[1], 1.0, 1e-6);
  EXPECT_EQ(ensemble.at("bands").size(), 2U);
  EXPECT_EQ(json_of("run/card.json").at("needs"), (nlohmann::json{"sym_h", "speed", "bz_gsm"}));
  EXPECT_THAT(read_file(file("run/card.md")), HasSubstr("| 1h | persistence |"));
}

/// RMSE out of fold of the member that is a ridge regression.
nlohmann::json ridge_alone(const nlohmann::json& metrics, const nlohmann::json& lead_time_minutes) {
  for (const auto& member : metrics.at("members"))
    if (member.at("lead_time_minutes") == lead_time_minutes && member.at("member") == "small-ridge")
      return member.at("rmse_alone_nt");
  return nullptr;
}

TEST_F(EnsembleCli, OutOfFoldBeatsPersistenceAndItsBandIsTrue) {
  const auto metrics = json_of("run/metrics.json");
  for (const auto& lead : metrics.at("leads")) {
    EXPECT_LT(lead.at("model").at("rmse"), lead.at("baselines").at("persistence").at("rmse"));
    EXPECT_NEAR(lead.at("band").at("coverage").get<double>(), 0.9, 0.01)
        << "calibrated on these very samples";
    EXPECT_TRUE(lead.at("baselines").contains("obrien_mcpherron"));
    EXPECT_TRUE(lead.at("baselines").contains("burton_held"));
    EXPECT_NEAR(lead.at("baselines").at("ridge").at("rmse").get<double>(),
                ridge_alone(metrics, lead.at("lead_time_minutes")).get<double>(), 1e-6);
  }
  EXPECT_THAT(read_file(file("run/out-of-fold.csv")), HasSubstr("q05_nt,q50_nt,q95_nt"));
  EXPECT_THAT(read_file(file("run/card.md")), HasSubstr("| RMSE of the others, weighed again |"));
  const auto members = metrics.at("members");
  EXPECT_EQ(members.back().at("member"), "all");
  for (const auto& member : members) {
    if (member.at("lead_time_minutes") != members.back().at("lead_time_minutes")) continue;
    EXPECT_GE(member.at("rmse_alone_nt"), members.back().at("rmse_alone_nt")) << member.dump();
  }
}

TEST_F(EnsembleCli, EvaluateAndPredictTakeItAsOneModel) {
  const auto evaluated = symh("evaluate --model run --data data --json --bootstrap 0 --forecasts f.csv");
  ASSERT_EQ(evaluated.code, 0) << evaluated.err;
  const auto lead = nlohmann::json::parse(evaluated.out).at("leads")[0];
  EXPECT_TRUE(lead.at("baselines").contains("ridge"));
  EXPECT_TRUE(lead.contains("band"));
  const auto csv = symh("predict --model run --data data --format csv").out;
  EXPECT_THAT(csv, HasSubstr("persistence_nt,q05_nt,q95_nt"));
  const auto predicted = symh("predict --model run --data data").out;
  EXPECT_THAT(predicted, HasSubstr("5-95 %"));
  EXPECT_THAT(predicted, HasSubstr("chance that it falls to"));
  EXPECT_TRUE(fs::exists(file("run/errors.safetensors")))
      << "the sample paths move by the errors out of fold";
}

TEST_F(EnsembleCli, TheCardStatesWhatTheForecastIsWorthWithoutSolarWind) {
  const auto card = json_of("run/card.json");
  const auto without = card.at("rmse_without_solar_wind_nt");
  ASSERT_EQ(without.size(), 2U);
  for (std::size_t l = 0; l < 2; ++l)
    EXPECT_GT(without[l].get<double>(), card.at("rmse_out_of_fold_nt")[l].get<double>());
  EXPECT_EQ(json_of("run/metrics.json").at("rmse_without_solar_wind_nt"), without);
  EXPECT_THAT(read_file(file("run/card.md")), HasSubstr("## Without solar wind"));
}

TEST_F(EnsembleCli, EvaluateWithoutChannelsForecastsAsIfTheyWereMissingAndSaysSo) {
  const auto evaluate = [&](const std::string& rest) {
    return symh("evaluate --model run --bootstrap 0 --data " + rest);
  };
  const auto blanked = evaluate("data --without solar_wind --json --report without.html");
  ASSERT_EQ(blanked.code, 0) << blanked.err;
  const auto json = nlohmann::json::parse(blanked.out);
  EXPECT_THAT(json.at("without"), testing::Contains("bz_gsm"));
  const auto absent = nlohmann::json::parse(evaluate("'data/*.dat' --json").out);
  EXPECT_EQ(json.at("leads")[0].at("model").at("rmse"), absent.at("leads")[0].at("model").at("rmse"));
  EXPECT_THAT(read_file(file("without.html")), HasSubstr("Taken as missing"));
  EXPECT_THAT(evaluate("data --without density,speed").out,
              HasSubstr("NOTE: taken as missing: density, speed"));
  const auto wrong = evaluate("data --without sped");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("the nearest is 'speed'"));
}

TEST_F(EnsembleCli, ForecastsOnWhenTheSolarWindIsMissing) {
  const auto without = symh("predict --model run --data 'data/*.dat' --format json");
  ASSERT_EQ(without.code, 0) << without.err;
  const auto with = symh("predict --model run --data data --format json");
  EXPECT_NE(without.out, with.out);
}

TEST_F(EnsembleCli, WhereTheWindStoppedTheBundledIndicesForecastAndTheProductSaysSo) {
  const auto predicted = symh("predict --model driven --data stopped --format json");
  ASSERT_EQ(predicted.code, 0) << predicted.err;
  EXPECT_THAT(predicted.err, HasSubstr("'indices' forecasts in place of 'driven'"));
  EXPECT_THAT(predicted.err, HasSubstr("no forecast at 30m"));
  const auto product = nlohmann::json::parse(predicted.out);
  EXPECT_EQ(product.at("fallback").at("from"), "driven");
  EXPECT_EQ(product.at("model"), "indices");
  EXPECT_EQ(product.at("forecasts").size(), 2U);
  EXPECT_GT(product.at("solar_wind").at("age_minutes"), 590);
}

TEST_F(EnsembleCli, WithItsWindADrivenModelItselfForecasts) {
  const auto predicted = symh("predict --model driven --data data --format json");
  ASSERT_EQ(predicted.code, 0) << predicted.err;
  const auto product = nlohmann::json::parse(predicted.out);
  EXPECT_EQ(product.at("model"), "driven");
  EXPECT_FALSE(product.contains("fallback"));
  EXPECT_LE(product.at("solar_wind").at("age_minutes"), 60);
}

TEST_F(EnsembleCli, FallbackIsRefusedWithNoFallbackAndAnotherModelMayBeNamed) {
  const auto refused = symh("predict --model driven --data stopped --no-fallback");
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("speed ends"));
  const auto wrong = symh("predict --model driven --data stopped --fallback run");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("needs solar wind itself"));
  const auto trained = symh(
      "train --config driven.toml --output calm --set name=calm --set 'windows.channels=[\"sym_h\"]' -q");
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_THAT(symh("predict --model driven --data stopped --fallback calm --format csv").out,
              HasSubstr(",calm,driven\n"));
}

TEST_F(EnsembleCli, TheBundledModelOfTheWindFallsBackTooWhereItsFeedIsLost) {
  const auto predicted = symh("predict --data stopped --format json");
  ASSERT_EQ(predicted.code, 0) << predicted.err;
  EXPECT_EQ(nlohmann::json::parse(predicted.out).at("fallback").at("from"), "storms-omni");
}

TEST_F(EnsembleCli, SolarWindFromElsewhereIsConvertedOrRefusedNeverTakenSilently) {
  const auto converted = symh("predict --model run --data data --solar-wind-at l1");
  EXPECT_EQ(converted.code, 0);
  EXPECT_THAT(converted.err, HasSubstr("moved to the time of its arrival"));
  const auto trained = symh(
      "train --config job.toml --output l1 --set data.solar_wind_at=l1 --set model.kind=ridge --set folds=2 "
      "-q");
  ASSERT_EQ(trained.code, 0) << trained.err;
  const auto refused = symh("predict --model l1 --data data --solar-wind-at bow_shock");
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("give L1 data"));
}

constexpr const char* judged = "judged to be bow_shock, as SYM-H follows jumps of the pressure after";

TEST_F(EnsembleCli, WhereTheWindWasMeasuredIsJudgedByTheContentInTrainingAndForecasting) {
  const auto trained = symh(
      "train --config job.toml --output judged --set data.solar_wind_at=auto --set model.kind=ridge --only "
      "ridge "
      "--only physics");
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_THAT(trained.err, HasSubstr(judged));
  EXPECT_EQ(json_of("judged/card.json").at("solar_wind_at"), "bow_shock");
  const auto predicted = symh("predict --model run --data data --format json");
  EXPECT_THAT(predicted.err, HasSubstr(judged));
  EXPECT_FALSE(nlohmann::json::parse(predicted.out).contains("warnings"));
}

TEST_F(EnsembleCli, WhereTheContentDoesNotTellTrainingIsRefusedAndTheProductWarns) {
  ASSERT_EQ(symh("simulate --output calm --days 4 --storms-per-month 0 --seed 3 -q").code, 0);
  const auto refused =
      symh("train --config job.toml --output x --set 'data.train=[\"calm\"]' --set data.solar_wind_at=auto");
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err,
              HasSubstr("symh cannot judge it (the pressure of the solar wind jumps too seldom"));
  const auto predicted = symh("predict --model run --data calm --format json");
  ASSERT_EQ(predicted.code, 0) << predicted.err;
  EXPECT_THAT(predicted.err, HasSubstr("assuming bow_shock"));
  const auto warnings = nlohmann::json::parse(predicted.out).at("warnings");
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_THAT(warnings[0].get<std::string>(), HasSubstr("assuming bow_shock"));
  EXPECT_THAT(symh("predict --model run --data calm -q").out, HasSubstr("WARNING: the files do not say"));
  EXPECT_THAT(symh("predict --model run --data calm --solar-wind-at bow_shock").out,
              testing::Not(HasSubstr("WARNING")));
}

TEST_F(EnsembleCli, GivesTheSameBytesHoweverManyFoldsRunAtOnceAndResumesWhatLacks) {
  ASSERT_EQ(symh("train --config job.toml --output again --set training.jobs=1 -q").code, 0);
  const auto weights = "members/small-mlp-s1-f1/weights.safetensors";
  EXPECT_EQ(read_file(file("run") / weights), read_file(file("again") / weights));
  const auto before = read_file(file("again/out-of-fold.csv"));
  fs::remove_all(file("again/folds/small-mlp-s1-f2"));
  auto model = read_file(file("again/folds/small-mlp-s1-f1/model.json"));
  const std::string line = "momentum = 0.9\\n";
  ASSERT_NE(model.find(line), std::string::npos);
  write_file_atomically(file("again/folds/small-mlp-s1-f1/model.json"),
                        model.erase(model.find(line), line.size()));
  fs::remove(file("again/folds/small-mlp-s1-f1/SHA256SUMS"));  // nor did an earlier symh write it
  const auto resumed = symh("train --config job.toml --output again --set training.jobs=1 --resume");
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(before, read_file(file("again/out-of-fold.csv")));
  EXPECT_THAT(resumed.err, testing::Not(HasSubstr("small-mlp-s1-f1 is trained")));
  const auto other = symh("train --config job.toml --output again --resume --set training.epochs=2");
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("made with another configuration: training.epochs was"));
}

TEST_F(EnsembleCli, ShardsThatTrainAtTheSameTimeGiveTheBytesOfOneRun) {
  const auto line = "train --config job.toml --output parts --set training.jobs=1 -q";
  const auto parts =
      shell_in(folder_->path(),
               fmt::format("(for i in 1 2 3; do '{}' {} --shard $i/3 & done; wait)", SYMH_BINARY, line));
  EXPECT_THAT(parts.out, HasSubstr("shard 2/3: its "));
  EXPECT_FALSE(fs::exists(file("parts/ensemble.json")));
  const auto made = symh(fmt::format("{} --resume", line));
  ASSERT_EQ(made.code, 0) << made.err;
  for (const auto* same : {"out-of-fold.csv", "metrics.json", "errors.safetensors", "card.json",
                           "members/small-mlp-s1-f1/weights.safetensors"})
    EXPECT_EQ(read_file(file("parts") / same), read_file(file("run") / same)) << same;
  EXPECT_EQ(symh(fmt::format("{} --shard 4/3", line)).code, 2);
  EXPECT_EQ(symh(fmt::format("{} --shard 1/3 --overwrite", line)).code, 2);
  const auto single = symh(fmt::format("{} --shard 1/2 --set folds=1 --only small-mlp", line));
  EXPECT_EQ(single.code, 2) << single.err;
}

TEST_F(EnsembleCli, AFailingFoldEndsTheRunWithItsReason) {
  const auto failed = symh(
      "train --config job.toml --output bad --set training.learning_rate=100 --set "
      "training.optimizer=sgd --set training.clip=none --set training.epochs=3");
  EXPECT_EQ(failed.code, 1);
  EXPECT_THAT(failed.err, HasSubstr("no longer finite"));
}

TEST_F(EnsembleCli, OnlyTheNamedMembersAreTrained) {
  const auto wrong = symh("train --config job.toml --only tree --output few");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("it has: mlp, trees, ridge, physics"));
  ASSERT_EQ(symh("train --config job.toml --only ridge --only physics --output few").code, 0);
  const auto ensemble = json_of("few/ensemble.json");
  for (const auto& member : ensemble.at("members"))
    EXPECT_THAT(member.at("name").get<std::string>(), AnyOf(HasSubstr("ridge"), HasSubstr("physics")));
}

TEST_F(EnsembleCli, TheBestBundledModelIsTakenWhereNoneIsNamed) {
  fs::create_directories(file("models"));
  fs::copy(file("run"), file("models/small"), fs::copy_options::recursive);
  const auto with_models = [&](const std::string& arguments) {
    return shell_in(folder_->path(), "SYMH_MODELS=models '" SYMH_BINARY "' " + arguments);
  };
  EXPECT_THAT(with_models("models").out, HasSubstr("a small ensemble"));
  const auto predicted = with_models("predict --data data");
  EXPECT_EQ(predicted.code, 0) << predicted.err;
  EXPECT_THAT(predicted.err, HasSubstr("bundled model 'small' is used"));
  const auto refused = with_models("predict --data 'data/*.dat'");
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("small needs speed, bz_gsm"));
  EXPECT_EQ(shell_in(folder_->path(), "SYMH_MODELS=data '" SYMH_BINARY "' models").code, 3);
}

TEST_F(EnsembleCli, ABundledModelIsTakenByItsName) {
  const auto predicted = symh("predict --model indices-daily --data 'data/*.dat' --format json");
  ASSERT_EQ(predicted.code, 0) << predicted.err;
  const auto product = nlohmann::json::parse(predicted.out);
  EXPECT_EQ(product.at("model"), "indices-daily");
  EXPECT_EQ(product.at("forecasts").at(0).at("lead_time_minutes"), 1440);
  EXPECT_EQ(symh("predict --model nobody --data 'data/*.dat'").code, 3);
}

TEST_F(EnsembleCli, TheModelsThatComeWithSymhLoadAndForecast) {
  const auto listed = symh("models");
  ASSERT_EQ(listed.code, 0) << listed.err;
  EXPECT_THAT(listed.out, HasSubstr("storms-l1\n"));
  EXPECT_THAT(listed.out, HasSubstr("indices\n"));
  for (const auto& [data, model] : {std::pair{"'data/*.dat'", "indices"}, std::pair{"data", "storms-omni"},
                                    std::pair{"data --solar-wind-at l1", "storms-l1"}}) {
    const auto predicted = symh(fmt::format("predict --data {} --format json", data));
    ASSERT_EQ(predicted.code, 0) << predicted.err;
    EXPECT_THAT(predicted.err, HasSubstr(fmt::format("bundled model '{}' is used", model)));
    const auto product = nlohmann::json::parse(predicted.out);
    for (const auto& lead : product.at("forecasts")) {
      EXPECT_TRUE(lead.at("forecast_nt").is_number());
      EXPECT_LT(lead.at("q05_nt"), lead.at("q95_nt"));
    }
  }
}

}  // namespace
}  // namespace symh
