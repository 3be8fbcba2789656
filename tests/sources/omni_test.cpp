#include "sources/fixture.h"

namespace symh {
namespace {

using testing::HasSubstr;

/// Records of 2015 from `first_day` of the year on, by default the 1st of March, in the columns of the
/// monthly file.
std::string records(int count, int sym_h_nt, int first_day = 60) {
  std::string text;
  for (int minute = 0; minute < count; ++minute) {
    text += fmt::format("2015{:4}{:3}{:3}", first_day + minute / 1440, minute / 60 % 24, minute % 60);
    text += " 51 51   1   1   0   1000      0  0.00     60";  // to time between observations
    text += "    5.00   -1.00    2.00    3.00    2.50   -3.00    0.10    0.20";            // field
    text += "   450.0  -450.0     1.0     2.0   5.00  100000.  2.00   1.00   0.50  10.0";  // plasma
    text += "  200.00    1.00    2.00   13.00    0.00    1.00   100   -50    50";          // places, AE AL AU
    text += fmt::format("     1{:6}     5    12   1.20  6.0\n", sym_h_nt);
  }
  return text;
}

class Omni : public SourcesTest {
 protected:
  void use(const HttpServer& server) {
    settings_.value<std::string>("omni.address") = server.address("/omni_min{year}{month}.asc");
  }
  std::string stored() const { return (cache() / "omni" / "omni_min201503.asc").string(); }
};

TEST_F(Omni, KeepsMonthlyFilesByteForByteAndAsksAgainConditionally) {
  std::string body = records(3 * 1440, -20);
  const HttpServer server(
      [&](const auto& request) { return serve_file(request, body, fmt::format("\"{}\"", body.size())); });
  use(server);
  EXPECT_EQ(fetch_from("omni", period(2015, 3, 1, 3)).files.at(0).change, FileChange::fetched);
  EXPECT_EQ(read_file(stored()), body);
  EXPECT_EQ(load({stored()}).series.at("speed").values[0], 450);
  EXPECT_EQ(fetch_from("omni", period(2015, 3, 1, 3)).files.at(0).change, FileChange::cached);

  now_ += std::chrono::days{2};
  EXPECT_EQ(fetch_from("omni", period(2015, 3, 1, 3)).files.at(0).change, FileChange::unchanged);
  EXPECT_THAT(server.requests().back().header("if-none-match"), HasSubstr("\""));

  now_ += std::chrono::days{2};
  body = records(4 * 1440, -20);
  const auto report = fetch_from("omni", period(2015, 3, 1, 4));
  EXPECT_EQ(report.files.at(0).change, FileChange::updated);
  EXPECT_EQ(read_file(stored()), body);
}

TEST_F(Omni, AFileChangedByAnotherHandIsFetchedAnew) {
  const auto body = records(60, -20);
  const HttpServer server([&](const auto& request) { return serve_file(request, body, "\"v1\""); });
  use(server);
  fetch_from("omni", period(2015, 3, 1, 3));
  write_file_atomically(stored(), records(30, -999));
  fetch_from("omni", period(2015, 3, 1, 3));
  EXPECT_EQ(read_file(stored()), body);
}

TEST_F(Omni, AnInterruptedFetchGoesOnAtTheFirstMonthThatIsMissing) {
  bool down = true;
  const HttpServer server([&](const auto& request) {
    if (request.is_for("/omni_min201501.asc")) return Served{.body = records(31 * 1440, -20, 1)};
    if (request.is_for("/omni_min201502.asc")) return Served{.body = records(28 * 1440, -20, 32)};
    return down ? Served{.status = 503} : Served{.body = records(31 * 1440, -20)};
  });
  use(server);
  now_ = make_time(2017, 6, 1);
  const FetchPeriod quarter{make_time(2015, 1, 1), make_time(2015, 4, 1)};
  EXPECT_EQ(fetch_from("omni", quarter).code, ExitCode::failed);
  EXPECT_THAT(listener_.said, testing::IsSupersetOf({"omni: omni_min201501.asc fetched, month 1 of 3",
                                                     "omni: omni_min201502.asc fetched, month 2 of 3"}));
  down = false;
  now_ += std::chrono::days{3};  // so late that data which may improve would be asked for again
  const auto before = server.requests().size();
  const auto report = fetch_from("omni", quarter);
  EXPECT_EQ(report.files.at(0).change, FileChange::cached);
  EXPECT_EQ(report.files.at(1).change, FileChange::cached);
  EXPECT_EQ(report.files.at(2).change, FileChange::fetched);
  ASSERT_EQ(server.requests().size(), before + 1);
  EXPECT_TRUE(server.requests().back().is_for("/omni_min201503.asc"));
}

TEST_F(Omni, AMonthThatWasFetchedSoonAfterItsEndIsAskedForOnceMoreWhenItIsFinal) {
  const auto body = records(31 * 1440, -20);
  const HttpServer server([&](const auto& request) { return serve_file(request, body, "\"v1\""); });
  use(server);
  fetch_from("omni", period(2015, 3, 1, 31));
  now_ = make_time(2017, 6, 1);
  EXPECT_EQ(fetch_from("omni", period(2015, 3, 1, 31)).files.at(0).change, FileChange::unchanged);
  now_ += std::chrono::days{30};
  EXPECT_EQ(fetch_from("omni", period(2015, 3, 1, 31)).files.at(0).change, FileChange::cached);
  EXPECT_EQ(fetch_from("omni", period(2015, 3, 1, 31), {.force = true}).files.at(0).change,
            FileChange::unchanged);
}

TEST_F(Omni, AMonthThatIsNotPublishedYetIsNoFailure) {
  const HttpServer server([](const auto&) { return Served{.status = 404}; });
  use(server);
  const auto report = fetch_from("omni", period(2015, 3, 1, 3));
  EXPECT_EQ(report.code, ExitCode::done);
  EXPECT_EQ(report.files.at(0).change, FileChange::absent);
}

TEST_F(Omni, ACutFileOrAWebPageDoesNotReplaceAWholeOne) {
  std::string body = records(1440, -20);
  const HttpServer server([&](const auto&) { return Served{.body = body}; });
  use(server);
  fetch_from("omni", period(2015, 3, 1, 1));
  const auto whole = body;
  for (const auto& bad :
       {records(700, -20), whole.substr(0, whole.size() - 50), std::string("<!DOCTYPE html><p>x")}) {
    body = bad;
    const auto report = fetch_from("omni", period(2015, 3, 1, 2));
    EXPECT_EQ(report.code, ExitCode::data);
    EXPECT_EQ(read_file(stored()), whole);
  }
}

}  // namespace
}  // namespace symh
