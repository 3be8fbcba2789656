#include <gmock/gmock.h>

#include <cstdlib>
#include <cstring>
#include <fstream>

#include "core/error.h"
#include "core/file.h"
#include "formats/binary/contiguous.h"
#include "formats/binary/netcdf_read.h"
#include "formats/binary/netcdf_write.h"
#include "formats/load.h"
#include "formats/mapping.h"
#include "formats/random_series.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;

bool has_program(const char* name) {
  return std::system((std::string("command -v ") + name + " >/dev/null").c_str()) == 0;
}

class Netcdf : public testing::Test {
 protected:
  std::string file(const char* name = "a.nc") const { return (folder_.path() / name).string(); }

  ParsedFile written_and_read(const Series& series) const {
    write_netcdf(series, {{"title", "a test"}}, file());
    return parse_netcdf({bytes_ = read_file(file()), file()}, {});
  }

  std::string reason(std::string_view bytes) const {
    try {
      parse_netcdf({bytes, "a.nc"}, {});
    } catch (const DataError& error) {
      return error.what();
    }
    return "no error";
  }

  /// What a file made by another program is refused for; CDL as `ncgen` reads it.
  std::string reason_for_cdl(const std::string& cdl) const {
    std::ofstream(file("a.cdl")) << cdl;
    if (std::system(("ncgen -k nc4 -o '" + file() + "' '" + file("a.cdl") + "'").c_str()) != 0)
      return "ncgen failed";
    return reason(read_file(file()));
  }

  TemporaryFolder folder_;
  mutable std::string bytes_;
};

TEST_F(Netcdf, ReadingTheWrittenArchiveGivesTheSameSeries) {
  std::mt19937_64 generator(5);
  for (int i = 0; i < 60; ++i) {
    auto series = i % 2 == 0 ? random_minutes(generator, 2 + generator() % 400, i % 4 == 0)
                             : random_channels(generator);
    series.solar_wind_at = static_cast<WindPosition>(i % 3);
    series.stamp = i % 5 == 0 ? Stamp::end : Stamp::beginning;
    const auto read = written_and_read(series).series;
    expect_same(series, read);
    EXPECT_EQ(read.status, series.status);
    EXPECT_EQ(read.stamp, series.stamp);
    EXPECT_EQ(read.solar_wind_at, series.solar_wind_at);
  }
}

TEST_F(Netcdf, TheSameSeriesGivesTheSameBytes) {
  std::mt19937_64 generator(6);
  const auto series = random_minutes(generator, 300, true);
  write_netcdf(series, {}, file());
  write_netcdf(series, {}, file("b.nc"));
  EXPECT_EQ(sha256_of_file(file()), sha256_of_file(file("b.nc")));
}

