#include "sources/fixture.h"

namespace symh {
namespace {

using testing::HasSubstr;

/// Records of March 2015, whose 1st is day 60, in the columns of the monthly file.
std::string records(int count, int sym_h_nt) {
  std::string text;
  for (int minute = 0; minute < count; ++minute) {
    text += fmt::format("2015{:4}{:3}{:3}", 60 + minute / 1440, minute / 60 % 24, minute % 60);
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
