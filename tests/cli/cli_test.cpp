#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/binary.h"
#include "core/file.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// Runs the real binary in a folder of its own, with simulated data made once.
class Cli : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    ASSERT_EQ(symh("simulate --output data --days 40 --seed 3 -q").code, 0);
    write_file_atomically(
        folder_->path() / "job.toml",
        "name = \"job\"\n[data]\ntrain = [\"data/*.dat\"]\n[windows]\nlookback = \"1h\"\nstride = \"30m\"\n"
        "channels = [\"sym_h\", \"asy_h\"]\n[model]\nunits = 8\nhead_units = 0\n[training]\nepochs = 2\n");
    const auto trained = symh("train --config job.toml --output run --diagnose-gradients");
    ASSERT_EQ(trained.code, 0) << trained.err;
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static Outcome symh(const std::string& arguments) { return symh_in(folder_->path(), arguments); }
  static Outcome shell(const std::string& line) { return shell_in(folder_->path(), line); }
  static fs::path file(const std::string& name) { return folder_->path() / name; }
  static std::unique_ptr<TemporaryFolder> folder_;
};

std::unique_ptr<TemporaryFolder> Cli::folder_;

void expect_eighty_columns(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

TEST_F(Cli, HelpNamesEveryCommandAndTheExitCodes) {
  const auto help = symh("--help");
  EXPECT_EQ(help.code, 0);
  for (const auto* word : {"inspect", "simulate", "fetch", "train", "backtest", "evaluate", "predict",
                           "export", "models", "Exit codes", "interrupted"})
    EXPECT_THAT(help.out, HasSubstr(word));
  EXPECT_THAT(symh("--version").out, HasSubstr("BLAS"));
}

TEST_F(Cli, WrongUsageExitsTwoAndBadDataThree) {
  EXPECT_EQ(symh("").code, 2);
  EXPECT_EQ(symh("forecast").code, 2);
  EXPECT_EQ(symh("train --config nothing.toml").code, 2);
  EXPECT_EQ(symh("train --config job.toml --output x --set training.epoch=3").code, 2);
  EXPECT_EQ(symh("train --config job.toml --output x --device cuda").code % 3, 2) << "2 without a GPU";
  EXPECT_EQ(symh("predict --model run --data data/*.dat --at yesterday").code, 2);
  EXPECT_EQ(symh("inspect nothing-here").code, 3);
  EXPECT_EQ(symh("predict --model data --data data/*.dat").code, 3);
  EXPECT_EQ(symh("evaluate --model run --data data/*.dat --report /proc/no/report.html").code, 1);
}

TEST_F(Cli, InspectPrintsATableAndJson) {
  const auto table = symh("inspect data/*.dat");
  EXPECT_EQ(table.code, 0);
  expect_eighty_columns(table.out);
  EXPECT_THAT(table.out, HasSubstr("cadence    1m"));
  const auto json = nlohmann::json::parse(symh("inspect data/*.dat --json").out);
  EXPECT_EQ(json.at("samples"), 40 * 1440);
  EXPECT_EQ(json.at("storms").size() > 0, true);
}

TEST_F(Cli, ADamagedFileIsRefusedWithItsPlaceAndTolerantReadsTheRest) {
  const auto text = read_file(file("data") / "ASY_2001-01-01_2001-01-31_D.dat");
  write_file_atomically(file("cut/a.dat"), text.substr(0, text.size() - 30));
  const auto refused = symh("inspect cut");
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("a.dat:44653:"));
  EXPECT_TRUE(refused.out.empty());
  const auto tolerant = symh("inspect cut --tolerant");
  EXPECT_EQ(tolerant.code, 0);
  EXPECT_THAT(tolerant.err, HasSubstr("a.dat: 1 bad line skipped (--tolerant), the first at 44653:"));
}

