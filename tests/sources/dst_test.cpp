#include "sources/fixture.h"

namespace symh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Kyoto's page of a month; the hours from `known` on are missing.
std::string page(const std::string& kind, const std::string& month, int days, int known, int dst) {
  std::string text = "<html><pre>\n Hourly Equatorial Dst Values (" + kind + ")\n      " + month +
                     "\nunit=nT      UT\n      1   2\nDAY\n";
  for (int hour = 0; hour < 24 * days; ++hour) {
    if (hour % 24 == 0) text += fmt::format("{:2} ", hour / 24 + 1);
    text += fmt::format("{}{:4}", hour % 24 == 8 || hour % 24 == 16 ? " " : "", hour < known ? dst : 9999);
    if (hour % 24 == 23) text += "\n";
  }
  return text + "</pre></html>\n";
}

class Dst : public SourcesTest {
 protected:
  void use(const HttpServer& server) {
    settings_.value<std::string>("dst.final_address") = server.address("/final{year}{month}");
    settings_.value<std::string>("dst.provisional_address") = server.address("/provisional{year}{month}");
    settings_.value<std::string>("dst.realtime_address") = server.address("/realtime{year}{month}");
    settings_.value<std::string>("dst.newest_address") = server.address("/newest.json");
  }
  Series cached() const { return load({(cache() / "dst").string()}).series; }
};

TEST_F(Dst, TakesTheBestPageOfAMonthAndSwpcsLastWeek) {
  const HttpServer server([&](const SeenRequest& request) {
    if (request.is_for("/final201504")) return Served{.body = page("FINAL", "APRIL   2015", 30, 720, -11)};
    if (request.is_for("/realtime201505"))
      return Served{.body = page("REAL-TIME", "MAY   2015", 31, 700, -22)};
    if (request.is_for("/newest.json"))
      return Served{
          .body = R"([["time_tag","dst"],["2015-05-31 22:00:00","-33"],["2015-05-31 23:00:00","-34"]])"};
    return Served{.status = 404};
  });
  use(server);
  const auto report = fetch_from("dst", period(2015, 4, 1, 30));
  EXPECT_EQ(report.code, ExitCode::done) << (report.errors.empty() ? "" : report.errors[0]);
  ASSERT_EQ(report.files.size(), 1U) << "SWPC's last week is not asked for April";
  EXPECT_EQ(report.files[0].status, Status::definitive);

  const auto newest = fetch_from("dst", {make_time(2015, 5, 1), make_time(2015, 6, 1)});
  EXPECT_EQ(newest.code, ExitCode::done) << (newest.errors.empty() ? "" : newest.errors[0]);
  EXPECT_THAT(newest.files.back().address, HasSubstr("/realtime201505"));
  const auto series = cached();
  EXPECT_EQ(series.cadence, Minutes{60});
  EXPECT_EQ(series.at("dst").values[0], -11.F);
  EXPECT_EQ(series.at("dst").values[720], -22.F);
  EXPECT_TRUE(std::isnan(series.at("dst").values[720 + 700])) << "neither has this hour";
  EXPECT_EQ(series.at("dst").values[720 + 742], -33.F) << "Kyoto's page does not have this hour yet";
  EXPECT_EQ(series.channels.size(), 1U);
}

TEST_F(Dst, AFinalMonthIsNotAskedForAgain) {
  const HttpServer server(
      [&](const SeenRequest&) { return Served{.body = page("FINAL", "APRIL   2015", 30, 720, -11)}; });
  use(server);
  fetch_from("dst", period(2015, 4, 1, 30));
  EXPECT_EQ(fetch_from("dst", period(2015, 4, 1, 30)).files.at(0).change, FileChange::cached);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(Dst, AnErrorPageChangesNothing) {
  const HttpServer server(
      [&](const SeenRequest&) { return Served{.body = "<html><head><title>Closed</title></head></html>"}; });
  use(server);
  const auto report = fetch_from("dst", period(2015, 4, 1, 30));
  EXPECT_EQ(report.code, ExitCode::data);
  EXPECT_THAT(report.errors, ElementsAre(HasSubstr("a web page came instead of data ('Closed')")));
}

TEST_F(Dst, OtherDataThanDstAreRefused) {
  const HttpServer server([&](const SeenRequest& request) {
    if (!request.is_for("/newest.json")) return Served{.status = 404};
    return Served{
        .body = R"([["time_tag","speed","density","temperature"],["2015-05-31 22:00:00","1","2","3"]])"};
  });
  use(server);
  EXPECT_THAT(fetch_from("dst", {}).errors, ElementsAre(HasSubstr("found other data than Dst")));
}

}  // namespace
}  // namespace symh
