#include <cstdlib>

#include "formats/binary/netcdf_write.h"
#include "sources/fixture.h"

namespace symh {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

/// One record of ACE's magnetic field at the given minute of 4 June 2012.
std::string ace_mag(const std::string& clock, float bz_nt) {
  return fmt::format(
      ":Data_list: ace_mag_1m.txt\n# Magnetometer values are in GSM coordinates.\n"
      "2012 06 04  {}   56082   69000    0     4.9     2.1  {:6.1f}    16.4   -33.6    22.8\n",
      clock, bz_nt);
}

const std::string ace_swepam =
    ":Data_list: ace_swepam_1m.txt\n# Source: ACE Satellite - Solar Wind Electron Proton Alpha Monitor\n"
    "2012 06 04  1348   57029   49680    0        6.8      414.6     2.09e+04\n";

class Ace : public SourcesTest {
 protected:
  void use(const HttpServer& server) {
    settings_.value<std::string>("ace.mag_address") = server.address("/{year}{month}{day}_mag");
    settings_.value<std::string>("ace.swepam_address") = server.address("/{year}{month}{day}_swepam");
  }
};

TEST_F(Ace, KeepsTheListsOfEachDay) {
  const HttpServer server([&](const SeenRequest& request) {
    if (request.is_for("/20120604_mag")) return Served{.body = ace_mag("1910", -3.5F)};
    if (request.is_for("/20120604_swepam")) return Served{.body = ace_swepam};
    return Served{.status = 404};
  });
  use(server);
  const auto report = fetch_from("ace", period(2012, 6, 4, 5));
  EXPECT_EQ(report.code, ExitCode::done) << (report.errors.empty() ? "" : report.errors[0]);
  ASSERT_EQ(report.files.size(), 4U);
  EXPECT_THAT(report.files[0].file.string(), EndsWith("ace/ace_mag_2012-06-04.txt"));
  EXPECT_EQ(report.files[3].change, FileChange::absent);
  const auto series = load({(cache() / "ace").string()}).series;
  EXPECT_EQ(series.solar_wind_at, WindPosition::l1);
  EXPECT_EQ(series.at("speed").values.front(), 414.6F);
  EXPECT_EQ(series.at("bz_gsm").values.back(), -3.5F);
  fetch_from("ace", period(2012, 6, 4, 4));
  EXPECT_EQ(server.requests().size(), 4U) << "a day that is long over is not asked for again";
}

TEST_F(Ace, ADayThatIsNotOverIsAskedForAgainAndACutAnswerChangesNothing) {
  std::string clock = "0010";
  const HttpServer server([&](const SeenRequest& request) {
    return request.is_for("/20120604_mag") ? Served{.body = ace_mag(clock, 2)} : Served{.status = 404};
  });
  use(server);
  now_ = make_time(2012, 6, 4, 1);
  const FetchPeriod today{make_time(2012, 6, 4), make_time(2012, 6, 4, 23)};
  EXPECT_EQ(fetch_from("ace", today).files.at(0).change, FileChange::fetched);
  now_ += Minutes{5};
  EXPECT_EQ(fetch_from("ace", today).files.at(0).change, FileChange::cached) << "asked minutes ago";
  now_ += Minutes{120};
  clock = "0005";
  EXPECT_THAT(fetch_from("ace", today).errors, ElementsAre(HasSubstr("it is cut")));
  clock = "0200";
  EXPECT_EQ(fetch_from("ace", today).files.at(0).change, FileChange::updated);
}

TEST_F(Ace, DataOfAnotherDayAndPagesAreRefused) {
  const HttpServer server([&](const SeenRequest& request) {
    if (request.is_for("/20120607_mag")) return Served{.body = ace_mag("1910", -3.5F)};
    return Served{.body = "<html><head><title>Closed</title></head></html>"};
  });
  use(server);
  const auto report = fetch_from("ace", period(2012, 6, 7, 7));
  EXPECT_EQ(report.code, ExitCode::data);
  EXPECT_THAT(report.errors, ElementsAre(HasSubstr("found no bz_gsm of 2012-06-07"),
                                         HasSubstr("a web page came instead of data ('Closed')")));
}

class Dscovr : public SourcesTest {
 protected:
  /// A NetCDF file of ten minutes of `channel`, packed by gzip.
  std::string packed(const std::string& channel, float value) {
    Series series;
    series.segments = {{make_time(2024, 5, 10), 0, 10}};
    series.channels = {{channel, std::vector<float>(10, value)}};
    series.status.assign(10, Status::unknown);
    series.solar_wind_at = WindPosition::l1;
    const auto path = file(channel + ".nc");
    write_netcdf(series, {}, path);
    EXPECT_EQ(std::system(fmt::format("gzip -kf {}", path.string()).c_str()), 0);
    return read_file(path.string() + ".gz");
  }
};

TEST_F(Dscovr, TakesTheNewestFileThatTheFolderOfTheMonthNames) {
  const auto file_name = [](const char* kind, const char* made) {
    return fmt::format("oe_{}_dscovr_s20240510000000_e20240510235959_p{}_pub.nc.gz", kind, made);
  };
  const auto old_mag = file_name("m1m", "20240511020000"), mag = file_name("m1m", "20240512030000"),
             plasma = file_name("f1m", "20240511020000");
  const HttpServer server([&](const SeenRequest& request) {
    if (request.is_for("/2024/05/"))
      return Served{.body =
                        fmt::format("<html><a href=\"{0}\">{0}</a><a href=\"{1}\">{1}</a><a>{2}</a></html>",
                                    mag, old_mag, plasma)};
    if (request.is_for("/2024/05/" + mag)) return Served{.body = packed("bz_gsm", -20)};
    if (request.is_for("/2024/05/" + plasma)) return Served{.body = packed("speed", 700)};
    return Served{.status = 404};
  });
  settings_.value<std::string>("dscovr.folder_address") = server.address("/{year}/{month}/");
  now_ = make_time(2024, 6, 1);
  const auto report = fetch_from("dscovr", period(2024, 5, 10, 11));
  EXPECT_EQ(report.code, ExitCode::done) << (report.errors.empty() ? "" : report.errors[0]);
  ASSERT_EQ(report.files.size(), 4U);
  EXPECT_EQ(report.files[2].change, FileChange::absent) << "the folder has no file of the 11th";
  EXPECT_EQ(server.requests().size(), 3U) << "the folder is asked for once";
  const auto series = load({(cache() / "dscovr").string()}).series;
  EXPECT_EQ(series.at("bz_gsm").values[0], -20.F);
  EXPECT_EQ(series.at("speed").values[9], 700.F);
}

TEST_F(Dscovr, AFolderThatIsNotThereIsNoFailure) {
  const HttpServer server([&](const SeenRequest&) { return Served{.status = 404}; });
  settings_.value<std::string>("dscovr.folder_address") = server.address("/{year}/{month}/");
  const auto report = fetch_from("dscovr", period(2014, 5, 10, 10));
  EXPECT_EQ(report.code, ExitCode::done);
  EXPECT_EQ(report.files.at(0).note, "not published yet");
  EXPECT_EQ(fetch_from("dscovr", period(2014, 5, 10, 10), {.dry_run = true}).files.size(), 2U);
}

}  // namespace
}  // namespace symh
