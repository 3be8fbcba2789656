#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/binary.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

constexpr const char* config = R"(
name = "rolling"
[data]
train = ["data/*.dat"]
[split]
validation_fraction = 0.25
[windows]
lookback = "1h"
horizon = ["1h", "2h"]
stride = "1h"
channels = ["sym_h"]
[model]
kind = "mlp"
units = 4
head_units = 0
[training]
epochs = 2
[[member]]
name = "mlp"
[[member]]
name = "ridge"
model.kind = "ridge"
)";

constexpr const char* arguments = "--config job.toml --from 2001-02-15 --every 30d --bootstrap 20 -q";

/// Three months of simulated minutes, and a backtest with origins on 15 February and 17 March.
class BacktestCli : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    ASSERT_EQ(symh("simulate --output data --days 90 --seed 7 -q").code, 0);
    write_file_atomically(folder_->path() / "job.toml", config);
    made_ = symh(fmt::format("backtest {} --output run", arguments));
    ASSERT_EQ(made_.code, 0) << made_.err;
  }
  static void TearDownTestSuite() { folder_.reset(); }
  static Outcome symh(const std::string& line) { return symh_in(folder_->path(), line); }
  static fs::path file(const std::string& name) { return folder_->path() / name; }
  static std::string weights(const std::string& run, const std::string& period) {
    return read_file(file(run) / "origins" / ("rolling-mlp-s1-" + period) / "weights.safetensors");
  }
  /// The chances that the sample paths of the first period gave, without what came of them.
  static std::vector<std::pair<int, double>> chances_of_first_period(const std::string& run) {
    const auto metrics = nlohmann::json::parse(read_file(file(run + "/metrics.json")));
    std::vector<std::pair<int, double>> chances;
    for (const auto& window : metrics.at("periods").at(0).at("scores").at("windows"))
      for (const auto& event : window.at("events"))
        for (const auto& bin : event.at("bins"))
          chances.emplace_back(bin.at("samples"), bin.at("mean_chance"));
    EXPECT_GT(chances.size(), 10U);
    return chances;
  }
  static std::unique_ptr<TemporaryFolder> folder_;
  static Outcome made_;
};

std::unique_ptr<TemporaryFolder> BacktestCli::folder_;
Outcome BacktestCli::made_;

constexpr const char* first_period = "20010215T0000-20010317T0000";
constexpr const char* second_period = "20010317T0000-20010401T0005";

/// The lines of a forecasts CSV that were issued, and whose observation was made, before `time`.
std::string known_before(const std::string& csv, const std::string& time) {
  std::istringstream lines(csv);
  std::string kept, line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    const auto valid = line.find(',', line.find(',') + 1) + 1;  // the third column
    if (line.substr(valid, time.size()) < time) kept += line + '\n';
  }
  return kept;
}

TEST_F(BacktestCli, ScoresTheLowestValueWithinATime) {
  const auto windows = nlohmann::json::parse(read_file(file("run/metrics.json"))).at("windows");
  ASSERT_EQ(windows.size(), 2U);
  EXPECT_EQ(windows[1].at("within_minutes"), 120);
  EXPECT_GT(windows[1].at("samples"), 1000);
  EXPECT_LT(windows[1].at("crps_nt").at("model"), windows[1].at("crps_nt").at("climatology"));
  EXPECT_THAT(made_.out, HasSubstr("Lowest value within 2h by the sample paths: "));
  EXPECT_THAT(read_file(file("run/report.html")), HasSubstr("Chances within a time"));
}

