#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/binary.h"
#include "formats/text/observatory_writer.h"
#include "formats/text/writers.h"
#include "http_server.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

constexpr std::size_t two_days = 2 * 1440;

std::string indices(Status status, std::size_t minutes = two_days) {
  Series series;
  series.segments = {{make_time(2026, 8, 8), 0, minutes}};
  series.channels = {{"sym_h", {}}};
  for (std::size_t i = 0; i < minutes; ++i)
    series.channels[0].values.push_back(-20 - static_cast<float>(i % 30));
  series.status.assign(minutes, status);
  return write_iaga2002(series);
}

/// H of Hermanus on 8 August 2026.
std::string hermanus() {
  Series series;
  series.segments = {{make_time(2026, 8, 8), 0, 1440}};
  series.channels = {{"h_her", std::vector<float>(1440, 11000)}};
  series.status.assign(1440, Status::quick_look);
  return write_observatory(series);
}

std::string feed(bool magnetic) {
  json records = json::array();
  for (std::size_t i = two_days; i-- > 0;) {
    const auto time = format_time(make_time(2026, 8, 8) + Minutes{static_cast<long>(i)});
    if (magnetic)
      records.push_back({{"time_tag", time.substr(0, 19)},
                         {"active", true},
                         {"source", "SOLAR1"},
                         {"bt", 8},
                         {"bx_gsm", 1},
                         {"by_gsm", 2},
                         {"bz_gsm", -7}});
    else
      records.push_back({{"time_tag", time.substr(0, 19)},
                         {"active", true},
                         {"source", "ACE"},
                         {"proton_speed", "450"},
                         {"proton_density", 6},
                         {"proton_temperature", 90000}});
  }
  return records.dump();
}

/// The real binary against a server on loopback, whose addresses stand in sources.toml.
class FetchCli : public testing::Test {
 protected:
  FetchCli() {
    write_file_atomically(
        folder_.path() / "sources.toml",
        fmt::format(
            "[http]\nbackoff_seconds = 0.01\nattempts = 2\ndelay_seconds = 0\nlow_speed_seconds = 30\n"
            "[kyoto]\naddress = \"{0}/kyoto?d={{day_tens}}{{day_unit}}\"\n"
            "[isgi]\naddress = \"{0}/isgi?user={{token}}&from={{first_day}}\"\n"
            "[omni]\naddress = \"{0}/omni{{year}}{{month}}\"\n"
            "[stations]\ncodes = [\"HER\", \"KAK\"]\nservices = [\"gin\"]\ngin_address = "
            "\"{0}/gin{{code}}\"\n"
            "[swpc]\nmag_address = \"{0}/mag\"\nwind_address = \"{0}/wind\"\n",
            server_.address()));
  }
  Outcome fetch(const std::string& arguments, const std::string& before = "") {
    return shell_in(folder_.path(), before + " '" SYMH_BINARY "' fetch " + arguments +
                                        " --sources sources.toml --cache cache");
  }
  Outcome symh(const std::string& arguments) { return symh_in(folder_.path(), arguments); }

  TemporaryFolder folder_;
  Served answer_ = {.body = indices(Status::provisional)};
  bool wind_is_down_ = false;
  HttpServer server_{[this](const SeenRequest& request) {
    if (wind_is_down_ && !request.is_for("/kyoto")) return Served{.status = 503};
    if (request.is_for("/ginHER")) return Served{.body = hermanus()};
    if (request.is_for("/ginKAK")) return Served{.status = 404};
    if (request.is_for("/mag")) return Served{.body = feed(true)};
    if (request.is_for("/wind")) return Served{.body = feed(false)};
    return answer_;
  }};
};

constexpr const char* kyoto = "kyoto --from 2026-08-08 --to 2026-08-09";

void expect_eighty_columns(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

TEST_F(FetchCli, WhatIsFetchedIsATableAndJsonAndCanBeForecastFrom) {
  const auto first = fetch(kyoto);
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("ASY_2026-08.dat              fetched      2880 P"));
  EXPECT_THAT(first.out, HasSubstr("kyoto: 1 fetched; --data cache/kyoto"));
  expect_eighty_columns(first.out);
  answer_.body = indices(Status::definitive);
  const auto second = fetch(std::string(kyoto) + " --force");
  EXPECT_THAT(second.out, HasSubstr("updated      2880 D      P->D 2880"));
  const auto third = json::parse(fetch(std::string(kyoto) + " --json").out);
  EXPECT_EQ(third["files"][0]["change"], "cached");
  EXPECT_EQ(third["exit_code"], 0);
  EXPECT_EQ(fetch("swpc").code, 0);
  const auto forecast = symh("predict --data cache/kyoto --data cache/swpc --json");
  EXPECT_EQ(forecast.code, 0) << forecast.err;
  EXPECT_EQ(json::parse(forecast.out)["issue_time"], "2026-08-10T00:00:00Z");
}