TEST_F(Cli, InspectKeepsItsTableWithinEightyColumnsForLongNamesAndLargeValues) {
  write_file_atomically(file("wide.csv"),
                        "time,heat,flux_of_protons_above_60_mev\n2003-11-20T00:00Z,2189866.5,-1.2345678e-20\n"
                        "2003-11-20T00:05Z,-0.0001,-1.2345678e30\n");
  EXPECT_EQ(symh("inspect wide.csv --columns heat=temperature").code, 3) << "a temperature below zero";
  const auto table = symh("inspect wide.csv");
  EXPECT_EQ(table.code, 0) << table.err;
  expect_eighty_columns(table.out);
  EXPECT_THAT(table.out, HasSubstr("2189866"));
  EXPECT_THAT(table.out, HasSubstr("flux_of_protons~"));
}

TEST_F(Cli, ColumnsNameTheChannelsOfAForeignCsv) {
  write_file_atomically(file("foreign.csv"),
                        "time,SYM,V\n2003-11-20T00:00Z,-99,500\n2003-11-20T00:01Z,-98,\n");
  const auto json = nlohmann::json::parse(symh("inspect foreign.csv --columns SYM=sym_h V=speed --json").out);
  EXPECT_EQ(json.at("channels").at("sym_h").at("present"), 2);
  EXPECT_EQ(json.at("channels").at("speed").at("maximum").at("value"), 500);
  EXPECT_EQ(json.at("storms").size(), 1U);
  EXPECT_EQ(symh("inspect foreign.csv --columns SYM").code, 2);
  const auto misspelt = symh("inspect foreign.csv --columns SYN=sym_h");
  EXPECT_EQ(misspelt.code, 2);
  EXPECT_THAT(misspelt.err, HasSubstr("no file has a column 'SYN'; the nearest is 'SYM'"));
  EXPECT_EQ(symh("inspect foreign.csv --columns SYM=symh").code, 2);
}

TEST_F(Cli, ManyWarningsAreCutShort) {
  for (int i = 10; i < 30; ++i)
    write_file_atomically(file("zoneless") / fmt::format("f{}", i),
                          fmt::format("time,speed,note{0}\n2003-11-{0} 00:00,400,word\n", i));
  const auto inspected = symh("inspect zoneless");
  EXPECT_EQ(inspected.code, 0);
  EXPECT_THAT(inspected.err, HasSubstr("and 11 more (--verbose)"));
  EXPECT_THAT(inspected.out, HasSubstr("unknown without a channel sym_h"));
}

TEST_F(Cli, AModelRemembersTheColumnsItWasTrainedOn) {
  std::string text = read_file(file("data/solar-wind") / "solar_wind_2001-01-01_2001-01-31.csv");
  text.replace(text.find("speed"), 5, "V [km/s]");
  write_file_atomically(file("foreign/wind.csv"), text);
  const auto trained = symh(
      "train --config job.toml --output foreign-run -q --set training.epochs=1 --set windows.target=speed "
      "--set "
      "'windows.channels=[\"speed\"]' --set 'data.train=[\"foreign\"]' "
      "--set data.solar_wind_at=bow_shock --set 'data.columns={\"V [km/s]\" = \"speed\"}'");
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_EQ(symh("predict --model foreign-run --data foreign").code, 0);
  EXPECT_EQ(symh("predict --model foreign-run --data foreign --columns 'V [km/s]=density'").code, 3);
}

TEST_F(Cli, SimulateWritesTheSameBytesForTheSameSeedAndTheWindBeside) {
  ASSERT_EQ(symh("simulate --output one --days 33 --seed 5 -q").code, 0);
  ASSERT_EQ(symh("simulate --output two --days 33 --seed 5 -q").code, 0);
  EXPECT_EQ(shell("diff -r one two").code, 0);
  ASSERT_EQ(symh("simulate --output other --days 33 --seed 6 -q").code, 0);
  EXPECT_NE(shell("diff -rq one other").code, 0);
  const auto json = nlohmann::json::parse(symh("inspect one --json").out);
  EXPECT_EQ(json.at("channels").size(), 11U) << "indices and solar wind of one cadence are one series";
  EXPECT_EQ(json.at("samples"), 33 * 1440);
}

