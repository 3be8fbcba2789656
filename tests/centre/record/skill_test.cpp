#include "centre/record/skill.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "centre/record/page.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;

const Time start = make_time(2003, 11, 20);

class OperationalSkillTest : public testing::Test {
 protected:
  /// An hour of forecasts 1 h ahead: 5 nT too high, with bands of +-10 nT.
  void issue_an_hour() {
    std::vector<LoggedForecast> forecasts;
    for (int step = 0; step < 12; ++step) {
      const Time at = start + Minutes{5 * step};
      forecasts.push_back({at, Minutes{60}, "a", -95, -105, -85, -90, at + Minutes{step == 7 ? 30 : 4}});
    }
    log_.add(forecasts);
    log_.observe(observed(std::vector<float>(12, -100.F)), "sym_h");
  }
  /// SYM-H every 5 minutes from an hour after start.
  static Series observed(const std::vector<float>& values) {
    Series series;
    series.cadence = Minutes{5};
    series.segments = {{start + Minutes{60}, 0, values.size()}};
    series.status.assign(values.size(), Status::quick_look);
    series.add("sym_h").values = values;
    return series;
  }
  OperationalSkill skill() const { return operational_skill(log_, {}, start, start + Minutes{60}); }

  TemporaryFolder folder_;
  ForecastLog log_{folder_.path() / "log.sqlite"};
};

TEST_F(OperationalSkillTest, ScoresWhatWasIssuedAgainstWhatHappened) {
  issue_an_hour();
  const auto result = skill();
  EXPECT_EQ(result.issued, 12U);
  EXPECT_EQ(result.median_data_age, Minutes{4});
  EXPECT_EQ(result.longest_data_age, Minutes{30});
  const auto& lead = result.verification.leads.at(0);
  EXPECT_EQ(lead.model.at("rmse"), 5);
  EXPECT_DOUBLE_EQ(lead.skill.at("persistence"), 0.75);
  EXPECT_EQ(lead.band.value().coverage, 1);
  EXPECT_EQ(lead.thresholds.at(1).misses, 12U) << "-100 nT was observed, -95 nT forecast";
}

TEST_F(OperationalSkillTest, JudgesTheBandByTheDriveThatWasKnownAtIssue) {
  std::vector<LoggedForecast> forecasts;
  for (int step = 0; step < 3; ++step) {
    const Time at = start + Minutes{5 * step};
    forecasts.push_back({at, Minutes{60}, "a", -95, -105, -85, -90, at, at, step == 0 ? 1.0 : 6.0});
  }
  forecasts[2].drive_mv_m.reset();
  log_.add(forecasts);
  log_.observe(observed({-100, -120, -100}), "sym_h");
  const auto result = skill();
  const auto& groups = result.verification.leads.at(0).chances.value().coverage;
  std::map<std::string, double> covered;
  for (const auto& group : groups)
    if (group.by == "drive" && group.samples > 0) covered[group.name] = group.coverage;
  EXPECT_EQ(covered, (std::map<std::string, double>{{"to 2 mV/m", 1}, {"over 5 mV/m", 0}}))
      << "a forecast without solar wind counts in no group";
}

TEST_F(OperationalSkillTest, ScoresTheDistributionsThatWereIssued) {
  issue_an_hour();
  const auto result = skill();
  const auto& chances = result.verification.leads.at(0).chances.value();
  EXPECT_EQ(chances.samples, 12U);
  EXPECT_NEAR(chances.winkler_nt.model, 20, 1e-9) << "all observations lie inside the band";
  EXPECT_EQ(chances.coverage.back().by, "lateness");
  EXPECT_EQ(chances.coverage.back().name, "up to 10m");
  EXPECT_EQ(chances.coverage.back().samples, 12U);
  EXPECT_THAT(to_text(result), HasSubstr("CRPS"));
  const auto json = to_json(result).at("verification").at("leads").at(0);
  EXPECT_EQ(json.at("chances").at("events").at(2).at("events"), 12) << "-100 nT was observed";
  EXPECT_TRUE(json.at("chances").at("crps_nt").at("climatology").is_null()) << "there is one stretch of days";
}

TEST_F(OperationalSkillTest, CountsMissingAndFailedRuns) {
  for (const int minute : {0, 5, 10, 25, 30})
    log_.add({start + Minutes{minute}, minute == 25 ? 1 : 0, "no answer"});
  const auto runs = skill().runs;
  EXPECT_EQ(runs.every, Minutes{5});
  EXPECT_EQ(runs.missing, 2U);
  EXPECT_EQ(runs.failed, 1U);
  EXPECT_EQ(runs.last_failure, "no answer");
  log_.add({start + Minutes{35}, 3, "fetch kyoto: closed\nforecast: the data are old"});
  EXPECT_EQ(skill().runs.last_failure, "fetch kyoto: closed") << "the first of the run";
}

TEST_F(OperationalSkillTest, SaysWhenNothingWasIssued) {
  const auto text = to_text(skill());
  EXPECT_THAT(text, HasSubstr("no forecasts were issued"));
  EXPECT_EQ(to_json(skill()).at("issue_times"), 0);
}

TEST_F(OperationalSkillTest, HasOneSummaryForTheTerminalTheJsonAndThePage) {
  issue_an_hour();
  EXPECT_EQ(to_json(skill()).at("summary"), nlohmann::json::parse(R"([
    {"lead_time_minutes": 60, "samples": 12, "rmse": 5.0, "persistence_rmse": 10.0, "skill": 0.75,
     "coverage": 1.0, "threshold_nt": -50.0, "hits": 12, "misses": 0, "false_alarms": 0}])"));
  EXPECT_EQ(to_json(skill()).at("verification").at("leads").size(), 1U) << "all scores are there too";
  EXPECT_THAT(
      to_text(skill()),
      HasSubstr("1h               12     5.00    10.00    0.75       100      12       0        0\n"));
  CentrePage page;
  page.skill = skill();
  const auto html = centre_page(page);
  EXPECT_THAT(html,
              HasSubstr("<td>1 h</td><td class=\"n\">12</td><td class=\"n\">5.00</td>"
                        "<td class=\"n\">10.00</td><td class=\"n\">0.75</td><td class=\"n\">100 %</td>"));
  EXPECT_THAT(html, HasSubstr("Storms at or below -50 nT"));
  EXPECT_THAT(html,
              HasSubstr("<td>1 h</td><td class=\"n\">12</td><td class=\"n\">0</td><td class=\"n\">0</td>"));
}

TEST_F(OperationalSkillTest, FitsATerminal) {
  issue_an_hour();
  const auto text = to_text(skill());
  for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
    end = text.find('\n', at);
    EXPECT_LE(end - at, 80U) << text.substr(at, end - at);
  }
}

}  // namespace
}  // namespace symh
