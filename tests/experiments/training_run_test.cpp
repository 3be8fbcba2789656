#include "experiments/training_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>

#include "core/error.h"
#include "core/file.h"
#include "experiments/run_folder.h"
#include "recording_listener.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
namespace fs = std::filesystem;

/// A small network on a sampled function: a second in all.
Config toy(const std::vector<std::string>& settings = {}) {
  return parse_config(
      "name = \"toy\"\n[data]\ntrain = ['" SYMH_SOURCE_DIR
      "/data/toy-series.csv']\n[windows]\ncadence = \"1m\"\nlookback = \"3m\"\nhorizon = [\"1m\", \"2m\"]\n"
      "stride = \"1m\"\nchannels = [\"value\"]\ntarget = \"value\"\n[model]\nkind = \"rnn\"\nunits = 4\n"
      "head_units = 0\n[training]\nepochs = 3\nbatch_size = 16\npatience = 0\nthreads = 1\njobs = 1\n",
      "toy", settings);
}

class TrainingRun : public testing::Test {
 protected:
  fs::path file(const std::string& name) const { return folder_.path() / name; }
  RunOptions into(const std::string& name, bool resume = false) const {
    return {.folder = file(name), .resume = resume, .use_cache = false};
  }
  std::string weights(const std::string& run) const { return read_file(file(run) / "weights.safetensors"); }

  TemporaryFolder folder_;
  RecordingListener listener_;
};

TEST_F(TrainingRun, ReportsItsProgressAndALineAnEpochAndPrintsNothing) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const auto report = train(toy(), into("run"), nullptr, listener_);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_FALSE(report.interrupted);
  EXPECT_EQ(report.json.at("leads").size(), 2U);
  EXPECT_THAT(report.text, HasSubstr("persistence"));
  EXPECT_THAT(listener_.labels, Contains("reading"));
  for (const auto* label : {"epoch 1/3", "epoch 2/3", "epoch 3/3"})
    EXPECT_THAT(listener_.labels, Contains(label));
  EXPECT_EQ(listener_.shares.back(), 1.0);
  EXPECT_EQ(std::ranges::count_if(listener_.said, [](const auto& line) { return line.starts_with("epoch"); }),
            3);
  EXPECT_THAT(listener_.said, Contains(HasSubstr("training and")));
  EXPECT_THAT(listener_.warned, IsEmpty());
  for (const auto* name : {"model.json", "weights.safetensors", "config.toml", "metrics.json", "history.csv",
                           "training.html", "checkpoints/seed-1.pt"})
    EXPECT_TRUE(fs::exists(file("run") / name)) << name;
}

TEST_F(TrainingRun, AskedToStopItResumesToTheWeightsOfAnUnbrokenRun) {
  train(toy(), into("whole"), nullptr, listener_);
  RecordingListener stopping;
  const auto steps = static_cast<std::size_t>(std::ranges::count(listener_.labels, "epoch 1/3"));
  stopping.stop_after = static_cast<std::size_t>(std::ranges::count(listener_.labels, "reading")) + steps + 2;
  const auto broken = train(toy(), into("broken"), nullptr, stopping);
  EXPECT_TRUE(broken.interrupted);
  EXPECT_FALSE(fs::exists(file("broken/model.json")));
  EXPECT_TRUE(fs::exists(file("broken/checkpoints/seed-1.pt")));
  const auto resumed = train(toy(), into("broken", true), nullptr, listener_);
  EXPECT_FALSE(resumed.interrupted);
  EXPECT_EQ(weights("broken"), weights("whole"));
}

TEST_F(TrainingRun, KeepsTheBestOfItsStartsAndTellsTheirSpread) {
  const auto report = train(toy({"seeds=2"}), into("run"), nullptr, listener_);
  EXPECT_THAT(listener_.labels, Contains("seed 2 epoch 3/3"));
  EXPECT_THAT(listener_.said, Contains(StartsWith("validation loss over 2 starts: ")));
  const auto starts = report.json.at("training").at("starts");
  ASSERT_EQ(starts.size(), 2U);
  const auto& best =
      starts[0].at("validation_loss") < starts[1].at("validation_loss") ? starts[0] : starts[1];
  const auto provenance = nlohmann::json::parse(read_file(file("run/model.json"))).at("provenance");
  EXPECT_EQ(provenance.at("seed"), best.at("seed"));
  EXPECT_EQ(provenance.at("validation_loss"), best.at("validation_loss"));
}

TEST_F(TrainingRun, AModelFittedInOneStepHasNeitherEpochsNorCheckpoints) {
  const auto report = train(toy({"model.kind=ridge"}), into("run"), nullptr, listener_);
  EXPECT_THAT(listener_.labels, Each("reading"));
  EXPECT_TRUE(report.json.at("training").empty());
  EXPECT_TRUE(fs::exists(file("run/model.json")));
  EXPECT_FALSE(fs::exists(file("run/history.csv")));
  EXPECT_FALSE(fs::exists(file("run/checkpoints")));
}

TEST_F(TrainingRun, AnEnsembleReportsEachTrainedFoldAndStaysSilentAboutItsEpochs) {
  const auto config = toy({"folds=2"});
  check_training(config, listener_);
  const auto report = train(config, into("run"), nullptr, listener_);
  EXPECT_THAT(listener_.said, Contains("toy-s1-f1 is trained"));
  EXPECT_THAT(listener_.said, Contains("toy-s1-f2 is trained"));
  EXPECT_THAT(listener_.said, Each(testing::Not(StartsWith("epoch"))));
  EXPECT_THAT(listener_.labels, Contains("training"));
  EXPECT_TRUE(report.json.contains("members"));
  EXPECT_TRUE(fs::exists(file("run/ensemble.json")));
}