TEST_F(Netcdf, ChannelsBeginWithAPageAndAreReadFromThere) {
  std::mt19937_64 generator(8);
  const auto series = random_minutes(generator, 70'000);
  write_netcdf(series, {{"a note whose length", "moves what stands behind it"}}, file());
  for (const auto& channel : series.channels) {
    const auto offset = contiguous_offset(file(), channel.name, series.size() * sizeof(float));
    ASSERT_TRUE(offset) << channel.name;
    EXPECT_EQ(*offset % 4096, 0U);
  }
  EXPECT_TRUE(contiguous_offset(file(), "status", series.size()));
  const auto read = read_archive(file()).series;
  EXPECT_EQ(read.status, series.status);
  ASSERT_EQ(read.channels.size(), series.channels.size());
  for (std::size_t c = 0; c < series.channels.size(); ++c)
    EXPECT_EQ(std::memcmp(read.channels[c].values.data(), series.channels[c].values.data(),
                          series.size() * sizeof(float)),
              0);
}

TEST_F(Netcdf, WhatWasForgottenOfAMappingIsReadAnew) {
  const std::string text(100'000, 'x');
  std::ofstream(file("text")) << text;
  const Mapping mapping(file("text"));
  ASSERT_EQ(mapping.text(), text);
  mapping.forget(10, 90'000);
  mapping.forget(0, text.size());
  EXPECT_EQ(mapping.text(), text);
}

TEST_F(Netcdf, IsReadAsAnyOtherDataAndSaysItsStatus) {
  std::mt19937_64 generator(7);
  const auto series = random_minutes(generator, 200);
  write_netcdf(series, {}, file());
  const auto data = load({folder_.path().string()});
  expect_same(series, data.series);
  ASSERT_EQ(data.files.size(), 1U);
  EXPECT_EQ(data.files[0].format, "NetCDF");
  EXPECT_EQ(data.files[0].rows, 200U);
  EXPECT_EQ(data.files[0].status, Status::provisional);
}

TEST_F(Netcdf, NcdumpSeesUnitsTimesAndFlags) {
  ASSERT_TRUE(has_program("ncdump")) << "run scripts/setup.sh, which installs netcdf-bin";
  Series series;
  series.segments.push_back({make_time(2003, 11, 20, 17, 58), 0, 3});
  series.status = {Status::definitive, Status::definitive, Status::quick_look};
  series.add("sym_h").values = {-480.F, missing, -490.25F};
  write_netcdf(series, {{"title", "a test"}}, file());
  ASSERT_EQ(std::system(("ncdump -t '" + file() + "' > '" + file("text") + "'").c_str()), 0);
  const auto text = read_file(file("text"));
  for (const auto* part :
       {"time = 3 ;", "sym_h:units = \"nT\"", ":Conventions = \"CF-1.8\"", ":title = \"a test\"",
        "flag_meanings = \"unknown quick_look provisional definitive\"", "sym_h = -480, _, -490.25 ;",
        "status = 3, 3, 1 ;", "\"2003-11-20 17:58\"", "minutes since 1970-01-01"})
    EXPECT_THAT(text, HasSubstr(part));
}

TEST_F(Netcdf, ReadsWhatAnotherProgramWrote) {
  ASSERT_TRUE(has_program("ncgen")) << "run scripts/setup.sh, which installs netcdf-bin";
  std::ofstream(file("a.cdl")) << R"(netcdf a { dimensions: time = 5 ; station = 2 ;
    variables: double time(time) ; time:units = "hours since 2003-11-20 12:00:00" ;
      short sym_h(time) ; sym_h:_FillValue = -9999s ; sym_h:scale_factor = 0.5 ;
      double speed(time) ; float place(station) ; char word(station) ;
    data: time = 0, 1, 2, 4, 1000 ; sym_h = -10, -9999, -30, -40, -50 ; speed = 400, NaN, 420, 430, 440 ; })";
  ASSERT_EQ(std::system(("ncgen -o '" + file() + "' '" + file("a.cdl") + "'").c_str()), 0);
  const auto series = load({file()}).series;
  EXPECT_EQ(series.cadence, Minutes{60});
  ASSERT_EQ(series.segments.size(), 2U);
  EXPECT_EQ(series.segments[0].start, make_time(2003, 11, 20, 12));
  EXPECT_EQ(series.segments[0].count, 5U) << "a short hole is filled with missing values";
  EXPECT_EQ(series.segments[1].start, make_time(2003, 11, 20, 12) + Minutes{60000});
  EXPECT_THAT(series.at("sym_h").values[0], -5);
  EXPECT_TRUE(std::isnan(series.at("sym_h").values[1]));
  EXPECT_TRUE(std::isnan(series.at("speed").values[3]));
  EXPECT_THAT(series.at("speed").values[5], 440);
  EXPECT_EQ(series.channels.size(), 2U);
}

TEST_F(Netcdf, RefusesWhatIsNoSeriesInOneLine) {
  ASSERT_TRUE(has_program("ncgen")) << "run scripts/setup.sh, which installs netcdf-bin";
  const auto with = [&](const std::string& units, const std::string& times, const std::string& values) {
    return reason_for_cdl("netcdf a { dimensions: time = 3 ; variables: double time(time) ; time:units = \"" +
                          units + "\" ; float sym_h(time) ; data: time = " + times + " ; sym_h = " + values +
                          " ; }");
  };
  const std::string minutes = "minutes since 1970-01-01";
  EXPECT_EQ(with(minutes, "0, 1, 2", "1, 2, 3"), "no error");
  EXPECT_THAT(with("fortnights since 1970-01-01", "0, 1, 2", "1, 2, 3"),
              HasSubstr("a.nc: found time in 'fortnights"));
  EXPECT_THAT(with(minutes, "0, 2, 1", "1, 2, 3"), HasSubstr("expected times that rise"));
  EXPECT_THAT(with(minutes, "0, NaN, 1", "1, 2, 3"), HasSubstr("found time nan at sample 1"));
  EXPECT_THAT(with(minutes, "0, 1, 2", "1, 2, 9000"), HasSubstr("sym_h between -2000 and 500 nT"));
  EXPECT_THAT(
      reason_for_cdl("netcdf a { dimensions: x = 1 ; variables: float sym_h(x) ; data: sym_h = 1 ; }"),
      HasSubstr("no variable `time`"));
}

TEST_F(Netcdf, GivesASeriesOrADataErrorWhateverTheDamage) {
  std::mt19937_64 generator(9);
  write_netcdf(random_minutes(generator, 40, true), {{"title", "x"}}, file());
  const auto good = read_file(file());
  int read = 0, refused = 0;
  for (int i = 0; i < 250; ++i) {
    auto bytes = good;
    for (auto hits = 1 + generator() % 3; hits > 0; --hits)
      bytes[generator() % bytes.size()] = static_cast<char>(generator() % 256);
    if (i % 5 == 0) bytes.resize(generator() % bytes.size());
    reason(bytes) == "no error" ? ++read : ++refused;
  }
  EXPECT_GT(read, 0);
  EXPECT_GT(refused, 12);
}

}  // namespace
}  // namespace symh
