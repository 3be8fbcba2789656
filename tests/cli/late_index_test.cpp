#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/aged_scores.h"
#include "cli/binary.h"
#include "core/file.h"
#include "temporary_folder.h"

// A late SYM-H, from the command line, with the bundled model of the wind at L1.

namespace symh {
namespace {

using nlohmann::json;
using testing::HasSubstr;
namespace fs = std::filesystem;

class LateIndexCli : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    ASSERT_EQ(run("simulate --output data --days 3 --seed 5 -q").code, 0);
  }
  static void TearDownTestSuite() { folder_.reset(); }
  static Outcome run(const std::string& arguments) { return symh_in(folder_->path(), arguments); }
  static std::string content(const std::string& name) { return read_file(folder_->path() / name); }
  /// Writes late.csv: the data in one file, with SYM-H up to 18:00 of the last day.
  static void write_late() {
    ASSERT_EQ(run("convert --data data --output all.csv -q").code, 0);
    std::istringstream all(content("all.csv"));
    std::string late, line;
    std::getline(all, line);
    ASSERT_THAT(line, testing::StartsWith("time,asy_d,asy_h,sym_d,sym_h,b"));
    late = line + '\n';
    while (std::getline(all, line)) {
      std::size_t wind = 0;
      for (int column = 0; column < 5; ++column) wind = line.find(',', wind) + 1;
      const bool has_come = line < "2001-01-03T18";
      late += has_come ? line : line.substr(0, line.find(',')) + ",,,,," + line.substr(wind);
      late += '\n';
    }
    write_file_atomically(folder_->path() / "late.csv", late);
  }

  inline static std::unique_ptr<TemporaryFolder> folder_;
};

constexpr const char* two_hours =
    "evaluate --model storms-l1 --data data --solar-wind-at l1 --from 2001-01-03T00:00Z --to "
    "2001-01-03T02:00Z --bootstrap 0 "
    "-q ";

TEST_F(LateIndexCli, EvaluateScoresEachAgeWithItsForecastsAndAPicture) {
  const auto outcome =
      run(std::string(two_hours) + "--index-age 3h,0 --forecasts f.csv --report late.html --json");
  const auto scores = scores_at_two_ages(outcome, "index_age_minutes", 180);
  EXPECT_EQ(scores[2].at("lead_time_minutes"), 60);
  EXPECT_GT(scores[2].at("persistence_rmse"), 0);
  EXPECT_NE(content("f-0.csv"), content("f-3h.csv"));
  EXPECT_THAT(content("late.html"), HasSubstr("RMSE against the age of the index, 1h ahead"));
}

TEST_F(LateIndexCli, EvaluateScoresAForecastWithoutAnyIndex) {
  const auto outcome = run(std::string(two_hours) + "--index-age none --forecasts none.csv");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("\nnone "));
  std::istringstream lines(content("none.csv"));
  std::string line;
  std::getline(lines, line);
  ASSERT_TRUE(std::getline(lines, line));
  EXPECT_THAT(line, HasSubstr(",,")) << "there is no last value to persist";
}

TEST_F(LateIndexCli, EvaluateImitatesARawFeedOfTheWindTheSameInEveryRun) {
  ASSERT_EQ(run(std::string(two_hours) + "--forecasts clean.csv").code, 0);
  ASSERT_EQ(run(std::string(two_hours) + "--wind-noise --forecasts raw.csv").code, 0);
  ASSERT_EQ(run(std::string(two_hours) + "--wind-noise --forecasts again.csv").code, 0);
  EXPECT_NE(content("raw.csv"), content("clean.csv"));
  EXPECT_EQ(content("raw.csv"), content("again.csv"));
}

TEST_F(LateIndexCli, WithoutLatenessEvaluateForecastsAsEver) {
  ASSERT_EQ(run(std::string(two_hours) + "--index-age 0 --forecasts late.csv").code, 0);
  ASSERT_EQ(run(std::string(two_hours) + "--forecasts fresh.csv").code, 0);
  std::istringstream late(content("late.csv")), fresh(content("fresh.csv"));
  std::size_t lines = 0;
  for (std::string a, b; std::getline(fresh, b); ++lines) {
    ASSERT_TRUE(std::getline(late, a));
    // The two times and the lead time; the forecasts may differ in the last digit.
    EXPECT_EQ(a.substr(0, 50), b.substr(0, 50));
  }
  EXPECT_EQ(lines, 1U + 2 * 25U);
}

TEST_F(LateIndexCli, WrongAgesAndModelsThatCannotBridgeAGapAreUsageErrors) {
  for (const auto* age : {"soon", "5d", "never"}) {
    const auto outcome = run(std::string(two_hours) + "--index-age " + age);
    EXPECT_EQ(outcome.code, 2) << age;
    EXPECT_THAT(outcome.err, HasSubstr(fmt::format("--index-age {}: expected 0, a duration up to 4d", age)));
  }
  const auto indices = run("evaluate --model indices --data data --index-age 3h -q");
  EXPECT_EQ(indices.code, 2);
  EXPECT_THAT(indices.err, HasSubstr("'indices' cannot bridge a late index"));
}