TEST_F(FetchCli, StationsTellTheirNewestValuesAndWhatNobodyHas) {
  const auto table = fetch("stations --from 2026-08-08 --to 2026-08-08");
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("h_her_2026-08-08.dat         fetched      1440 Q"));
  EXPECT_THAT(table.out, HasSubstr("HER: newest value 2026-08-08T23:59:00Z, "));
  EXPECT_THAT(table.out, HasSubstr("KAK: no value in this period"));
  EXPECT_THAT(table.err, HasSubstr("warning: stations: KAK 2026-08-08: nobody has it: gin: HTTP status 404"));
  const auto report = json::parse(fetch("stations --from 2026-08-08 --to 2026-08-08 --json").out);
  ASSERT_EQ(report["notes"].size(), 2U);
  EXPECT_THAT(report["notes"][0].get<std::string>(), HasSubstr("behind now; variation"));
  EXPECT_THAT(symh("inspect cache/stations").out, HasSubstr("h_her"));
}

TEST_F(FetchCli, AnAnswerThatTheDiskHasNoRoomForIsNoData) {
  ASSERT_EQ(fetch(kyoto).code, 0);
  const auto before = read_file(folder_.path() / "cache/kyoto/ASY_2026-08.dat");
  // A short answer waits in a buffer until its file is closed; a long one fails before.
  for (const std::size_t minutes : {std::size_t{20}, two_days}) {
    answer_ = {.body = indices(Status::definitive, minutes)};
    const auto full =
        shell_in(folder_.path(), std::string("trap '' XFSZ; ulimit -f 1; '" SYMH_BINARY "' fetch ") + kyoto +
                                     " --force --sources sources.toml --cache cache");
    EXPECT_EQ(full.code, 1);
    EXPECT_THAT(full.err, HasSubstr("the answer cannot be kept there: File too large; make room"));
    EXPECT_EQ(read_file(folder_.path() / "cache/kyoto/ASY_2026-08.dat"), before);
  }
}

TEST_F(FetchCli, ADamagedAnswerIsNotSaidToBeTolerable) {
  answer_.body.replace(answer_.body.rfind("-20.00"), 6, "minus!");
  const auto damaged = fetch(kyoto);
  EXPECT_EQ(damaged.code, 3);
  EXPECT_THAT(damaged.err, HasSubstr("'minus!'"));
  EXPECT_THAT(damaged.err, Not(HasSubstr("--tolerant"))) << "fetch has no such option";
}

TEST_F(FetchCli, ACentreWhoseWindNeverCameForecastsFromTheIndices) {
  wind_is_down_ = true;
  write_file_atomically(folder_.path() / "centre.toml",
                        "state = \"state\"\n[fetch]\nsources = [\"kyoto\", \"swpc\"]\nsettings = "
                        "\"sources.toml\"\nperiod = \"1d\"\n");
  const auto run = symh("forecast --config centre.toml --at 2026-08-09T23:50Z");
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.err, HasSubstr("fetch swpc: "));
  const auto product = json::parse(read_file(folder_.path() / "state/products/forecast.json"));
  EXPECT_EQ(product.at("model"), "indices");
}

TEST_F(FetchCli, ACentreTakesFetchedObservatoriesForAnEstimateAlone) {
  write_file_atomically(
      folder_.path() / "centre.toml",
      "state = \"state\"\n[fetch]\nsources = [\"kyoto\", \"swpc\", \"stations\"]\nsettings = "
      "\"sources.toml\"\nperiod = \"1d\"\n");
  const auto run = symh("forecast --config centre.toml --at 2026-08-09T23:50Z");
  EXPECT_EQ(run.code, 3) << "the service answers with another day: " << run.err;
  EXPECT_TRUE(fs::exists(folder_.path() / "state/cache/stations/h_her_2026-08-08.dat"));
  EXPECT_TRUE(fs::exists(folder_.path() / "state/products/forecast.json")) << "the forecast is issued";
  EXPECT_THAT(run.err,
              HasSubstr("warning: no estimate of SYM-H from observatories: 1 observatory with data"));
  EXPECT_THAT(read_file(folder_.path() / "state/page/index.html"), Not(HasSubstr("h_her")));
}