TEST_F(Cli, TrainLeavesAWholeRunFolder) {
  for (const auto* name :
       {"model.json", "weights.safetensors", "config.toml", "history.csv", "metrics.json", "train.log",
        "training.html", "gradients.html", "gradients.csv", "checkpoints/seed-1.pt"})
    EXPECT_TRUE(fs::exists(file("run") / name)) << name;
  const auto model = nlohmann::json::parse(read_file(file("run/model.json")));
  EXPECT_EQ(
      model.at("provenance").at("data").at("train").at("files")[0].at("sha256").get<std::string>().size(),
      64U);
  EXPECT_EQ(symh("train --config job.toml --output run").code, 2) << "an old run is not overwritten unasked";
}

TEST_F(Cli, TrainingTwiceGivesTheSameBytesAndSeedsReportTheirSpread) {
  ASSERT_EQ(symh("train --config job.toml --output again -q").code, 0);
  EXPECT_EQ(read_file(file("run/weights.safetensors")), read_file(file("again/weights.safetensors")));
  const auto seeds = symh("train --config job.toml --output seeds --set seeds=2 --set training.epochs=1");
  EXPECT_THAT(seeds.err, HasSubstr("over 2 starts"));
  const auto training = nlohmann::json::parse(read_file(file("seeds/metrics.json"))).at("training");
  const double first = training.at("starts").at(0).at("validation_loss");
  const double second = training.at("starts").at(1).at("validation_loss");
  EXPECT_NE(first, second);
  EXPECT_NEAR(training.at("validation_loss_mean"), (first + second) / 2, 1e-9);
  EXPECT_NEAR(training.at("validation_loss_deviation"), std::abs(first - second) / std::sqrt(2), 1e-9);
}

TEST_F(Cli, ARunThatBlowsUpExitsOneAndLeavesItsGradients) {
  const auto exploded = symh(
      "train --config job.toml --output exploded --diagnose-gradients --set model.kind=rnn --set "
      "model.nonlinearity=relu --set model.init=identity --set model.init_scale=3 --set training.clip=none "
      "--set training.optimizer=sgd --set training.learning_rate=10");
  EXPECT_EQ(exploded.code, 1);
  EXPECT_THAT(exploded.err, HasSubstr("no longer finite"));
  EXPECT_THAT(read_file(file("exploded/gradients.html")), HasSubstr("rises (exploding)"));
}

TEST_F(Cli, AnInterruptedRunSavesExitsFiveAndResumesToTheSameWeights) {
  const auto interrupted =
      shell("{ '" SYMH_BINARY
            "' train --config job.toml --output broken --set training.epochs=40 --set training.patience=0 & "
            "pid=$!; for i in $(seq 600); do [ -e broken/checkpoints/seed-1.pt ] && break; sleep 0.02; done; "
            "kill -INT $pid; wait $pid; }");
  EXPECT_EQ(interrupted.code, 5) << interrupted.err;
  const auto history = read_file(file("broken/history.csv"));
  EXPECT_THAT(history, testing::StartsWith("epoch,train_loss,validation_loss"));
  ASSERT_EQ(symh("train --config job.toml --output broken --resume --set training.epochs=40 --set "
                 "training.patience=0")
                .code,
            0);
  ASSERT_EQ(
      symh("train --config job.toml --output whole --set training.epochs=40 --set training.patience=0").code,
      0);
  EXPECT_EQ(read_file(file("broken/weights.safetensors")), read_file(file("whole/weights.safetensors")));
  EXPECT_THAT(read_file(file("broken/history.csv")), testing::StartsWith(history))
      << "what was learnt before is kept";
}