TEST_F(BacktestCli, ScoresEachPeriodAndAllTogetherBesideFittedBaselines) {
  const auto metrics = nlohmann::json::parse(read_file(file("run/metrics.json")));
  const auto periods = metrics.at("periods");
  ASSERT_EQ(periods.size(), 2U);
  EXPECT_EQ(periods[0].at("from"), "2001-02-15T00:00:00Z");
  EXPECT_EQ(periods[1].at("from"), "2001-03-17T00:00:00Z");
  EXPECT_GT(periods[1].at("training_windows"), periods[0].at("training_windows")) << "the past grows";
  std::size_t samples = 0;
  for (const auto& period : periods) {
    const auto lead = period.at("scores").at("leads")[0];
    EXPECT_TRUE(lead.at("baselines").at("ridge").at("rmse").is_number());
    samples += lead.at("model").at("samples").get<std::size_t>();
  }
  const auto pooled = metrics.at("leads")[0];
  EXPECT_EQ(pooled.at("model").at("samples"), samples);
  EXPECT_TRUE(pooled.at("model").at("rmse_interval")[0].is_number());
  EXPECT_LT(pooled.at("model").at("rmse"), pooled.at("baselines").at("persistence").at("rmse"));
  EXPECT_TRUE(pooled.contains("band"));
  std::istringstream lines(made_.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  EXPECT_THAT(made_.out, HasSubstr("2001-03-17"));
  EXPECT_THAT(read_file(file("run/report.html")), HasSubstr("Issued from 2001-03-17T00:00:00Z"));
}

TEST_F(BacktestCli, DataAfterAnOriginChangeNeitherItsModelsNorWhatWasForecastBeforeThem) {
  fs::create_directories(file("changed"));
  for (const auto& entry : fs::directory_iterator(file("data"))) {
    if (entry.path().extension() != ".dat") continue;
    std::istringstream lines(read_file(entry.path()));
    std::string text, line;
    while (std::getline(lines, line)) {
      const bool later = line.starts_with("2001-") && line >= "2001-03-17 00:00";
      if (later) line.replace(line.size() - 7, 7, line[15] == '3' ? "-250.00" : "  40.00");
      text += line + '\n';
    }
    write_file_atomically(file("changed") / entry.path().filename(), text);
  }
  const auto again =
      symh(fmt::format("backtest {} --output changed-run --set 'data.train=[\"changed\"]'", arguments));
  ASSERT_EQ(again.code, 0) << again.err;
  for (const auto* period : {first_period, second_period})
    EXPECT_EQ(weights("run", period), weights("changed-run", period)) << period;
  const auto all = read_file(file("run/forecasts.csv")), other = read_file(file("changed-run/forecasts.csv"));
  EXPECT_NE(all, other);
  EXPECT_EQ(chances_of_first_period("run"), chances_of_first_period("changed-run"));
  const auto before = known_before(all, "2001-03-17T00");
  EXPECT_GT(before.size(), 10000U);
  EXPECT_EQ(before, known_before(other, "2001-03-17T00"));
}

TEST_F(BacktestCli, ResumeTrainsOnlyWhatLacksToTheSameBytes) {
  fs::copy(file("run"), file("broken"), fs::copy_options::recursive);
  fs::remove_all(file("broken/origins/rolling-mlp-s1-") += second_period);
  const auto wanted = read_file(file("run/forecasts.csv"));
  EXPECT_EQ(symh(fmt::format("backtest {} --output broken", arguments)).code, 2) << "holds a backtest";
  const auto resumed =
      symh("backtest --config job.toml --from 2001-02-15 --every 30d --bootstrap 0 --output broken --resume");
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_THAT(resumed.err, HasSubstr(std::string("rolling-mlp-s1-") + second_period + " is trained"));
  EXPECT_THAT(resumed.err, testing::Not(HasSubstr(std::string(first_period) + " is trained")));
  EXPECT_EQ(read_file(file("broken/forecasts.csv")), wanted);
}

TEST_F(BacktestCli, ShardsGiveTheBytesOfOneRun) {
  for (const auto* shard : {"2/2", "1/2"}) {
    const auto part = symh(fmt::format("backtest {} --output parts --shard {}", arguments, shard));
    ASSERT_EQ(part.code, 0) << part.err;
    EXPECT_FALSE(fs::exists(file("parts/forecasts.csv")));
  }
  const auto made =
      symh("backtest --config job.toml --from 2001-02-15 --every 30d --bootstrap 20 --output parts --resume");
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.err, testing::Not(HasSubstr(" is trained")));
  EXPECT_EQ(read_file(file("parts/forecasts.csv")), read_file(file("run/forecasts.csv")));
  EXPECT_EQ(read_file(file("parts/metrics.json")), read_file(file("run/metrics.json")));
}

TEST_F(BacktestCli, AnInterruptedOneExitsFiveAndSaysHowToGoOn) {
  const auto interrupted = shell_in(
      folder_->path(),
      fmt::format("{{ '{}' backtest --config job.toml --from 2001-02-15 --every 30d --output cut --set "
                  "training.epochs=100000 --set training.patience=0 & pid=$!; "
                  "for i in $(seq 600); do ls cut/origins/*/checkpoint.pt >/dev/null 2>&1 && break; "
                  "sleep 0.02; done; kill -INT $pid; wait $pid; }}",
                  SYMH_BINARY));
  EXPECT_EQ(interrupted.code, 5);
  EXPECT_THAT(interrupted.err, HasSubstr("continue with the same command and --resume"));
}

TEST_F(BacktestCli, ADeviceThatIsNotThereIsSaidBeforeAnythingIsTrained) {
  const auto made =
      shell_in(folder_->path(), fmt::format("CUDA_VISIBLE_DEVICES= '{}' backtest {} --output nowhere --set "
                                            "training.device=cuda",
                                            SYMH_BINARY, arguments));
  EXPECT_EQ(made.code, 2);
  EXPECT_THAT(made.err, HasSubstr("training.device = \"cuda\": this LibTorch sees no CUDA device"));
  EXPECT_FALSE(fs::exists(file("nowhere")));
}

TEST_F(BacktestCli, WrongOriginsAreSaidBeforeAnythingIsTrained) {
  const auto run = [&](const std::string& rest) {
    return symh("backtest --config job.toml --output wrong " + rest);
  };
  EXPECT_EQ(run("--from 2001-02-15 --every often").code, 2);
  EXPECT_EQ(run("--from 2002-01-01").code, 2) << "after the data";
  const auto early = run("--from 2001-01-01T03:00Z");
  EXPECT_EQ(early.code, 3);
  EXPECT_THAT(early.err, HasSubstr("too little data before it"));
  EXPECT_EQ(run("--from 2001-02-15 --set model.task=classification").code, 2);
}

}  // namespace
}  // namespace symh