TEST_F(TrainingRun, RefusesAnEnsembleWithoutFoldsBeforeItTouchesAnything) {
  EXPECT_THROW(check_training(toy({"members=2"}), listener_), UsageError);
  EXPECT_THROW(check_training(toy({"folds=2", "model.task=classification"}), listener_), UsageError);
  EXPECT_NO_THROW(check_training(toy(), listener_));
}

TEST_F(TrainingRun, AUsedFolderIsRefusedUnlessItIsToBeResumedOrReplaced) {
  const auto run = file("run");
  EXPECT_NO_THROW(prepare_run_folder(run, {}));
  write_file_atomically(run / "checkpoints" / "seed-1.pt", "x");
  try {
    prepare_run_folder(run, {});
    FAIL() << "nothing was refused";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("already holds a run; continue it with --resume"));
  }
  EXPECT_NO_THROW(prepare_run_folder(run, {.resume = true}));
  EXPECT_TRUE(fs::exists(run / "checkpoints"));
  EXPECT_NO_THROW(prepare_run_folder(run, {.overwrite = true}));
  EXPECT_FALSE(fs::exists(run / "checkpoints"));
}

TEST_F(TrainingRun, OnlyOneCommandAtATimeWritesIntoAFolder) {
  const auto run = file("run");
  const auto refuse = [&](const std::function<void()>& prepare) {
    try {
      prepare();
      ADD_FAILURE() << "nothing was refused";
    } catch (const RunError& error) {
      EXPECT_THAT(error.what(), HasSubstr("another symh writes there"));
    }
  };
  {
    const auto held = prepare_run_folder(run, {});
    refuse([&] { prepare_run_folder(run, {.overwrite = true}); });
    refuse([&] { prepare_backtest_folder(run, {.overwrite = true}); });
    refuse([&] { prepare_search_folder(run, toy(), {.overwrite = true}); });
    EXPECT_NO_THROW(prepare_run_folder(file("other"), {}));
  }
  EXPECT_NO_THROW(prepare_run_folder(run, {}));
}

TEST_F(TrainingRun, TheNextRunRemovesWhatAKilledOneLeftHalfWritten) {
  const auto run = file("run");
  const auto leave = [&](const char* name) {
    fs::create_directories((run / name).parent_path());
    std::ofstream(run / name) << "x";
  };
  for (const auto* name : {".model.json.AbCdEf.tmp", "checkpoints/.seed-1.pt.AbCdEf.tmp", "history.csv"})
    leave(name);
  prepare_run_folder(run, {.resume = true});
  EXPECT_FALSE(fs::exists(run / ".model.json.AbCdEf.tmp"));
  EXPECT_FALSE(fs::exists(run / "checkpoints/.seed-1.pt.AbCdEf.tmp"));
  EXPECT_TRUE(fs::exists(run / "history.csv"));
  for (const auto* name : {"another-run/.model.json.AbCdEf.tmp", "folds/a/.model.json.AbCdEf.tmp"})
    leave(name);
  prepare_run_folder(run, {.resume = true});
  EXPECT_TRUE(fs::exists(run / "another-run/.model.json.AbCdEf.tmp")) << "another command may be writing it";
  EXPECT_FALSE(fs::exists(run / "folds/a/.model.json.AbCdEf.tmp"));
}

TEST_F(TrainingRun, AFoldThatWasNotSavedToTheEndIsTrainedAgain) {
  const auto config = toy({"folds=2"});
  train(config, into("run"), nullptr, listener_);
  const auto sums = read_file(file("run/SHA256SUMS"));
  EXPECT_THAT(sums, HasSubstr("  card.json\n"));
  EXPECT_THAT(sums, HasSubstr("  members/toy-s1-f1/weights.safetensors\n"));
  write_file_atomically(file("run/folds/toy-s1-f1/SHA256SUMS"), "");
  write_file_atomically(file("run/folds/toy-s1-f1/weights.safetensors"), "half");
  EXPECT_NO_THROW(train(config, into("run", true), nullptr, listener_));
  EXPECT_EQ(read_file(file("run/SHA256SUMS")).size(), sums.size());
}

TEST_F(TrainingRun, TakesDataFromAFileWhoseNameIsNotUtf8) {
  const auto data = file("sturm-\xfc.csv");
  fs::copy_file(SYMH_SOURCE_DIR "/data/toy-series.csv", data);
  auto config = toy();
  config.data.train = {data.string()};
  train(config, into("run"), nullptr, listener_);
  EXPECT_THAT(read_file(file("run/model.json")), HasSubstr("sturm-\xef\xbf\xbd.csv"));
}

TEST_F(TrainingRun, ASearchFolderIsResumedOnlyWithTheConfigurationThatMadeIt) {
  const auto folder = file("search");
  prepare_search_folder(folder, toy(), {});
  EXPECT_THROW(prepare_search_folder(folder, toy(), {}), UsageError);
  EXPECT_THROW(prepare_search_folder(folder, toy({"seed=2"}), {.resume = true}), UsageError);
  EXPECT_NO_THROW(prepare_search_folder(folder, toy({"training.jobs=7"}), {.resume = true}))
      << "how many trials run at once changes nothing";
  EXPECT_NO_THROW(prepare_search_folder(folder, toy({"seed=2"}), {.overwrite = true}));
}

}  // namespace
}  // namespace symh