TEST_F(Cli, AnInterruptWhileTheDataAreReadExitsFiveAtOnce) {
  ASSERT_EQ(shell("mkfifo endless.csv").code, 0);
  const auto interrupted =
      shell("{ '" SYMH_BINARY
            "' train --config job.toml --output early --set 'data.train=[\"endless.csv\"]' & pid=$!; "
            "for i in $(seq 600); do [ -e early/train.log ] && break; sleep 0.02; done; sleep 0.2; "
            "kill -TERM $pid; wait $pid; }");
  EXPECT_EQ(interrupted.code, 5) << interrupted.err;
  EXPECT_THAT(interrupted.err, HasSubstr("interrupted"));
}

TEST_F(Cli, TheCommandToResumeWithHasEverySetting) {
  const auto interrupted =
      shell("{ '" SYMH_BINARY
            "' train --config job.toml --output 'my run' --device cpu --set training.epochs=4000 --set "
            "'windows.channels=[\"sym_h\"]' & pid=$!; "
            "for i in $(seq 600); do [ -e 'my run/checkpoints/seed-1.pt' ] && break; sleep 0.02; done; "
            "kill -INT $pid; wait $pid; }");
  EXPECT_EQ(interrupted.code, 5);
  EXPECT_THAT(interrupted.err,
              HasSubstr("symh train --config job.toml --set training.epochs=4000 --set "
                        "'windows.channels=[\"sym_h\"]' --device cpu --output 'my run' --resume"));
  const auto other = symh("train --config job.toml --output 'my run' --resume --set training.epochs=4000");
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("windows.channels was ['sym_h'], now it is ['sym_h', 'asy_h']"));
}

TEST_F(Cli, ErrorsStandInTheLogFileAndQuietKeepsThem) {
  const auto stale = symh("predict --model run --data data/*.dat --max-age 2h --quiet --log-file cron.log");
  EXPECT_EQ(stale.code, 4);
  EXPECT_THAT(stale.err,
              testing::StartsWith("symh: no forecast: the newest sym_h value (2001-02-10T00:00:00Z) is "));
  EXPECT_THAT(read_file(file("cron.log")),
              HasSubstr(" old; --max-age allows 2 h. Fetch newer data or raise --max-age"));
  EXPECT_THAT(read_file(file("cron.log")), HasSubstr("read 2 files")) << "the log says more than --quiet";
  const auto unwritable = symh("export --model run --output m.pt --log-file /proc/no/symh.log");
  EXPECT_EQ(unwritable.code, 1);
  EXPECT_THAT(unwritable.err, HasSubstr("--log-file /proc/no/symh.log: cannot be written"));
}

TEST_F(Cli, VerboseSaysMoreQuietNothingAndStdoutHoldsResultsAlone) {
  for (const std::string command :
       {"predict --model run --data data/*.dat", "inspect data/*.dat",
        "evaluate --model run --data data/*.dat --bootstrap 0", "export --model run --output v.pt",
        "simulate --days 2 --output v", "train --config job.toml --output v-run --overwrite"}) {
    const auto plain = symh(command), quiet = symh(command + " --quiet"),
               verbose = symh(command + " --verbose");
    EXPECT_EQ(quiet.code, 0) << command << quiet.err;
    EXPECT_EQ(quiet.err, "") << command;
    EXPECT_EQ(quiet.out, plain.out) << command;
    EXPECT_EQ(verbose.out, plain.out) << command;
    EXPECT_GE(verbose.err.size(), plain.err.size()) << command;
    EXPECT_EQ(plain.err.find('\033'), std::string::npos) << "no colour and no bar where nobody watches";
    const auto json = symh(command + " --quiet --json").out;
    EXPECT_TRUE(nlohmann::json::accept(json) || (json.empty() && plain.out.empty())) << command << json;
  }
  EXPECT_THAT(symh("predict --model run --data data/*.dat --verbose").err, HasSubstr("lstm of sym_h"));
  EXPECT_THAT(symh("inspect data/*.dat --verbose").err, HasSubstr("IAGA-2002"));
}

