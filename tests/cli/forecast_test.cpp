#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "cli/centre_fixture.h"
#include "core/error.h"
#include "core/file.h"

namespace symh {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

using ForecastCli = CentreTest;

TEST_F(ForecastCli, LeavesProductsALogAndAPage) {
  const auto run = forecast("2001-01-20T12:00Z", "--quiet");
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.err, "") << "cron mails what is said";
  const auto json = product();
  EXPECT_EQ(json.at("issue_time"), "2001-01-20T12:00:00Z");
  EXPECT_EQ(json.at("data_age_minutes"), 0);
  EXPECT_EQ(json.at("schema_version"), 1);
  const auto leads = json.at("forecasts");
  ASSERT_EQ(leads.size(), 6U);
  for (const auto& lead : leads) {
    EXPECT_LT(lead.at("q05_nt"), lead.at("q95_nt"));
    double sum = 0;
    for (const auto& [level, chance] : lead.at("level_probabilities").items()) sum += chance.get<double>();
    EXPECT_NEAR(sum, 1, 1e-9);
  }
  EXPECT_THAT(read_file(file("state/products/forecast.csv")), HasSubstr("2001-01-20T12:00:00Z,60,"));
  EXPECT_THAT(read_file(file("state/products/observations.csv")), HasSubstr("\n2001-01-20T12:00:00Z,"));
  EXPECT_TRUE(fs::exists(file("state/products/archive/2001-01-20/forecast-1200.json")));
  EXPECT_THAT(read_file(file("state/page/index.html")), HasSubstr("Test centre"));
}

/// The number as the page writes it.
std::string written(const nlohmann::json& number) { return fmt::format("{:.0f}", number.get<double>()); }

TEST_F(ForecastCli, ThePageSaysWhatTheProductSays) {
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  const auto says_the_product = [&] {
    const auto page = read_file(file("state/page/index.html"));
    const auto json = product();
    EXPECT_THAT(page, HasSubstr(fmt::format(">SYM-H {} nT<", written(json.at("last_nt")))));
    for (const auto& lead : json.at("forecasts"))
      EXPECT_THAT(page,
                  HasSubstr(fmt::format("<td class=\"n\">{}</td><td>{} to {}</td><td>{}</td>",
                                        written(lead.at("forecast_nt")), written(lead.at("q05_nt")),
                                        written(lead.at("q95_nt")), lead.at("level").get<std::string>())));
    EXPECT_THAT(page, HasSubstr("from data until 12:00 UTC, 20 January; page of"));
    if (!json.contains("odds")) return;
    const auto& odds = json.at("odds");
    EXPECT_THAT(page, HasSubstr(fmt::format("minimum {} nT (",
                                            written(odds.at("minimum").back().at("expected_nt")))));
    for (const auto& minimum : odds.at("minimum")) {
      if (minimum.at("within_minutes") == 120 && odds.at("reach_minutes") >= 180) continue;  // 1, 3 and 6 h
      for (const auto& chance : minimum.at("at_or_below"))
        EXPECT_THAT(page, HasSubstr(fmt::format("style=\"width:{:.0f}%\"",
                                                100 * chance.at("probability").get<double>())));
    }
  };
  says_the_product();
  // Values that come later change the next computation for the same issue time, and not what was issued.
  auto data = read_file(data_->path() / "data" / "ASY_2001-01-01_2001-01-25_D.dat");
  const auto line = data.find("2001-01-20 11:58");
  constexpr std::size_t sym_h = 60;
  data.replace(line + sym_h, 10, "   -400.00");
  write_file_atomically(file("later/a.dat"), data);
  write_file_atomically(file("centre.toml"),
                        "state = \"state\"\n[fetch]\nsources = []\n[data]\npaths = [\"later\"]\n");
  ASSERT_EQ(forecast("2001-01-20T12:03Z").code, 0);
  says_the_product();
  ASSERT_EQ(forecast("2001-03-20T12:00Z").code, 4);
  EXPECT_THAT(read_file(file("state/page/index.html")), HasSubstr("Warning: there is no new forecast"));
  says_the_product();
}

