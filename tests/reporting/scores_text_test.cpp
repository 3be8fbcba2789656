#include "reporting/scores_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "reporting/table_text.h"
#include "verification/metrics.h"
#include "verification/score_tables.h"
#include "verification/tables.h"

namespace symh {
namespace {

using testing::awkward_table;
using testing::banded;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::make_table;
using ::testing::MatchesRegex;
using ::testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(Text, FitsEightyColumns) {
  for (const auto& line : lines_of(to_text(verify(awkward_table())))) EXPECT_LE(line.size(), 80U) << line;
  for (const auto& line : lines_of(to_text(verify(make_table(0))))) EXPECT_LE(line.size(), 80U) << line;
}

TEST(Text, CutsNoScoreOff) {
  const auto text = to_text(verify(awkward_table()));
  EXPECT_THAT(text, HasSubstr("pers. = persistence\n"));
  EXPECT_THAT(text, HasSubstr("cross-entropy\n"));
  EXPECT_THAT(text, HasSubstr("1.3863\n"));  // ln 4
}

TEST(Text, TablesAreEightyColumnsWide) {
  const auto lines = lines_of(to_text(verify(awkward_table())));
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    if (lines[i] != std::string(80, '-')) continue;
    EXPECT_EQ(lines[i - 1].size(), 80U) << lines[i - 1];
    EXPECT_EQ(lines[i + 1].size(), 80U) << lines[i + 1];
  }
}

TEST(Text, ContinuesBelowWithAMetricThatDoesNotFit) {
  const auto verification = verify(make_table(2000));
  const auto before = score_table({"model", verification.leads});
  auto after = before;
  after.columns.push_back({.brief = "newer", .width = 6, .priority = -100});
  for (auto& row : after.rows) row.emplace_back(0.25);
  const auto first_part = [](const std::string& text) { return text.substr(0, text.find("\n\n")); };
  EXPECT_EQ(first_part(to_text(after) + "\n"), first_part(to_text(before) + "\n"));
  const auto lines = lines_of(to_text(after));
  ASSERT_GE(lines.size(), 5U);
  EXPECT_THAT(lines.end()[-4], EndsWith(" newer"));
  EXPECT_THAT(lines.end()[-2], MatchesRegex("model .* 0.25"));
  EXPECT_THAT(lines.end()[-1], MatchesRegex("persistence .* 0.25"));
}

TEST(Text, ShowsEveryMetric) {
  const auto verification = verify(make_table(2000));
  std::istringstream text(to_text(score_table({"model", verification.leads})));
  std::set<std::string> words;
  for (std::string word; text >> word;) words.insert(word);
  for (const auto& metric : all_metrics()) EXPECT_THAT(words, Contains(std::string(metric.brief)));
}

TEST(Text, SaysPlainlyWhenItLoses) {
  EXPECT_THAT(to_text(verify(make_table(2000, Minutes{60}, 400))),
              HasSubstr("WARNING: the model loses to persistence at 1h"));
  EXPECT_THAT(to_text(verify(make_table(2000))), Not(HasSubstr("WARNING")));
}

TEST(Text, SaysPlainlyWhenItCopies) {
  auto table = make_table(2000);
  EXPECT_THAT(to_text(verify(table)), Not(HasSubstr("copies the last value")));
  table.leads[0].forecast_nt = table.leads[0].baselines_nt["persistence"];
  EXPECT_THAT(to_text(verify(table)), HasSubstr("copies the last value"));
}

TEST(Text, GivesTheScoresAndSkillOfEachStorm) {
  EXPECT_THAT(to_text(verify(awkward_table())), HasSubstr("Storms: scores of the model [nT], and its skill"));
}

/// Storms of a day with a band, and a quiet half day between.
ForecastTable banded_storms() {
  auto table = make_table(3000);
  table.storms = {"2003-11-20 -160 nT", "2003-11-24 -150 nT"};
  auto& lead = table.leads[0];
  for (std::size_t i = 0; i < 3000; ++i) lead.storm[i] = i < 1300 ? 0 : i < 1500 ? -1 : 1;
  lead.phase.assign(3000, StormPhase::main);
  lead.q05_nt = lead.q50_nt = lead.q95_nt = lead.forecast_nt;
  for (auto& value : lead.q05_nt) value -= 5;
  for (auto& value : lead.q95_nt) value += 5;
  return table;
}

TEST(Text, HasTheScoresOfTheDistributionsAndOfTheWarnings) {
  const auto text = to_text(verify(banded_storms()));
  for (const auto* part :
       {"Distributions [nT], 3000 samples", "CRPS", "Winkler", "persistence", "climatology", "reliability",
        "area under the ROC", "share of the observations in each tenth [%]", "SEDI", "warned",
        "warning [min]", "Minima of the storms", "-250 nT", "forecast  quiet"})
    EXPECT_THAT(text, HasSubstr(part));
  for (const auto& line : lines_of(text)) EXPECT_LE(line.size(), 80U) << line;
}

TEST(Text, HasNoScoresOfDistributionsWithoutABand) {
  const auto text = to_text(verify(make_table(3000)));
  EXPECT_THAT(text, Not(HasSubstr("CRPS")));
  EXPECT_THAT(text, HasSubstr("SEDI"));
}

TEST(Text, HasTheGroupsBesideTheBand) {
  auto table = banded(5.F);
  table.leads[0].phase.assign(100, StormPhase::main);
  const auto verification = verify(table);
  const auto text = to_text(verification);
  EXPECT_THAT(text, HasSubstr("       n inside %  width"));
  EXPECT_THAT(text, HasSubstr("     100    100.0   25.0")) << "the samples, and the share inside the band";
  EXPECT_THAT(text, HasSubstr("phase       main"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

}  // namespace
}  // namespace symh
