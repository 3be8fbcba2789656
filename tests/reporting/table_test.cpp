#include "verification/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "reporting/table_html.h"
#include "reporting/table_json.h"
#include "reporting/table_markdown.h"
#include "reporting/table_text.h"

namespace symh {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// One cell of each type.
Table sample() {
  return {
      .title = "Title",
      .columns =
          {{.key = "name", .title = "Name", .brief = "name", .width = 8},
           {.key = "n", .title = "Samples", .brief = "n", .width = 8},
           {.key = "error.rmse",
            .title = "RMSE",
            .unit = "nT",
            .brief = "RMSE",
            .group = "error",
            .width = 10},
           {.key = "error.range",
            .title = "Range",
            .brief = "range",
            .group = "error",
            .decimals = 1,
            .width = 14},
           {.key = "inside", .title = "Inside", .brief = "in %", .decimals = 0, .width = 10, .percent = true},
           {.key = "hits", .title = "Hits", .brief = "hits", .width = 10}},
      .rows = {{"a|b", std::size_t{3}, 1.234, Interval{-1, 2}, 0.9, Share{1, 4}},
               {"c", std::size_t{0}, std::nan(""), Interval{std::nan(""), std::nan("")}, {}, Share{0, 0}}},
      .note = "How to read <it>.",
      .brief = "Headline"};
}

TEST(TableText, HasAHeadlineGroupsNamesARuleAndRowsOfEightyColumns) {
  EXPECT_EQ(to_text(sample()),
            "Headline\n"
            "                                                       error                    \n"
            "name                               n      RMSE         range      in %      hits\n" +
                std::string(80, '-') +
                "\n"
                "a|b                                3      1.23    [-1.0 2.0]        90         1\n"
                "c                                  0         -             -                   0\n");
}

TEST(Table, ShowsAnIntervalOfSharesInPercent) {
  const Table table{
      .title = "Shares",
      .columns =
          {{.title = "Name", .brief = "name", .width = 8},
           {.key = "range", .title = "Range", .brief = "range", .decimals = 1, .width = 14, .percent = true}},
      .rows = {{"a", Interval{0.05, 0.9}}}};
  EXPECT_THAT(to_text(table), HasSubstr("[5.0 90.0]"));
  EXPECT_THAT(to_html(table), HasSubstr("[5.0, 90.0]"));
  EXPECT_EQ(to_json(table)[0].at("range")[0], 0.05);
}

TEST(TableText, ContinuesBelowWithTheColumnsOfLowestPriorityWhereALineIsTooLong) {
  auto table = sample();
  for (auto& column : table.columns) column.width = 16;
  table.columns[2].priority = -1;
  EXPECT_EQ(to_text(table),
            "Headline\n"
            "                                           error                                \n"
            "name                           n           range            in %            hits\n" +
                std::string(80, '-') +
                "\n"
                "a|b                            3      [-1.0 2.0]              90               1\n"
                "c                              0               -                               0\n"
                "\n"
                "                           error\n"
                "name                        RMSE\n" +
                std::string(32, '-') +
                "\n"
                "a|b                         1.23\n"
                "c                              -\n");
}

TEST(TableText, RepeatsTheColumnsThatNameARowInEachPart) {
  auto table = sample();
  table.columns[1].names_row = true;
  for (int added = 0; added < 30; ++added) {
    table.columns.push_back({.brief = "extra" + std::to_string(added), .width = 9});
    for (auto& row : table.rows) row.emplace_back(100.0 + added);
  }
  const auto text = to_text(table);
  std::istringstream lines(text);
  std::size_t parts = 0;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
    if (!line.starts_with("a|b")) continue;
    ++parts;
    EXPECT_THAT(line, HasSubstr(" 3 ")) << "the samples name the row too";
  }
  EXPECT_EQ(parts, 5U) << "what fits beside the first columns, then seven in a part";
  for (int added = 0; added < 30; ++added) {
    EXPECT_THAT(text, HasSubstr(" extra" + std::to_string(added)));
    EXPECT_THAT(text, HasSubstr(std::to_string(100 + added) + ".00"));
  }
}

TEST(TableText, IsEmptyWithoutRows) {
  auto table = sample();
  table.rows.clear();
  EXPECT_EQ(to_text(table), "");
}

TEST(TableJson, HasAnObjectForEachRowAndLeavesOutBlankCells) {
  EXPECT_EQ(to_json(sample()), nlohmann::json::parse(R"([
    {"name": "a|b", "n": 3, "error": {"rmse": 1.234, "range": [-1.0, 2.0]}, "inside": 0.9, "hits": 1},
    {"name": "c", "n": 0, "error": {"rmse": null, "range": [null, null]}, "hits": 0}])"));
}

TEST(TableJson, MakesListsAndKeysWithDots) {
  const std::vector<Column> columns{{.key = "keys/model.kind"},
                                    {.key = "rmse[]"},
                                    {.key = "rmse[]"},
                                    {.key = "scores.all[]"},
                                    {.key = "failed"}};
  EXPECT_EQ(to_json(columns, {"cnn", 1.5, std::nan(""), {}, true}), nlohmann::json::parse(R"(
    {"keys": {"model.kind": "cnn"}, "rmse": [1.5, null], "scores": {"all": []}, "failed": true})"));
}

TEST(Table, SaysYesOrNo) {
  const Table table{"Runs", {{.title = "Failed", .brief = "failed", .width = 8}}, {{true}, {false}}};
  EXPECT_THAT(to_text(table), HasSubstr("     yes\n"));
  EXPECT_THAT(to_text(table), HasSubstr("      no\n"));
  EXPECT_THAT(to_html(table), HasSubstr("<td>yes</td>"));
  EXPECT_THAT(to_markdown(table), HasSubstr("| no |\n"));
}

TEST(TableHtml, ShowsUnitsPercentagesSharesAndTheNote) {
  const auto html = to_html(sample());
  EXPECT_THAT(html, HasSubstr("<p>How to read &lt;it&gt;.</p>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\" class=\"n\">RMSE [nT]</th>"));
  EXPECT_THAT(html, HasSubstr("<td>a|b</td><td class=\"n\">3</td><td class=\"n\">1.23</td>"
                              "<td class=\"n\">[-1.0, 2.0]</td><td class=\"n\">90 %</td>"
                              "<td class=\"n\">1 (25.0%)</td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"n\">\xE2\x80\x93</td><td class=\"n\">\xE2\x80\x93</td>"
                              "<td class=\"n\"></td><td class=\"n\">0</td>"));
}

TEST(TableHtml, HidesWhatOnlyATerminalShows) {
  auto table = sample();
  table.columns[1].in_page = false;
  EXPECT_THAT(to_html(table), Not(HasSubstr("Samples")));
  EXPECT_THAT(to_markdown(table), Not(HasSubstr("Samples")));
  EXPECT_THAT(to_text(table), HasSubstr("       3"));
}

TEST(TableMarkdown, HasTheCellsOfAReport) {
  EXPECT_EQ(to_markdown(sample()),
            "| Name | Samples | RMSE [nT] | Range | Inside | Hits |\n"
            "|---|---|---|---|---|---|\n"
            "| a\\|b | 3 | 1.23 | [-1.0, 2.0] | 90 % | 1 (25.0%) |\n"
            "| c | 0 | \xE2\x80\x93 | \xE2\x80\x93 | | 0 |\n");
}

}  // namespace
}  // namespace symh