TEST_F(FetchCli, ACentreThatNeverGotAnythingSaysSo) {
  answer_ = {.body = "<html><title>Closed</title></html>"};
  write_file_atomically(folder_.path() / "centre.toml",
                        "state = \"state\"\n[fetch]\nsources = [\"kyoto\"]\nsettings = "
                        "\"sources.toml\"\nperiod = \"1d\"\n");
  const auto run = symh("forecast --config centre.toml --at 2026-08-09T23:50Z");
  EXPECT_EQ(run.code, 3) << run.err;
  EXPECT_THAT(run.err, HasSubstr("holds no fetched files and data.paths names none"));
  EXPECT_THAT(run.err, Not(HasSubstr("the files hold no samples")));
}

TEST_F(FetchCli, AForecastCentreFetchesAndBearsASourceThatFails) {
  write_file_atomically(folder_.path() / "centre.toml",
                        "state = \"state\"\n[fetch]\nsources = [\"kyoto\", \"swpc\"]\nsettings = "
                        "\"sources.toml\"\nperiod = \"1d\"\n");
  const auto first = symh("forecast --config centre.toml --at 2026-08-09T23:50Z");
  ASSERT_EQ(first.code, 0) << first.err;
  const auto product = json::parse(read_file(folder_.path() / "state/products/forecast.json"));
  EXPECT_EQ(product.at("model"), "storms-l1");
  EXPECT_EQ(product.at("issue_time"), "2026-08-09T23:50:00Z");
  answer_ = {.body = "<html><title>Closed</title></html>"};
  fs::remove_all(folder_.path() / "state/cache/kyoto");
  const auto second = symh("forecast --config centre.toml --at 2026-08-09T23:55Z");
  EXPECT_EQ(second.code, 3) << second.err;
  EXPECT_THAT(second.err, HasSubstr("fetch kyoto: "));
  EXPECT_THAT(second.err, HasSubstr("a web page came instead of data ('Closed')"));
  const auto page = read_file(folder_.path() / "state/page/index.html");
  EXPECT_THAT(
      page,
      HasSubstr("<b>kyoto</b> <span class=\"fails\">fails</span> Last failure at 23:55 UTC, 9 August: "));
  EXPECT_THAT(page, HasSubstr("<b>swpc</b> <span class=\"answers\">answers</span> No failure in 30 days."));
  const auto from_wind = json::parse(read_file(folder_.path() / "state/products/forecast.json"));
  EXPECT_EQ(from_wind.at("model"), "late") << "the wind alone gives a forecast from a quiet ring current";
  EXPECT_TRUE(from_wind.at("last_observed").is_null());
  EXPECT_THAT(read_file(folder_.path() / "state/page/index.html"), HasSubstr("there is no observed SYM-H"));

  wind_is_down_ = true;
  fs::remove_all(folder_.path() / "state/cache");
  const auto third = symh("forecast --config centre.toml --at 2026-08-10T00:00Z");
  EXPECT_EQ(third.code, 3) << third.err;
  const auto both = read_file(folder_.path() / "state/page/index.html");
  EXPECT_THAT(
      both,
      HasSubstr("<b>kyoto</b> <span class=\"fails\">fails</span> Last failure at 00:00 UTC, 10 August: "));
  EXPECT_THAT(
      both,
      HasSubstr("<b>swpc</b> <span class=\"fails\">fails</span> Last failure at 00:00 UTC, 10 August: "))
      << "the second failure of a run, too";
  EXPECT_EQ(json::parse(read_file(folder_.path() / "state/products/forecast.json")), from_wind)
      << "the last good product stays";
}

TEST_F(FetchCli, ADryRunListsAddressesAndAsksNothing) {
  const auto plan = fetch(std::string(kyoto) + " --dry-run");
  EXPECT_EQ(plan.code, 0);
  EXPECT_THAT(plan.out, HasSubstr(server_.address("/kyoto?d=08")));
  EXPECT_TRUE(server_.requests().empty());
  EXPECT_FALSE(fs::exists(folder_.path() / "cache"));
}

TEST_F(FetchCli, BareYearsAreFetchedWholeMonthByMonth) {
  const auto plan = json::parse(fetch("omni --from 1998 --to 1999 --dry-run --json").out);
  ASSERT_EQ(plan["files"].size(), 24U);
  EXPECT_EQ(plan["files"].front()["address"], server_.address("/omni199801"));
  EXPECT_EQ(plan["files"].back()["address"], server_.address("/omni199912"));
}

TEST_F(FetchCli, PrintedSettingsAreTakenBack) {
  const auto printed = fetch("kyoto --print-config");
  EXPECT_EQ(printed.code, 0) << printed.err;
  EXPECT_THAT(printed.out, HasSubstr("# refuse a larger answer\n# from 1 to 4096\nsize_limit_mib = "));
  EXPECT_TRUE(server_.requests().empty());
  const auto file = folder_.path() / "printed.toml";
  write_file_atomically(file, printed.out);
  const auto again = symh("fetch kyoto --print-config --sources " + file.string());
  EXPECT_EQ(again.out, printed.out) << again.err;
}