TEST_F(ForecastCli, ObservatoriesBridgeALateIndex) {
  ASSERT_EQ(symh("simulate --output sim --days 10 --seed 4 --storms-per-month 8 --stations -q").code, 0);
  const auto path = file("sim") / "ASY_2001-01-01_2001-01-10_D.dat";
  const auto all = read_file(path);
  write_file_atomically(path, all.substr(0, all.find("2001-01-10 00:00")));
  const std::string centre =
      "state = \"state\"\n[fetch]\nsources = []\n[data]\nsolar_wind_at = \"l1\"\npaths = [\"sim/*.dat\", "
      "\"sim/solar-wind\"]\n";
  write_file_atomically(file("centre.toml"), centre + "stations = [\"sim/stations\"]\n");
  const auto run = forecast("2001-01-10T12:00Z");
  ASSERT_EQ(run.code, 0) << run.err;
  const auto estimated = product().at("estimated_now");
  EXPECT_GE(estimated.at("observatories").size(), 2U);
  EXPECT_LE(estimated.at("stations_until"), "2001-01-10T12:00:00Z") << "later data are not known";
  const auto page = read_file(file("state/page/index.html"));
  EXPECT_THAT(page, HasSubstr("the observatories"));
  EXPECT_THAT(page, HasSubstr("SYM-H of observatories"));
  write_file_atomically(file("centre.toml"), centre + "stations = [\"sim/solar-wind\"]\n");
  fs::remove_all(file("state"));
  const auto without = forecast("2001-01-10T12:00Z");
  EXPECT_EQ(without.code, 0) << "an observatory never stops a forecast";
  EXPECT_THAT(without.err, HasSubstr("warning: no estimate of SYM-H from observatories: "));
  EXPECT_FALSE(product().at("estimated_now").contains("stations_until"));
}

TEST_F(ForecastCli, IssuesNothingForATimeAfterItsClock) {
  // The minutes up to 12:03 are most of the interval that ends at 12:05.
  const auto run = forecast("2001-01-20T12:03Z");
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(product().at("issue_time"), "2001-01-20T12:00:00Z");
  EXPECT_EQ(product().at("data_age_minutes"), 3);
}

TEST_F(ForecastCli, LaterDataDoNotChangeWhatIsIssued) {
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  const auto issued = read_file(file("state/products/forecast.csv"));
  fs::remove_all(file("state"));
  fs::create_directories(file("cut"));
  const auto all = read_file(data_->path() / "data" / "ASY_2001-01-01_2001-01-25_D.dat");
  const auto end = all.find("2001-01-20 12:01");
  ASSERT_NE(end, std::string::npos);
  write_file_atomically(file("cut/a.dat"), all.substr(0, end));
  write_file_atomically(file("centre.toml"),
                        "state = \"state\"\n[data]\npaths = [\"cut\"]\n[fetch]\nsources = []\n");
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  EXPECT_EQ(read_file(file("state/products/forecast.csv")), issued);
}

TEST_F(ForecastCli, SaysHowLongTheLastValueIsHeld) {
  auto data = read_file(data_->path() / "data" / "ASY_2001-01-01_2001-01-25_D.dat");
  const std::size_t sym_h = 60;
  for (int minute = 31; minute <= 60; ++minute) {
    const auto line = data.find(minute < 60 ? fmt::format("2001-01-20 11:{}", minute) : "2001-01-20 12:00");
    ASSERT_NE(line, std::string::npos);
    data.replace(line + sym_h, 10, "  99999.00");
  }
  write_file_atomically(file("gap/a.dat"), data);
  const std::string centre = "state = \"state\"\n[fetch]\nsources = []\n[data]\npaths = [\"gap\"]\n";
  write_file_atomically(file("centre.toml"), centre);
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  EXPECT_EQ(product().at("issue_time"), "2001-01-20T12:00:00Z") << "the other indices are there";
  EXPECT_EQ(product().at("last_observed"), "2001-01-20T11:30:00Z");
  EXPECT_EQ(product().at("data_age_minutes"), 30);
  EXPECT_THAT(read_file(file("state/page/index.html")),
              HasSubstr("No sym_h was observed in the 30 min before"));
  const auto verified = symh("verify --config centre.toml --since 2001-01-01 --until 2001-01-31 --json");
  EXPECT_EQ(nlohmann::json::parse(verified.out).at("data_age_minutes").at("longest"), 30);
  const auto shown = symh("predict --data gap --at 2001-01-20T12:00Z --quiet");
  EXPECT_THAT(shown.out, HasSubstr("sym_h until 2001-01-20T11:30:00Z, 30 min before issue, then held\n"));
  const auto whole = symh("predict --data gap --at 2001-01-20T11:25Z --quiet");
  EXPECT_THAT(whole.out, testing::Not(HasSubstr("then held")));

  write_file_atomically(file("centre.toml"), centre + "max_age = \"20m\"\n");
  const auto stale = forecast("2001-01-20T12:00Z");
  EXPECT_EQ(stale.code, 4);
  EXPECT_THAT(
      stale.err,
      HasSubstr("the newest sym_h value (2001-01-20T11:30:00Z) is 30 min old; data.max_age allows 20 min"));
  EXPECT_EQ(symh("predict --data gap --at 2001-01-20T12:00Z --max-age 20m --quiet").code, 4);
}