TEST_F(Cli, EvaluateWritesTablesJsonForecastsAndReport) {
  const auto result =
      symh("evaluate --model run --data data/*.dat --forecasts f.csv --report r.html --bootstrap 50");
  EXPECT_EQ(result.code, 0) << result.err;
  expect_eighty_columns(result.out);
  EXPECT_THAT(result.out, HasSubstr("persistence"));
  EXPECT_THAT(read_file(file("f.csv")),
              HasSubstr("issue_time,lead_time_minutes,valid_time,forecast_nt,observed_nt,persistence_nt"));
  EXPECT_THAT(read_file(file("r.html")), HasSubstr("</html>"));
  EXPECT_TRUE(
      nlohmann::json::accept(symh("evaluate --model run --data data/*.dat --json --bootstrap 10").out));
}

TEST_F(Cli, PredictGivesTableCsvAndJsonAndMindsTheAgeOfTheData) {
  expect_eighty_columns(symh("predict --model run --data data/*.dat").out);
  const auto json = nlohmann::json::parse(symh("predict --model run --data data/*.dat --format json").out);
  EXPECT_EQ(json.at("issue_time"), "2001-02-10T00:00:00Z");
  EXPECT_THAT(symh("predict --model run --data data/*.dat --format csv --at 2001-01-20T06:02Z").out,
              HasSubstr("2001-01-20T06:00:00Z,60,2001-01-20T07:00:00Z,"));
  const auto stale = symh("predict --model run --data data/*.dat --max-age 2h --output stale.json");
  EXPECT_EQ(stale.code, 4);
  EXPECT_FALSE(fs::exists(file("stale.json")));
  EXPECT_EQ(symh("predict --model run --data data/*.dat --max-age 2h --at 2001-01-20T06:00Z").code, 0);
  EXPECT_EQ(symh("predict --model run --data data/*.dat --seed -1").code, 2) << "no other draw in disguise";
}

TEST_F(Cli, ExportWritesAFileAndItsDescriptionInTheFormatAskedForOrThatOfTheSuffix) {
  for (const auto* arguments :
       {"--format torchscript --output m.torch", "--output m.pt", "--output m.onnx"}) {
    const auto result = symh(std::string("export --json --model run ") + arguments);
    ASSERT_EQ(result.code, 0) << result.err;
    const auto json = nlohmann::json::parse(result.out);
    EXPECT_FALSE(read_file(file(json.at("file"))).empty());
    EXPECT_TRUE(nlohmann::json::accept(read_file(file(json.at("description")))));
  }
  EXPECT_THAT(read_file(file("m.onnx")), HasSubstr("LSTM"));
  EXPECT_EQ(read_file(file("m.pt")).substr(0, 2), "PK") << "TorchScript files are zip archives";
  const auto unclear = symh("export --model run --output m.bin");
  EXPECT_EQ(unclear.code, 2);
  EXPECT_THAT(unclear.err, HasSubstr("--format onnx or --format torchscript"));
  EXPECT_FALSE(fs::exists(file("m.bin")));
}

TEST_F(Cli, ExportTakesTheBundledEnsemblesByName) {
  EXPECT_EQ(symh("export --model late --output storms.onnx").code, 0);
  const auto json = nlohmann::json::parse(read_file(file("storms.onnx.json")));
  EXPECT_EQ(json.at("solar_wind_at"), "l1");
  EXPECT_EQ(json.at("members").size(), 16U);
}

TEST_F(Cli, TheToyExampleForecastsTheValueAtTen) {
  const std::string source = SYMH_SOURCE_DIR;
  ASSERT_EQ(symh("train --config " + source + "/configs/toy-series.toml --output toy -q").code, 0);
  const auto json = nlohmann::json::parse(
      symh("predict --model toy --data " + source + "/data/toy-series.csv --format json").out);
  EXPECT_NEAR(json.at("forecasts")[0].at("forecast_nt").get<double>(),
              std::sin(10.0) * std::exp(-2.0) + 0.3 * std::cos(30.0), 0.05);
}

}  // namespace
}  // namespace symh