TEST_F(FetchCli, ExitCodesTellNetworkFromDataFromUsage) {
  answer_ = {.status = 500};
  const auto network = fetch(kyoto);
  EXPECT_EQ(network.code, 1);
  EXPECT_THAT(network.err, HasSubstr("symh: kyoto: " + server_.address("/kyoto")));
  answer_ = {.body = "<html><title>Closed</title></html>"};
  const auto data = fetch(kyoto);
  EXPECT_EQ(data.code, 3);
  EXPECT_THAT(data.err, HasSubstr("a web page came instead of data ('Closed')"));
  EXPECT_EQ(fetch("kioto").code, 2);
  EXPECT_EQ(fetch("kyoto --from 2026-08-09 --to 2026-08-01").code, 2);
  EXPECT_EQ(fetch("kyoto --from yesterday").code, 2);
  EXPECT_EQ(fetch("omni --import .").code, 2);
  EXPECT_EQ(symh("fetch kyoto --sources nothing.toml").code, 2);
}

TEST_F(FetchCli, TheTokenIsNeverSaid) {
  for (const auto& answer : {Served{.status = 503}, Served{.status = 403, .body = "bad s3cret"},
                             Served{.body = "user s3cret: no"}, answer_}) {
    answer_ = answer;
    const auto outcome = fetch("isgi --from 2026-08-08 --to 2026-08-09 --json --verbose --log-file log",
                               "SYMH_ISGI_TOKEN=s3cret");
    EXPECT_THAT(outcome.out + outcome.err + read_file(folder_.path() / "log"), Not(HasSubstr("s3cret")));
    EXPECT_THAT(outcome.out, HasSubstr("user=***"));
    EXPECT_EQ(server_.requests().back().parameter("user"), "s3cret");
  }
  EXPECT_THAT(fetch("isgi --dry-run", "SYMH_ISGI_TOKEN=s3cret").out, Not(HasSubstr("s3cret")));
}

TEST_F(FetchCli, WithoutATokenFilesAreImported) {
  const auto without = fetch("isgi", "env -u SYMH_ISGI_TOKEN");
  EXPECT_EQ(without.code, 2);
  EXPECT_THAT(without.err, HasSubstr("symh fetch isgi --import FOLDER"));
  write_file_atomically(folder_.path() / "by-hand/a.dat", indices(Status::quick_look));
  EXPECT_EQ(fetch("isgi --import by-hand").code, 0);
  EXPECT_TRUE(fs::exists(folder_.path() / "cache/isgi/ASY_2026-08.dat"));
}

TEST_F(FetchCli, AnInterruptKeepsThePartAndTheNextRunGoesOn) {
  const auto body = indices(Status::provisional);
  answer_ = {.body = body.substr(0, 2000),
             .headers = {"ETag: \"v1\""},
             .declared_more = body.size() - 2000,
             .per_byte = std::chrono::milliseconds(5)};
  const auto outcome =
      shell_in(folder_.path(), std::string("{ '" SYMH_BINARY "' fetch ") + kyoto +
                                   " --sources sources.toml --cache cache & pid=$!; "
                                   "while [ ! -e cache/kyoto/.ASY_2026-08.dat.part ]; do sleep 0.05; done; "
                                   "kill -INT $pid; wait $pid; }");
  EXPECT_EQ(outcome.code, 5) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("kyoto: interrupted; the fetched files are kept"));
  const auto part = fs::file_size(folder_.path() / "cache/kyoto/.ASY_2026-08.dat.part");
  EXPECT_GT(part, 0U);
  answer_ = {.status = 206,
             .body = body.substr(part),
             .headers = {"ETag: \"v1\"",
                         fmt::format("Content-Range: bytes {}-{}/{}", part, body.size() - 1, body.size())}};
  EXPECT_EQ(fetch(kyoto).code, 0);
  EXPECT_EQ(server_.requests().back().header("range"), fmt::format("bytes={}-", part));
}

TEST_F(FetchCli, TheCacheIsWhereXdgSays) {
  const auto outcome =
      shell_in(folder_.path(), std::string("XDG_CACHE_HOME=\"$PWD/xdg\" '" SYMH_BINARY "' fetch ") + kyoto +
                                   " --sources sources.toml");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(fs::exists(folder_.path() / "xdg/symh/kyoto/ASY_2026-08.dat"));
}

}  // namespace
}  // namespace symh