TEST_F(ForecastCli, OfRootRefusesTheFolderOfAnotherUser) {
  constexpr uid_t root = 0, other = 1;
  fs::create_directories(file("state"));
  EXPECT_NO_THROW(require_own(file("nowhere"), root));
  EXPECT_NO_THROW(require_own(file("state"), other));
  const bool as_root = ::geteuid() == root;  // else the folder is another's already
  if (as_root) {
    EXPECT_NO_THROW(require_own(file("state"), root));
    ASSERT_EQ(::chown(file("state").c_str(), other, other), 0);
  }
  EXPECT_THROW(require_own(file("state"), root), UsageError);
  if (!as_root) return;
  const auto run = forecast("2001-01-20T12:00Z");
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("run symh as that user (sudo -u daemon "));
  EXPECT_TRUE(fs::is_empty(file("state")));
}

TEST_F(ForecastCli, VerifyScoresWhatWasIssuedWhenItIsObserved) {
  for (const auto* at : {"2001-01-20T12:00Z", "2001-01-20T12:05Z", "2001-01-20T12:10Z", "2001-01-20T20:00Z"})
    ASSERT_EQ(forecast(at).code, 0);
  const auto verified = symh("verify --config centre.toml --since 2001-01-01 --until 2001-01-31 --json");
  ASSERT_EQ(verified.code, 0) << verified.err;
  const auto json = nlohmann::json::parse(verified.out);
  EXPECT_EQ(json.at("issue_times"), 4);
  EXPECT_EQ(json.at("runs").at("count"), 4);
  EXPECT_EQ(json.at("verification").at("leads").at(0).at("model").at("samples"), 3);
}

TEST_F(ForecastCli, StaleDataLeaveTheLastProductAndExitFour) {
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  const auto stale = forecast("2001-02-20T12:00Z");
  EXPECT_EQ(stale.code, 4) << stale.err;
  EXPECT_EQ(product().at("issue_time"), "2001-01-20T12:00:00Z");
  EXPECT_THAT(read_file(file("state/page/index.html")), HasSubstr("there is no new forecast"));
  const auto verified = symh("verify --config centre.toml --since 2001-01-01 --until 2001-03-01 --json");
  EXPECT_EQ(nlohmann::json::parse(verified.out).at("runs").at("failed"), 1);
}

TEST_F(ForecastCli, ARunWithoutNewDataPublishesWhatWasIssued) {
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  const auto issued = read_file(file("state/products/forecast.json"));
  ASSERT_EQ(forecast("2001-01-20T12:03Z").code, 0);
  EXPECT_EQ(read_file(file("state/products/forecast.json")), issued) << "a forecast is issued once";
}

TEST_F(ForecastCli, WhatAKilledRunHasIssuedTheNextOnePublishes) {
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  const auto issued = read_file(file("state/products/forecast.json"));
  fs::remove_all(file("state/products"));  // as if it had been killed before it wrote them
  write_file_atomically(file("state/products/.forecast.json.x7Yz01.tmp"), "{\"half\":");
  ASSERT_EQ(forecast("2001-01-20T12:05Z").code, 0);
  EXPECT_EQ(read_file(file("state/products/archive/2001-01-20/forecast-1200.json")), issued);
  EXPECT_EQ(product().at("issue_time"), "2001-01-20T12:05:00Z");
  EXPECT_FALSE(fs::exists(file("state/products/.forecast.json.x7Yz01.tmp")));
}

