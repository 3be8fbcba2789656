#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/binary.h"
#include "job/config.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// A search on a sampled function, by the real binary in a folder of its own: a small network, seconds in
/// all.
class TuneCli : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(file("jobs"));
    fs::copy_file(SYMH_SOURCE_DIR "/data/toy-series.csv", file("jobs/toy.csv"));
    write_job("\"training.learning_rate\" = [1e-9, 1e-2]\n\"model.units\" = {low = 4, high = 8}\n");
  }
  void write_job(const std::string& ranges) const {
    write_file_atomically(
        file("jobs/job.toml"),
        "name = \"toy\"\n[data]\ntrain = [\"toy.csv\"]\n[windows]\ncadence = \"1m\"\nlookback = \"3m\"\n"
        "horizon = [\"1m\", \"2m\"]\nstride = \"1m\"\nchannels = [\"value\"]\ntarget = "
        "\"value\"\n[model]\nkind = "
        "\"rnn\"\nunits = 8\nhead_units = 0\n[training]\nepochs = 9\nbatch_size = 16\npatience = 0\n[tune]\n"
        "trials = 6\n[tune.range]\n" +
            ranges);
  }
  Outcome symh(const std::string& arguments) const { return symh_in(folder_.path(), arguments); }
  Outcome tune(const std::string& arguments) const {
    return symh("tune --config jobs/job.toml " + arguments);
  }
  fs::path file(const std::string& name) const { return folder_.path() / name; }
  TemporaryFolder folder_;
};

/// The rows of trials.csv in order of trial and rung, without the columns of time.
std::vector<std::string> rows_of(const fs::path& csv) {
  std::istringstream lines(read_file(csv));
  std::vector<std::string> rows;
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> cells;
    std::istringstream parts(line);
    for (std::string cell; std::getline(parts, cell, ',');) cells.push_back(cell);
    cells.erase(cells.begin() + 10, cells.begin() + 12);  // seconds, elapsed_seconds
    std::string row;
    for (const auto& cell : cells) row += cell + ",";
    rows.push_back(row);
  }
  std::ranges::sort(rows);
  return rows;
}

