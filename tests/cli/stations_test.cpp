#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/binary.h"
#include "core/file.h"
#include "temporary_folder.h"

// Forecasts from an estimate of SYM-H by observatories, from the command line.

namespace symh {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Ten days of storms and observatories; SYM-H and the wind in files of their own, SYM-H until nine days.
class StationsCli : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    ASSERT_EQ(run("simulate --output data --days 10 --seed 4 --storms-per-month 8 --stations -q").code, 0);
    ASSERT_EQ(run("convert --data 'data/*.dat' --output all.csv -q").code, 0);
    std::istringstream all(read_file(folder_->path() / "all.csv"));
    std::string late, line;
    std::getline(all, late);
    late += '\n';
    while (std::getline(all, line) && line < "2001-01-10") late += line + '\n';
    write_file_atomically(folder_->path() / "late.csv", late);
  }
  static void TearDownTestSuite() { folder_.reset(); }
  static Outcome run(const std::string& arguments) { return symh_in(folder_->path(), arguments); }

  inline static std::unique_ptr<TemporaryFolder> folder_;
};

TEST_F(StationsCli, PredictForecastsFromAnEstimateOfObservatories) {
  const std::string predict = "predict --model storms-l1 --data late.csv data/solar-wind --solar-wind-at l1 ";
  const auto with = run(predict + "--stations data/stations --json");
  ASSERT_EQ(with.code, 0) << with.err;
  EXPECT_THAT(with.err, HasSubstr("SYM-H is estimated at"));
  const auto estimated = json::parse(with.out).at("estimated_now");
  EXPECT_GE(estimated.at("observatories").size(), 2U);
  EXPECT_TRUE(estimated.contains("stations_until"));
  const auto without = run(predict + "--json -q");
  ASSERT_EQ(without.code, 0) << without.err;
  const auto alone = json::parse(without.out);
  EXPECT_FALSE(alone.at("estimated_now").contains("stations_until"));
  EXPECT_EQ(alone.at("lateness_minutes"), json::parse(with.out).at("lateness_minutes"));
  const auto width = [](const json& of) {
    return of.at("q95_nt").get<double>() - of.at("q05_nt").get<double>();
  };
  EXPECT_LT(width(estimated), width(alone.at("estimated_now")));
  std::istringstream lines(run(predict + "--stations data/stations -q").out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

TEST_F(StationsCli, TheEstimateOfSymhIndexServesAsData) {
  ASSERT_EQ(run("index --stations data/stations --anchor late.csv --output quick.csv -q").code, 0);
  const std::string predict =
      "predict --model storms-l1 --solar-wind-at l1 -q --json --data late.csv data/solar-wind ";
  const auto from_csv = run(predict + "quick.csv"), from_stations = run(predict + "--stations data/stations");
  ASSERT_EQ(from_csv.code, 0) << from_csv.err;
  const auto a = json::parse(from_csv.out), b = json::parse(from_stations.out);
  EXPECT_EQ(a.at("estimated_now").at("stations_until"), b.at("estimated_now").at("stations_until"));
  EXPECT_NEAR(a.at("forecasts")[0].at("forecast_nt").get<double>(),
              b.at("forecasts")[0].at("forecast_nt").get<double>(), 0.1);
}

TEST_F(StationsCli, PredictWithoutSolarWindTakesTheEstimate) {
  const auto with = run("predict --model indices --data late.csv --stations data/stations -q --json");
  ASSERT_EQ(with.code, 0) << with.err;
  const auto product = json::parse(with.out);
  EXPECT_GT(product.at("issue_time"), "2001-01-10T12:00:00Z") << "for the newest estimate";
  EXPECT_GT(product.at("lateness_minutes"), 720);
  EXPECT_TRUE(product.at("estimated_now").contains("stations_until"));
}

TEST_F(StationsCli, EvaluateScoresWithObservatories) {
  const std::string evaluate =
      "evaluate --model storms-l1 --data 'data/*.dat' data/solar-wind --solar-wind-at l1 --from "
      "2001-01-09T00:00Z --to 2001-01-09T12:00Z --bootstrap 0 -q --json --index-age 1d ";
  const auto rmse = [&](const std::string& stations) {
    const auto outcome = run(evaluate + stations);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome.code == 0 ? json::parse(outcome.out)[0].at("rmse").get<double>() : 0.0;
  };
  const auto none = rmse(""), simulated = rmse("--stations simulated"),
             real = rmse("--stations data/stations");
  EXPECT_NE(none, simulated);
  EXPECT_NE(none, real);
  EXPECT_NE(simulated, real);
}

TEST_F(StationsCli, EvaluateSaysThatAFreshIndexNeedsNoObservatories) {
  const auto outcome = run("evaluate --model storms-l1 --data data --stations simulated");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err,
              HasSubstr("--stations: observatories estimate a SYM-H that is late; say how late"));
}

TEST_F(StationsCli, PredictRefusesObservatoriesItCannotUse) {
  const auto outcome =
      run("predict --model storms-l1 --data late.csv data/solar-wind --solar-wind-at l1 --stations "
          "data/solar-wind");
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("0 observatory with data, expected at least two"));
}

}  // namespace
}  // namespace symh