TEST_F(LateIndexCli, PredictForecastsForTheNewestWindAndLimitsTheAgesApart) {
  write_late();
  const std::string predict = "predict --model storms-l1 --data late.csv --solar-wind-at l1 -q ";
  const auto outcome = run(predict + "--json");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto product = json::parse(outcome.out);
  EXPECT_EQ(product.at("last_observed"), "2001-01-03T18:00:00Z") << "the mean of 17:55 to 17:59";
  EXPECT_EQ(product.at("issue_time"), "2001-01-04T00:00:00Z");
  EXPECT_EQ(product.at("lateness_minutes"), 360);
  EXPECT_TRUE(product.contains("estimated_now"));
  EXPECT_THAT(run(predict).out, HasSubstr("360 min before issue, then estimated"));
  std::string dst = "time,dst\n";
  for (int hour = 0; hour < 48; ++hour)
    dst += fmt::format("2001-01-{:02}T{:02}:00Z,-150\n", 2 + hour / 24, hour % 24);
  write_file_atomically(folder_->path() / "dst.csv", dst);
  const auto anchored = run("predict --model storms-l1 --data late.csv dst.csv -q --json");
  ASSERT_EQ(anchored.code, 0) << anchored.err;
  const auto corrected = json::parse(anchored.out);
  EXPECT_EQ(corrected.at("estimated_now").at("dst_until"), "2001-01-03T23:00:00Z");
  EXPECT_NE(corrected.at("estimated_now").at("value_nt"), product.at("estimated_now").at("value_nt"));
  EXPECT_THAT(run("predict --model storms-l1 --data late.csv dst.csv -q").out,
              HasSubstr("from the solar wind and hourly Dst until 2001-01-03T23:00:00Z"));
  EXPECT_EQ(run(predict + "--at 2001-01-04T01:00Z --max-wind-age 2h").code, 0);
  EXPECT_EQ(run(predict + "--at 2001-01-04T01:00Z --max-wind-age 30m").code, 4);
  const auto old_index = run(predict + "--at 2001-01-04T01:00Z --max-index-age 3h");
  EXPECT_EQ(old_index.code, 4);
  EXPECT_THAT(old_index.err, HasSubstr("the newest sym_h value (2001-01-03T18:00:00Z) is 7 h old"));
}

TEST_F(LateIndexCli, AnHourlyModelForecastsFromFinerDataWhoseIndexIsLate) {
  write_late();
  const auto late = run("predict --model day-ahead --data late.csv --solar-wind-at l1 --json");
  ASSERT_EQ(late.code, 0) << late.err;
  const auto product = json::parse(late.out);
  EXPECT_EQ(product.at("model"), "day-ahead");
  EXPECT_TRUE(product.contains("estimated_now"));
  EXPECT_FALSE(product.contains("fallback"));
  const auto finer = run("predict --model day-ahead --data late.csv --solar-wind-at l1 --fallback indices");
  EXPECT_EQ(finer.code, 2);
  EXPECT_THAT(finer.err,
              HasSubstr("--fallback indices: needs samples of 5m, and 'day-ahead' has those of 1h"));
}

TEST_F(LateIndexCli, WithoutAnyIndexAndADayOfWindTheProductSaysThatNothingWasObserved) {
  const std::string predict =
      "predict --model late --data data/solar-wind --solar-wind-at l1 --at 2001-01-01T11:00Z ";
  const auto product = json::parse(run(predict + "--json").out);
  EXPECT_TRUE(product.at("last_observed").is_null());
  EXPECT_TRUE(product.at("lateness_minutes").is_null());
  EXPECT_THAT(run(predict).out, testing::Not(HasSubstr("nan")));
}

TEST_F(LateIndexCli, EvaluateRefusesAnAgeThatIsNoWholeNumberOfSamples) {
  const auto hourly = run("evaluate --model day-ahead --data data --solar-wind-at l1 --index-age 90m");
  EXPECT_EQ(hourly.code, 2);
  EXPECT_THAT(hourly.err,
              HasSubstr("--index-age 90m: the samples of the model are of 1h; give a whole number of them"));
  EXPECT_EQ(run(std::string(two_hours) + "--wind-age 7m").code, 2);
}

TEST_F(LateIndexCli, AModelWhoseBandFailsInStormsSaysSo) {
  const auto outcome = run("predict --model indices-daily --data data --json");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto warnings = json::parse(outcome.out).at("warnings");
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(
      warnings[0],
      "1d ahead the 5-95 % band of 'indices-daily' held 17 % of the observations at or below -100 nT: it "
      "does not warn of storms");
  EXPECT_THAT(outcome.err, HasSubstr("does not warn of storms"));
  EXPECT_FALSE(json::parse(run("predict --model indices --data data --json").out).contains("warnings"));
  const auto day_ahead = run("predict --model day-ahead --data data --solar-wind-at l1 --json");
  ASSERT_EQ(day_ahead.code, 0) << day_ahead.err;
  EXPECT_THAT(
      json::parse(day_ahead.out).at("warnings").dump(),
      HasSubstr("12h, 18h, 1d ahead the 5-95 % band of 'day-ahead' held 57, 42, 28 % of the observations"))
      << "one warning for all lead times";
}

}  // namespace
}  // namespace symh
