#include "reporting/scores_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "verification/tables.h"

namespace symh {
namespace {

using testing::awkward_table;
using testing::banded;
using ::testing::HasSubstr;
using testing::make_table;
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
