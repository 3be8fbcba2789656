#include <gmock/gmock.h>

#include <sstream>

#include "cli/aged_scores.h"
#include "cli/centre_fixture.h"
#include "core/file.h"

// A late solar wind, from the command line, with the bundled model of the wind at L1.

namespace symh {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class LateWindCli : public CentreTest {
 protected:
  void SetUp() override {
    const auto wind = read_file(data_->path() / "data/solar-wind/solar_wind_2001-01-01_2001-01-25.csv");
    write_file_atomically(file("wind.csv"), wind.substr(0, wind.find("2001-01-20T14:00")));
    indices_ = (data_->path() / "data").string() + "/*.dat";
    write_file_atomically(file("centre.toml"),
                          fmt::format("state = \"state\"\n[fetch]\nsources = []\n[data]\npaths = [\"{}\", "
                                      "\"wind.csv\"]\nsolar_wind_at = \"l1\"\n",
                                      indices_));
  }
  Outcome predict(const std::string& arguments) const {
    return symh(fmt::format("predict --model storms-l1 --data '{}' --data wind.csv --solar-wind-at l1 {}",
                            indices_, arguments));
  }
  Outcome evaluate(const std::string& arguments) const {
    return symh(
        fmt::format("evaluate --model storms-l1 --data '{}' --data wind.csv --solar-wind-at l1 --bootstrap 0 "
                    "-q --from 2001-01-19T00:00Z --to 2001-01-19T02:00Z {}",
                    indices_, arguments));
  }
  std::string indices_;
};

TEST_F(LateWindCli, PredictSaysWhereTheNewestWindHasPassed) {
  const auto fresh = predict("--at 2001-01-20T14:00Z"), late = predict("--at 2001-01-20T16:00Z");
  ASSERT_EQ(fresh.code, 0) << fresh.err;
  ASSERT_EQ(late.code, 0) << late.err;
  EXPECT_THAT(fresh.out + fresh.err, Not(HasSubstr("reached Earth")));
  EXPECT_THAT(late.out, HasSubstr("the newest solar wind (2001-01-20T13:5"));
  EXPECT_THAT(late.err, HasSubstr("before now; symh holds its last values up to the issue time"));
  std::istringstream lines(late.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  const auto wind = json::parse(predict("--at 2001-01-20T16:00Z --json -q").out).at("solar_wind");
  EXPECT_EQ(wind.at("covers_now"), false);
  EXPECT_GE(wind.at("age_now_minutes"), 120);
  EXPECT_LT(wind.at("at_earth").get<std::string>(), "2001-01-20T15:20");
}

TEST_F(LateWindCli, DataThatEndBeforeOneSampleIsCompleteAreRefused) {
  write_file_atomically(
      file("one.csv"),
      "# solar_wind_at = l1\ntime,bx_gsm,by_gsm,bz_gsm,b_total,speed,density,temperature,sym_h\n"
      "2019-05-03T00:00Z,1.4,-1.5,-3.5,6.8,465.0,5.6,84000,-34.0\n");
  for (const auto* model : {"storms-l1", "late"}) {
    const auto refused = symh(fmt::format("predict --model {} --data one.csv", model));
    EXPECT_EQ(refused.code, 3) << model << refused.err;
    EXPECT_THAT(refused.err, HasSubstr("symh: ")) << "one line, no crash";
  }
}

TEST_F(LateWindCli, TheCentreSaysItOnThePageAndOnStderr) {
  const auto fresh = forecast("2001-01-20T14:00Z");
  ASSERT_EQ(fresh.code, 0) << fresh.err;
  EXPECT_THAT(fresh.err, Not(HasSubstr("reached Earth")));
  EXPECT_EQ(product().at("solar_wind").at("covers_now"), true);
  const auto late = forecast("2001-01-20T16:00Z");
  ASSERT_EQ(late.code, 0) << late.err;
  EXPECT_THAT(late.err, HasSubstr("warning: the newest solar wind"));
  EXPECT_THAT(read_file(file("state/page/index.html")), HasSubstr("reached Earth at"));
  EXPECT_EQ(product().at("solar_wind").at("covers_now"), false);
}

TEST_F(LateWindCli, VerifyJudgesTheBandByTheDriveAtIssue) {
  ASSERT_EQ(symh("replay --config centre.toml --from 2001-01-20T10:00Z --to 2001-01-20T11:30Z --every 30m "
                 "--state replayed -q")
                .code,
            0);
  const auto verified = symh(
      "verify --config centre.toml --state replayed --since 2001-01-20T10:00Z --until 2001-01-20T11:30Z "
      "--json");
  ASSERT_EQ(verified.code, 0) << verified.err;
  const auto lead = json::parse(verified.out).at("verification").at("leads").at(0);
  std::size_t samples = 0;
  for (const auto& group : lead.at("chances").at("coverage"))
    if (group.at("by") == "drive") samples += group.at("samples").get<std::size_t>();
  EXPECT_EQ(samples, 2U) << "the hour after the last two forecasts is not over";
}

TEST_F(LateWindCli, EvaluateScoresEachAgeOfTheWind) {
  const auto outcome = evaluate("--wind-age 1h,0 --forecasts f.csv --report late.html --json");
  const auto scores = scores_at_two_ages(outcome, "wind_age_minutes", 60);
  EXPECT_EQ(scores[2].at("index_age_minutes"), 0);
  EXPECT_EQ(scores[0].at("persistence_rmse"), scores[2].at("persistence_rmse")) << "SYM-H is fresh";
  EXPECT_NE(scores[0].at("rmse"), scores[2].at("rmse"));
  EXPECT_NE(read_file(file("f-0.csv")), read_file(file("f-1h.csv")));
  EXPECT_THAT(read_file(file("late.html")), HasSubstr("RMSE against the age of the solar wind, 1h ahead"));
}

TEST_F(LateWindCli, OneOfTheTwoAgesMayBeAList) {
  const auto both = evaluate("--index-age 3h --wind-age 0,1h --json");
  ASSERT_EQ(both.code, 0) << both.err;
  const auto scores = json::parse(both.out);
  ASSERT_EQ(scores.size(), 4U);
  for (const auto& row : scores) EXPECT_EQ(row.at("index_age_minutes"), 180);
  const auto lists = evaluate("--index-age 0,3h --wind-age 0,1h");
  EXPECT_EQ(lists.code, 2);
  EXPECT_THAT(lists.err, HasSubstr("--index-age has 2 ages and --wind-age 2; give a list to one of them"));
  const auto wrong = evaluate("--wind-age none");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("--wind-age none: expected 0 or a duration up to 4d"));
  const auto indices = symh("evaluate --model indices --data '" + indices_ + "' --wind-age 1h -q");
  EXPECT_EQ(indices.code, 2);
  EXPECT_THAT(indices.err, HasSubstr("'indices' cannot be scored with a late solar wind"));
}

}  // namespace
}  // namespace symh