TEST_F(TuneCli, FindsTheObviouslyBetterChoiceAndLeavesItReadyToTrain) {
  const auto tuned = tune("--output found");
  ASSERT_EQ(tuned.code, 0) << tuned.err;
  std::istringstream lines(tuned.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  EXPECT_THAT(tuned.out, HasSubstr("training.learning_rate = 0.01"));
  EXPECT_THAT(read_file(file("found/trials.csv")), HasSubstr("done"));
  EXPECT_THAT(read_file(file("found/tune.html")), HasSubstr("Best so far"));
  EXPECT_EQ(rows_of(file("found/trials.csv")).size(), 1U + 6 + 2 + 1)
      << "header, and rungs of 1, 3 and 9 epochs";
  const auto best = read_config(file("found/best.toml").string());
  EXPECT_DOUBLE_EQ(best.training.learning_rate, 0.01);
  EXPECT_TRUE(best.tune.ranges.empty());
  const auto trained = symh("train --config found/best.toml --output run --json");
  ASSERT_EQ(trained.code, 0) << trained.err;
  // The run that the search scored and the training of its best.toml are the same.
  const auto lead = nlohmann::json::parse(trained.out).at("leads")[0];
  const auto searched = symh("tune --config jobs/job.toml --output found --resume --json");
  double lowest = 1e9, rmse = 0;
  const auto json = nlohmann::json::parse(searched.out);
  for (const auto& run : json.at("runs"))
    if (run.at("objective") < lowest) {
      lowest = run.at("objective");
      rmse = run.at("rmse")[0];
    }
  EXPECT_NEAR(lead.at("model").at("rmse").get<double>(), rmse, 1e-6);
}

TEST_F(TuneCli, StoppedOrKilledInTheMiddleItGoesOnToTheSameTrials) {
  const std::string longer = "--set training.epochs=30 --set tune.minimum_epochs=10 ";
  ASSERT_EQ(tune(longer + "--output whole").code, 0);
  for (const auto* signal : {"INT", "KILL"}) {
    const auto folder = std::string("broken-") + signal;
    const auto broken = shell_in(
        folder_.path(),
        fmt::format(
            "{{ '{}' tune --config jobs/job.toml {}--output {} --set training.jobs=1 & pid=$!; for i in "
            "$(seq 600); do [ -e {}/trials.csv ] && break; sleep 0.02; done; kill -{} $pid; wait $pid; }}",
            SYMH_BINARY, longer, folder, folder, signal));
    if (std::string(signal) == "INT") {
      EXPECT_EQ(broken.code, 5) << broken.err;
      EXPECT_THAT(broken.err,
                  HasSubstr("continue with: symh tune --config jobs/job.toml --set training.epochs=30"));
    }
    EXPECT_LT(rows_of(file(folder + "/trials.csv")).size(), rows_of(file("whole/trials.csv")).size());
    const auto resumed = tune(longer + "--output " + folder + " --resume");
    ASSERT_EQ(resumed.code, 0) << resumed.err;
    EXPECT_THAT(resumed.err, HasSubstr("done already"));
    EXPECT_EQ(rows_of(file(folder + "/trials.csv")), rows_of(file("whole/trials.csv")));
    EXPECT_EQ(read_file(file(folder + "/best.toml")), read_file(file("whole/best.toml")));
  }
}

TEST_F(TuneCli, GoesOnFromTheCheckpointToTheScoreOfTrainingFromTheBeginning) {
  ASSERT_EQ(tune("--output rungs --set tune.trials=1 --set tune.minimum_epochs=1").code, 0);
  ASSERT_EQ(tune("--output once --set tune.trials=1 --set tune.minimum_epochs=9").code, 0);
  const auto last = rows_of(file("rungs/trials.csv")).at(2), once = rows_of(file("once/trials.csv")).at(0);
  EXPECT_EQ(last.substr(last.find(",9,")), once.substr(once.find(",9,")));
}

TEST_F(TuneCli, ShardsGiveTheTrialsOfOneSearch) {
  ASSERT_EQ(tune("--output whole").code, 0);
  for (const auto* shard : {"2/2", "1/2"}) {
    const auto part = tune(std::string("--output parts --shard ") + shard);
    ASSERT_EQ(part.code, 0) << part.err;
    EXPECT_FALSE(fs::exists(file("parts/best.toml")));
  }
  const auto changed = tune("--output parts --shard 1/2 --set windows.lookback=4m");
  EXPECT_EQ(changed.code, 2) << "another search";
  const auto resumed = tune("--output parts --resume");
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(read_file(file("parts/best.toml")), read_file(file("whole/best.toml")));
  EXPECT_EQ(rows_of(file("parts/trials.csv")), rows_of(file("whole/trials.csv")));
  EXPECT_EQ(tune("--output y --shard 1/2 --budget 1m --set tune.trials=0").code, 2) << "no end to divide";
}

TEST_F(TuneCli, FailedTrialsAreCountedAndNeverPromoted) {
  write_job("\"training.learning_rate\" = [1e-2, 100.0]\n");
  const auto tuned = tune(
      "--output failing --set training.optimizer=sgd --set training.clip=none --set training.loss=mse --set "
      "training.batch_size=4 --json");
  ASSERT_EQ(tuned.code, 0) << tuned.err;
  const auto json = nlohmann::json::parse(tuned.out);
  int failed = 0;
  for (const auto& run : json.at("runs")) {
    EXPECT_EQ(run.at("failed"), run.at("keys").at("training.learning_rate") == "100.0") << run;
    if (!run.at("failed").get<bool>()) continue;
    ++failed;
    EXPECT_EQ(run.at("rung"), 0);
  }
  EXPECT_GT(failed, 0);
  EXPECT_THAT(tuned.err, HasSubstr("no longer finite"));
  write_job("\"training.learning_rate\" = [100.0]\n");
  const auto hopeless = tune(
      "--output hopeless --set training.optimizer=sgd --set training.clip=none --set training.loss=mse --set "
      "training.batch_size=4");
  EXPECT_EQ(hopeless.code, 1);
  EXPECT_THAT(hopeless.err, HasSubstr("every trial failed"));
}

TEST_F(TuneCli, ScoresOutOfFoldAndFitsWhatHasNoEpochsOnce) {
  write_job("\"model.kind\" = [\"ridge\", \"rnn\"]\n");
  const auto tuned = tune("--output folds --set folds=3 --json");
  ASSERT_EQ(tuned.code, 0) << tuned.err;
  int fitted = 0, trained = 0;
  const auto json = nlohmann::json::parse(tuned.out);
  for (const auto& run : json.at("runs")) {
    const bool ridge = run.at("keys").at("model.kind") == "ridge";
    EXPECT_EQ(run.at("epochs") == 0, ridge);
    if (ridge && run.at("rung") > 0) {
      EXPECT_EQ(run.at("seconds"), 0);
    }
    EXPECT_GT(run.at("samples"), 2 * 150) << "every window of the file is left out once";
    ++(ridge ? fitted : trained);
  }
  EXPECT_GT(fitted, 0);
  EXPECT_GT(trained, 0);
  EXPECT_THAT(read_file(file("folds/tune.html")), HasSubstr(R"("x_names":["ridge","rnn"])"));
}

TEST_F(TuneCli, EndsNearItsBudgetWithTheBestThatIsDone) {
  const auto tuned = tune("--output budget --set tune.trials=0 --budget 3s");
  ASSERT_EQ(tuned.code, 0) << tuned.err;
  const auto spent = tune("--output budget --set tune.trials=0 --budget 3s --resume --json");
  ASSERT_EQ(spent.code, 0) << spent.err;
  const auto runs = nlohmann::json::parse(spent.out).at("runs").size();
  EXPECT_EQ(runs + 1, rows_of(file("budget/trials.csv")).size()) << "what was spent stays spent";
  ASSERT_EQ(tune("--output budget --set tune.trials=0 --budget 5s --resume").code, 0);
  EXPECT_GT(rows_of(file("budget/trials.csv")).size(), runs + 1);
}

TEST_F(TuneCli, RefusesWhatCannotBeSearched) {
  const auto refusal = [&](const std::string& arguments) {
    const auto outcome = tune("--output x " + arguments);
    EXPECT_EQ(outcome.code, 2) << outcome.err;
    return outcome.err;
  };
  EXPECT_THAT(refusal("--set tune.trials=0"), HasSubstr("--budget 2h"));
  EXPECT_THAT(refusal("--budget fast"), HasSubstr("2h, 30m or 90s"));
  EXPECT_THAT(refusal("--set tune.minimum_epochs=10"), HasSubstr("more than training.epochs"));
  EXPECT_THAT(refusal("--set model.kind=lsmt"), HasSubstr("is not known"));
  write_job("\"model.kind\" = [\"rnn\", \"lsmt\"]\n");
  EXPECT_THAT(refusal(""), HasSubstr("is not known"));
  write_job("\"model.unit\" = [8]\n");
  EXPECT_THAT(refusal(""), HasSubstr("jobs/job.toml:22:16: [tune.range] unknown key 'model.unit'"));
  write_job("");
  EXPECT_THAT(refusal(""), HasSubstr("nothing to search"));
  EXPECT_FALSE(fs::exists(file("x/tune.toml"))) << "nothing is begun that cannot go on";
}

TEST_F(TuneCli, KeepsAnEarlierSearchUnlessAsked) {
  const std::string quick = "--output kept --set tune.trials=1 --set training.epochs=1 ";
  ASSERT_EQ(tune(quick).code, 0);
  EXPECT_EQ(tune(quick).code, 2);
  const auto other = tune(quick + "--resume --set seed=2");
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("another configuration: seed was 1, now it is 2"));
  auto searched = read_file(file("kept/tune.toml"));
  const std::string line = "momentum = 0.9\n";
  ASSERT_NE(searched.find(line), std::string::npos);
  write_file_atomically(file("kept/tune.toml"), searched.erase(searched.find(line), line.size()));
  EXPECT_EQ(tune(quick + "--resume").code, 0) << "a key that is younger than the search had its default";
  EXPECT_EQ(tune(quick + "--overwrite --set seed=2").code, 0);
}

TEST_F(TuneCli, TrainTakesNoNoticeOfRanges) {
  const auto trained = symh("train --config jobs/job.toml --output run --set training.epochs=1");
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_TRUE(read_config(file("run/config.toml").string()).tune.ranges.empty());
}

}  // namespace
}  // namespace symh
