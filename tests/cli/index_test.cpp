#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/binary.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class IndexCli : public testing::Test {
 protected:
  Outcome symh(const std::string& arguments) { return symh_in(folder_.path(), arguments); }
  std::string content(const std::string& name) { return read_file(folder_.path() / name); }
  TemporaryFolder folder_;
};

TEST_F(IndexCli, EstimatesSymHFromSimulatedObservatoriesAndComparesIt) {
  ASSERT_EQ(symh("simulate --output data --days 10 --seed 4 --storms-per-month 8 --stations -q").code, 0);
  const auto found =
      symh("index --stations data/stations --anchor 'data/*.dat' --output quick.csv --report quick.html");
  ASSERT_EQ(found.code, 0) << found.err;
  EXPECT_THAT(found.out,
              AllOf(HasSubstr("SYM-H is estimated at"), HasSubstr("Hermanus"),
                    HasSubstr("by the age of the index"), HasSubstr("What each observatory adds")));
  for (std::size_t at = 0; at < found.out.size();) {
    const auto end = std::min(found.out.find('\n', at), found.out.size());
    EXPECT_LE(end - at, 80U) << found.out.substr(at, end - at);
    at = end + 1;
  }
  EXPECT_THAT(content("quick.csv"), HasSubstr("time,sym_h_quick,sym_h_quick_error\n2001-01-01T00:00:00Z,"));
  EXPECT_THAT(content("quick.html"),
              AllOf(HasSubstr("not the index of ISGI"), HasSubstr("one standard error")));
  const auto json = nlohmann::json::parse(
      symh("index --stations data/stations --anchor 'data/*.dat' --index-age 1d --json -q").out);
  EXPECT_EQ(json.at("observatories").size(), 5U);
  for (const auto& row : json.at("by_index_age")) EXPECT_LT(row.at("rmse_nt"), 12) << row.dump();
  EXPECT_EQ(json.at("without").size(), 6U);
}

TEST_F(IndexCli, ComparesItsHourlyMeansWithDst) {
  ASSERT_EQ(symh("simulate --output data --days 9 --seed 4 --storms-per-month 8 --stations -q").code, 0);
  std::string dst = "time,dst\n";
  for (int hour = 0; hour < 9 * 24; ++hour)
    dst += fmt::format("2001-01-{:02}T{:02}:00Z,-30\n", 1 + hour / 24, hour % 24);
  write_file_atomically(folder_.path() / "dst.csv", dst);
  const std::string index = "index --stations data/stations --anchor 'data/*.dat' -q --json --dst ";
  const auto found = symh(index + "dst.csv --report page.html");
  ASSERT_EQ(found.code, 0) << found.err;
  const auto rows = nlohmann::json::parse(found.out).at("against_dst");
  ASSERT_EQ(rows.size(), 6U);
  EXPECT_GT(rows[0].at("samples"), 50);
  EXPECT_NEAR(rows[0].at("rmse_nt").get<double>(), rows[1].at("rmse_nt").get<double>(), 5);
  EXPECT_THAT(content("page.html"), HasSubstr("Hourly means against Dst"));
  const auto wrong = symh(index + "'data/*.dat'");
  EXPECT_EQ(wrong.code, 3);
  EXPECT_THAT(wrong.err, HasSubstr("--dst: expected files of hourly Dst"));
}

TEST_F(IndexCli, SaysWhatItNeeds) {
  ASSERT_EQ(symh("simulate --output data --days 2 -q").code, 0);
  const auto none = symh("index --stations data/solar-wind --anchor 'data/*.dat'");
  EXPECT_EQ(none.code, 3);
  EXPECT_THAT(none.err, HasSubstr("0 observatory with data, expected at least two"));
  EXPECT_EQ(symh("index --stations data --anchor data --index-age soon").code, 2);
}

}  // namespace
}  // namespace symh
