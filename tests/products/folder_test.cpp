#include "products/folder.h"

#include <gtest/gtest.h>

#include "core/file.h"
#include "temporary_folder.h"

namespace symh {
namespace {

const Time issue = make_time(2003, 11, 20, 16, 5);

TEST(ProductsFolder, HoldsTheNewestAndAnArchiveByDate) {
  const TemporaryFolder folder;
  write_forecast(folder.path(), {issue, "{1}", "csv 1"});
  write_forecast(folder.path(), {issue + Minutes{5}, "{2}", "csv 2"});
  EXPECT_EQ(read_file(folder.path() / "forecast.json"), "{2}");
  EXPECT_EQ(read_file(folder.path() / "forecast.csv"), "csv 2");
  EXPECT_EQ(read_file(folder.path() / "archive/2003-11-20/forecast-1605.json"), "{1}");
  EXPECT_EQ(read_file(folder.path() / "archive/2003-11-20/forecast-1610.csv"), "csv 2");
}

TEST(ProductsFolder, KnowsWhetherAForecastWasWrittenToTheEnd) {
  const TemporaryFolder folder;
  EXPECT_FALSE(is_written(folder.path(), {issue, "{1}", "csv 1"}));
  write_forecast(folder.path(), {issue, "{1}", "csv 1"});
  EXPECT_TRUE(is_written(folder.path(), {issue, "{1}", "csv 1"}));
  EXPECT_FALSE(is_written(folder.path(), {issue + Minutes{5}, "{2}", "csv 2"})) << "the JSON comes last";
}

TEST(ProductsFolder, ForgetsDaysBeforeTheOldestAndNothingElse) {
  const TemporaryFolder folder;
  for (const int day : {0, 1, 2}) write_forecast(folder.path(), {issue + Minutes{day * 24 * 60}, "{}", ""});
  write_file_atomically(folder.path() / "archive/notes/own.txt", "mine");
  EXPECT_EQ(prune_products(folder.path(), issue + Minutes{24 * 60}), 1U);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "archive/2003-11-20"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "archive/2003-11-21"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "archive/notes/own.txt"));
}

TEST(ProductsFolder, WithoutAnArchiveThereIsNothingToForget) {
  const TemporaryFolder folder;
  EXPECT_EQ(prune_products(folder.path(), issue), 0U);
}

TEST(ObservationsCsv, HasALineAValue) {
  EXPECT_EQ(observations_csv("sym_h", {{issue, -90.25F}}), "time,sym_h\n2003-11-20T16:05:00Z,-90.25\n");
}

}  // namespace
}  // namespace symh
