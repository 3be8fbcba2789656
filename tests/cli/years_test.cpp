#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/binary.h"
#include "http_server.h"
#include "physics/simulate.h"
#include "temporary_folder.h"

// configs/omni-years.toml from the first command to the last, on simulated months in OMNI's format.

namespace symh {
namespace {

using testing::HasSubstr;

/// A record of the 1-minute file of OMNI.
std::string record(Time time, const Series& indices, const Series& wind, std::size_t row) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const auto day_of_year = (day - std::chrono::sys_days{date.year() / 1 / 1}).count() + 1;
  const auto minutes = (time - day).count();
  const auto of = [&](const char* name) { return wind.at(name).values[row]; };
  const auto index = [&](const char* name) { return std::lround(indices.at(name).values[row]); };
  auto text = fmt::format("{:4}{:4}{:3}{:3}", int{date.year()}, day_of_year, minutes / 60, minutes % 60);
  text += " 51 51   1   1   0   1000      0  0.00     60";
  text += fmt::format("{:8.2f}{:8.2f}{:8.2f}{:8.2f}{:8.2f}{:8.2f}    0.10    0.20", of("b_total"),
                      of("bx_gsm"), of("by_gsm"), of("bz_gsm"), of("by_gsm"), of("bz_gsm"));
  text += fmt::format("{:8.1f}{:8.1f}     1.0     2.0{:7.2f}{:9.0f}  2.00   1.00   0.50  10.0", of("speed"),
                      -of("speed"), of("density"), of("temperature"));
  text += "  200.00    1.00    2.00   13.00    0.00    1.00   100   -50    50";
  return text + fmt::format("{:6}{:6}{:6}{:6}   1.20  6.0\n", index("sym_d"), index("sym_h"), index("asy_d"),
                            index("asy_h"));
}

/// The files of a simulation of 120 days from January 2001 on, by their path on the server.
std::map<std::string, std::string> monthly_files() {
  std::map<std::string, std::string> files;
  const auto simulation = simulate({.days = 120, .seed = 5, .storms_per_month = 3});
  for (std::size_t row = 0; row < simulation.indices.size(); ++row) {
    const Time time = simulation.indices.time_of(row);
    const auto month = format_time(time);
    files["/omni" + month.substr(0, 4) + month.substr(5, 2)] +=
        record(time, simulation.indices, simulation.solar_wind, row);
  }
  return files;
}

TEST(OmniYears, AreFetchedTrainedOnAndForecastFromInThreeCommands) {
  const TemporaryFolder folder;
  const auto files = monthly_files();
  const HttpServer server([&](const SeenRequest& request) {
    const auto found = files.find(request.target);
    return found == files.end() ? Served{.status = 404} : Served{.body = found->second};
  });
  write_file_atomically(
      folder.path() / "sources.toml",
      fmt::format("[http]\ndelay_seconds = 0\n[omni]\naddress = \"{}/omni{{year}}{{month}}\"\n",
                  server.address()));
  const auto run = [&](const std::string& arguments) { return symh_in(folder.path(), arguments); };
  const auto fetched = run("fetch omni --from 2001 --to 2001 --cache years --sources sources.toml");
  ASSERT_EQ(fetched.code, 0) << fetched.err;
  EXPECT_THAT(fetched.err, HasSubstr("omni: omni_min200104.asc fetched, month 4 of 12"));

  const auto trained = run(
      "train --config '" SYMH_SOURCE_DIR
      "/configs/omni-years.toml' --output run --set 'data.train=[\"years/omni\"]' --set windows.stride=2h "
      "--set windows.quiet_stride=6h --only mlp --only ridge");
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_THAT(trained.err, HasSubstr("omni-years-mlp: training windows: "));
  EXPECT_THAT(trained.err, HasSubstr("within 12h of SYM-H <= -50 nT"));
  const auto metrics = nlohmann::json::parse(read_file(folder.path() / "run/metrics.json"));
  for (const auto& lead : metrics.at("leads"))
    EXPECT_LT(lead.at("model").at("rmse"), lead.at("baselines").at("persistence").at("rmse"));

  const auto predicted = run("predict --model run --data years/omni --json");
  ASSERT_EQ(predicted.code, 0) << predicted.err;
  EXPECT_EQ(nlohmann::json::parse(predicted.out).at("issue_time"), "2001-05-01T00:00:00Z");
}

}  // namespace
}  // namespace symh
