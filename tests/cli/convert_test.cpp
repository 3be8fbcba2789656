#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/binary.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

class ConvertCli : public testing::Test {
 protected:
  Outcome symh(const std::string& arguments) { return symh_in(folder_.path(), arguments); }
  std::string content(const std::string& name) { return read_file(folder_.path() / name); }

  TemporaryFolder folder_;
};

TEST_F(ConvertCli, WritesArchivesThatHoldWhatTheTextHeld) {
  ASSERT_EQ(symh("simulate --output data --days 20 -q").code, 0);
  const auto converted = symh("convert --data 'data/*.dat' --output all.nc --json");
  ASSERT_EQ(converted.code, 0) << converted.err;
  EXPECT_EQ(nlohmann::json::parse(converted.out)["samples"], 20 * 1440);
  EXPECT_THAT(content("all.nc"),
              HasSubstr("ASY_2001-01-01_2001-01-20_D.dat (IAGA-2002, 28800 rows, definitive"));
  auto text = nlohmann::json::parse(symh("inspect 'data/*.dat' --json").out);
  auto archive = nlohmann::json::parse(symh("inspect all.nc --json").out);
  EXPECT_EQ(archive["formats"]["NetCDF"], 1);
  for (auto* json : {&text, &archive})
    for (const auto* key : {"files", "formats"}) json->erase(key);
  EXPECT_EQ(archive, text);
  ASSERT_EQ(symh("convert --data all.nc --output again.dat -q").code, 0);
  EXPECT_EQ(content("again.dat"), content("data/ASY_2001-01-01_2001-01-20_D.dat"));
  EXPECT_EQ(symh("convert --data all.nc --output - --format csv -q").out.substr(0, 29),
            "time,asy_d,asy_h,sym_d,sym_h\n");
}

TEST_F(ConvertCli, SeveralArchivesAreReadWithoutAWordOfTheLibrary) {
  ASSERT_EQ(symh("simulate --output data --days 20 -q").code, 0);
  for (const auto* name : {"1", "2", "3", "4"})
    ASSERT_EQ(symh(std::string("convert --data 'data/*.dat' -q --output archives/") + name + ".nc").code, 0);
  const auto inspected = symh("inspect archives -q");
  EXPECT_EQ(inspected.code, 0);
  EXPECT_EQ(inspected.err, "");
}

TEST_F(ConvertCli, RefusesWhatItCannotWriteOrReadInOneLine) {
  ASSERT_EQ(symh("simulate --output data --days 3 -q").code, 0);
  const auto unknown = symh("convert --data data/*.dat --output a.xls");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("--output a.xls: its ending names no format"));
  EXPECT_EQ(symh("convert --data data/*.dat --output - --format netcdf").code, 2);
  ASSERT_EQ(symh("convert --data data/*.dat --output a.nc -q").code, 0);
  fs::resize_file(folder_.path() / "a.nc", 5000);
  const auto cut = symh("inspect a.nc");
  EXPECT_EQ(cut.code, 3);
  EXPECT_THAT(cut.err, HasSubstr("a.nc: cannot be opened"));
  EXPECT_EQ(std::ranges::count(cut.err, '\n'), 1) << cut.err;
}

TEST_F(ConvertCli, CachesLargeTextAndSaysTheSameFromTheCache) {
  ASSERT_EQ(symh("simulate --output data --days 700 -q").code, 0);
  ASSERT_EQ(shell_in(folder_.path(), "rm -r data/solar-wind").code, 0);
  const auto with_cache = [&](const std::string& arguments) {
    return shell_in(folder_.path(), "XDG_CACHE_HOME=\"$PWD/cache\" '" SYMH_BINARY "' " + arguments);
  };
  const auto text = with_cache("inspect data --json --no-cache --verbose");
  ASSERT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.err, Not(HasSubstr("cache:")));
  const auto first = with_cache("inspect data --json --verbose");
  EXPECT_THAT(first.err, HasSubstr("cache: wrote"));
  const auto second = with_cache("inspect data --json --verbose");
  EXPECT_THAT(second.err, HasSubstr("cache: took"));
  EXPECT_EQ(first.out, text.out);
  EXPECT_EQ(second.out, text.out);
  const auto forecast = with_cache("predict --data data --json"),
             anew = with_cache("predict --data data --json --no-cache");
  EXPECT_EQ(forecast.code, 0) << forecast.err;
  EXPECT_EQ(forecast.out, anew.out);
}

}  // namespace
}  // namespace symh