TEST_F(ForecastCli, AClockThatIsBehindIssuesNothingAndTakesNothingBack) {
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  const auto behind = forecast("2001-01-20T10:00Z");
  EXPECT_EQ(behind.code, 1);
  EXPECT_THAT(behind.err, HasSubstr("is the clock right? It says 2001-01-20T10:00:00Z"));
  EXPECT_EQ(product().at("issue_time"), "2001-01-20T12:00:00Z");
  EXPECT_EQ(forecast("2001-01-20T12:05Z").code, 0);
}

/// The fault that a validator finds in a forecast; empty where there is none.
std::string schema_fault(const fs::path& folder, const nlohmann::json& forecast) {
  write_file_atomically(folder / "validated.json", forecast.dump());
  const std::string source = SYMH_SOURCE_DIR;
  return shell_in(folder, "/usr/bin/python3 '" + source + "/tests/validate.py' '" + source +
                              "/data/schema/forecast.schema.json' validated.json")
      .err;
}

TEST_F(ForecastCli, PublishesWhatPredictPrintsAndEveryKindOfForecastFitsTheSchema) {
  ASSERT_EQ(std::system("/usr/bin/python3 -c 'import jsonschema'"), 0)
      << "run scripts/setup.sh, which installs python3-jsonschema";
  const auto indices = (data_->path() / "data").string() + "/*.dat";
  const auto printed = [&](const std::string& arguments) {
    return nlohmann::json::parse(symh(fmt::format("predict --json --data '{}' {}", indices, arguments)).out);
  };
  ASSERT_EQ(forecast("2001-01-20T12:00Z").code, 0);
  EXPECT_EQ(printed("--at 2001-01-20T12:00Z"), product()) << "of the indices alone";
  EXPECT_EQ(schema_fault(folder_.path(), product()), "");

  const auto wind = read_file(data_->path() / "data/solar-wind/solar_wind_2001-01-01_2001-01-25.csv");
  write_file_atomically(file("wind.csv"), wind.substr(0, wind.find("2001-01-20T14:00")));
  write_file_atomically(file("centre.toml"),
                        fmt::format("state = \"state\"\n[fetch]\nsources = []\n[data]\npaths = [\"{}\", "
                                    "\"wind.csv\"]\nsolar_wind_at = \"l1\"\n",
                                    indices));
  const std::string with_wind = "--data wind.csv --solar-wind-at l1 ";
  ASSERT_EQ(forecast("2001-01-20T13:00Z").code, 0);
  ASSERT_TRUE(product().contains("solar_wind")) << product().dump();
  EXPECT_EQ(printed(with_wind + "--at 2001-01-20T13:00Z"), product()) << "with solar wind";
  EXPECT_EQ(schema_fault(folder_.path(), product()), "");
  ASSERT_EQ(forecast("2001-01-20T23:00Z").code, 0);
  ASSERT_TRUE(product().contains("fallback")) << product().dump();
  EXPECT_EQ(printed(with_wind + "--at 2001-01-20T23:00Z"), product()) << "of a fallback";
  EXPECT_EQ(schema_fault(folder_.path(), product()), "");
  EXPECT_EQ(schema_fault(folder_.path(), printed("")), "") << "issued by the clock";

  auto odd = product();
  odd["forecasts"][0]["colour"] = "red";
  EXPECT_THAT(schema_fault(folder_.path(), odd), HasSubstr("forecasts/0: Additional properties"));
}

TEST_F(ForecastCli, TwoRunsDoNotOverlap) {
  fs::create_directories(file("state"));
  const auto second =
      shell_in(folder_.path(), fmt::format("exec 9>state/lock; flock 9; '{}' forecast --config "
                                           "centre.toml --at 2001-01-20T12:00Z",
                                           SYMH_BINARY));
  EXPECT_EQ(second.code, 1);
  EXPECT_THAT(second.err, HasSubstr("another run is still at work"));
}

TEST_F(ForecastCli, AWrongKeyIsNamedWithItsPlace) {
  write_file_atomically(file("centre.toml"), "state = \"state\"\n[alerts]\ncomand = \"x\"\n");
  const auto wrong = forecast("2001-01-20T12:00Z");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("centre.toml:3:"));
  EXPECT_THAT(wrong.err, HasSubstr("alerts.command"));
}

}  // namespace
}  // namespace symh
