// One storm through every format that can hold it, to the last digit.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

#include "core/file.h"
#include "formats/binary/netcdf_write.h"
#include "formats/cdf_writer.h"
#include "formats/load.h"
#include "formats/text/writers.h"
#include "temporary_folder.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

/// A storm in the resolution of OMNI: 0.01 nT, 0.1 km/s, 0.01 cm^-3, whole K and whole nT of the indices.
Series simulated_storm() {
  constexpr std::size_t minutes = 1440;
  std::mt19937_64 generator(16);
  Series series;
  series.segments = {{make_time(2003, 11, 20), 0, minutes}};
  series.status.assign(minutes, Status::unknown);
  const auto add = [&](const char* name, double from, double per_step, int steps) {
    Channel channel{name, {}};
    for (std::size_t i = 0; i < minutes; ++i) {
      const double value = from + per_step * static_cast<double>(generator() % static_cast<unsigned>(steps));
      const bool gap = i % 97 == 5 && i + 1 < minutes;
      channel.values.push_back(gap ? missing : std::stof(fmt::format("{:.2f}", value)));
    }
    series.channels.push_back(std::move(channel));
  };
  add("sym_h", -490, 1, 500);
  add("bz_gsm", -50, 0.01, 9000);
  add("speed", 400, 0.1, 5000);
  add("density", 1, 0.01, 4000);
  add("temperature", 10000, 1, 900000);
  return series;
}

/// The newest storm of the real data, if they are here.
Series storm() {
  const fs::path real = fs::path(SYMH_SHARED_DATA) / "omni-1min/omni_2003-11-18_2003-11-24.csv";
  if (!fs::exists(real)) return simulated_storm();
  auto series = load({real.string()}).series;
  std::erase_if(series.channels, [](const Channel& channel) {
    return channel.name == "b_total" || channel.name == "dynamic_pressure";
  });
  return series;
}

/// Text of one value, `fill` if it is missing.
std::string text_of(float value, int decimals, const char* fill) {
  return std::isnan(value) ? fill : fmt::format("{:.{}f}", value, decimals);
}

class RoundTrip : public testing::Test {
 protected:
  float value(const char* channel, std::size_t row) const { return storm_.at(channel).values[row]; }

  /// The lines of all rows.
  std::string rows(const std::function<std::string(std::size_t row, const std::string& stamp)>& line) const {
    std::string text;
    for (std::size_t row = 0; row < storm_.size(); ++row)
      text += line(row, format_time(storm_.time_of(row))) + "\n";
    return text;
  }

  /// Reads a file of this content and compares the channels.
  void expect_storm(const std::string& name, const std::string& bytes,
                    const std::vector<std::string>& channels, const std::string& companion = "") const {
    SCOPED_TRACE(name);
    const auto path = folder_.path() / name;
    write_file_atomically(path, bytes);
    if (!companion.empty()) write_file_atomically(fs::path(path).replace_extension(".fmt"), companion);
    const auto series = load({path.string()}).series;
    ASSERT_EQ(series.size(), storm_.size());
    EXPECT_EQ(series.first_time(), storm_.first_time());
    for (const auto& channel : channels) {
      ASSERT_NE(series.find(channel), nullptr) << channel;
      const auto &read = series.at(channel).values, &written = storm_.at(channel).values;
      std::size_t differ = 0;
      for (std::size_t row = 0; row < read.size(); ++row)
        if (read[row] != written[row] && !(std::isnan(read[row]) && std::isnan(written[row]))) ++differ;
      EXPECT_EQ(differ, 0U) << channel;
    }
  }

  const Series storm_ = storm();
  const std::vector<std::string> all_{"sym_h", "bz_gsm", "speed", "density", "temperature"};
  TemporaryFolder folder_;
};

TEST_F(RoundTrip, WhatSymhWrites) {
  expect_storm("a.csv", write_csv(storm_), all_);
  write_netcdf(storm_, {}, folder_.path() / "b.nc");
  expect_storm("a.nc", read_file(folder_.path() / "b.nc"), all_);
  auto indices = storm_;
  std::erase_if(indices.channels, [](const Channel& channel) { return channel.name != "sym_h"; });
  expect_storm("a.dat", write_iaga2002(indices), {"sym_h"});
}

TEST_F(RoundTrip, CsvAsPeopleHaveIt) {
  const auto values = [&](std::size_t row, const std::string& delimiter) {
    return delimiter + text_of(value("sym_h", row), 0, "") + delimiter +
           text_of(value("bz_gsm", row), 2, "NaN") + delimiter + text_of(value("speed", row), 1, "NULL") +
           delimiter + text_of(value("density", row), 2, "") + delimiter +
           text_of(value("temperature", row), 0, "N/A");
  };
  const std::string names = ",SYM-H (nT),BZ_GSM,flow_speed,proton_density,T";
  expect_storm("spedas.csv",
               "# a comment\ntime,SYM-H,bz_gsm,speed,n_p,temperature\n" +
                   rows([&](std::size_t row, const std::string& stamp) {
                     return stamp.substr(0, 10) + "/" + stamp.substr(11, 8) + values(row, ",");
                   }),
               {"sym_h", "bz_gsm", "speed", "temperature"});
  expect_storm("epoch.csv",
               "epoch,sym_h,bz_gsm,V_sw,density,Tp\n" + rows([&](std::size_t row, const std::string&) {
                 return fmt::format("{}{}", storm_.time_of(row).time_since_epoch().count() * 60'000,
                                    values(row, ","));
               }),
               {"sym_h", "bz_gsm", "speed", "density"});
  expect_storm("comma.csv",
               "date;time;sym_h;bz_gsm;speed;density;temperature\n" +
                   rows([&](std::size_t row, const std::string& stamp) {
                     auto cells = values(row, ";");
                     std::ranges::replace(cells, '.', ',');
                     return stamp.substr(0, 10) + ";" + stamp.substr(11, 5) + cells;
                   }),
               all_);
  expect_storm("fields.csv",
               "year month day hour minute sym_h bz_gsm speed density temperature\n" +
                   rows([&](std::size_t row, const std::string& stamp) {
                     const auto number = [&](std::size_t from, std::size_t count) {
                       return std::to_string(std::stoi(stamp.substr(from, count)));
                     };
                     return number(0, 4) + " " + number(5, 2) + " " + number(8, 2) + " " + number(11, 2) +
                            " " + number(14, 2) + " " + text_of(value("sym_h", row), 0, "99999") + " " +
                            text_of(value("bz_gsm", row), 2, "9999.99") + " " +
                            text_of(value("speed", row), 1, "99999.9") + " " +
                            text_of(value("density", row), 2, "999.99") + " " +
                            text_of(value("temperature", row), 0, "9999999");
                   }),
               all_);
}

std::string day_of_year(const std::string& stamp) {
  const auto day = *parse_time(stamp.substr(0, 10)) - *parse_time(stamp.substr(0, 4) + "-01-01");
  return std::to_string(day / Minutes{1440} + 1);
}

TEST_F(RoundTrip, OmniWebsListAndItsHighResolutionFiles) {
  const std::string layout =
      "  FORMAT OF THE SUBSETTED FILE\n 1 Year   I4\n 2 Day   I4\n 3 Hour   I3\n 4 Minute   I3\n"
      " 5 BZ, nT (GSM)   F8.2\n 6 Speed, km/s   F8.1\n 7 Proton Density, n/cc   F7.2\n"
      " 8 Temperature, K   F9.0\n 9 SYM/H, nT   I6\n";
  const auto stamp_of = [](const std::string& stamp) {
    return fmt::format("{}{:>4}{:>3}{:>3}", stamp.substr(0, 4), day_of_year(stamp),
                       std::stoi(stamp.substr(11, 2)), std::stoi(stamp.substr(14, 2)));
  };
  const auto temperature = [&](std::size_t row) {
    return text_of(value("temperature", row), 0, "9999999") + ".";
  };
  expect_storm("w.lst", rows([&](std::size_t row, const std::string& stamp) {
                 return fmt::format("{}{:>8}{:>8}{:>7}{:>9}{:>6}", stamp_of(stamp),
                                    text_of(value("bz_gsm", row), 2, "9999.99"),
                                    text_of(value("speed", row), 1, "99999.9"),
                                    text_of(value("density", row), 2, "999.99"), temperature(row),
                                    text_of(value("sym_h", row), 0, "99999"));
               }),
               all_, layout);
  expect_storm("omni_min.asc", rows([&](std::size_t row, const std::string& stamp) {
                 return stamp_of(stamp) + " 51 51   1   1   0   1000      0  0.00     60" +
                        fmt::format("    5.00   -1.00    2.00    3.00    2.50{:>8}    0.10    0.20",
                                    text_of(value("bz_gsm", row), 2, "9999.99")) +
                        fmt::format("{:>8}  -450.0     1.0     2.0{:>7}{:>9}  2.00   1.00   0.50  10.0",
                                    text_of(value("speed", row), 1, "99999.9"),
                                    text_of(value("density", row), 2, "999.99"), temperature(row)) +
                        "  200.00    1.00    2.00   13.00    0.00    1.00   100   -50    50     1" +
                        fmt::format("{:>6}     3    20   1.00  5.0",
                                    text_of(value("sym_h", row), 0, "99999"));
               }),
               all_);
}

TEST_F(RoundTrip, WdcRecordsAndHapi) {
  std::string records;
  for (std::size_t hour = 0; hour + 60 <= storm_.size(); hour += 60) {
    const auto stamp = format_time(storm_.time_of(hour));
    records += "ASYSYM N6E01" + stamp.substr(2, 2) + stamp.substr(5, 2) + stamp.substr(8, 2) + "H" +
               stamp.substr(11, 2) + "SYMWDCC2KYOTO";
    for (std::size_t row = hour; row < hour + 60; ++row)
      records += fmt::format("{:>6}", text_of(value("sym_h", row), 0, "99999"));
    records += " 99999\n";
  }
  expect_storm("a.wdc", records, {"sym_h"});
  expect_storm(
      "hapi.csv",
      "#{\n# \"HAPI\": \"2.0\", \"parameters\": [ { \"name\": \"Time\", \"type\": \"isotime\" },\n"
      "# { \"name\": \"SYM_H\", \"type\": \"integer\", \"units\": \"nT\", \"fill\": \"99999\" },\n"
      "# { \"name\": \"BZ_GSM\", \"type\": \"double\", \"units\": \"nT\", \"fill\": \"9999.99\" } ]\n#}\n" +
          rows([&](std::size_t row, const std::string& stamp) {
            return fmt::format("{}:00.000Z,{},{}", stamp.substr(0, 16),
                               text_of(value("sym_h", row), 0, "99999"),
                               text_of(value("bz_gsm", row), 2, "9999.99"));
          }),
      {"sym_h", "bz_gsm"});
}

TEST_F(RoundTrip, SwpcsFeedAndArchive) {
  std::string json = "[";
  for (std::size_t row = 0; row < storm_.size(); ++row)
    json += fmt::format(
        "{}{{\"time_tag\":\"{}\",\"active\":true,\"source\":\"ACE\",\"bt\":null,\"bx_gsm\":null,"
        "\"by_gsm\":null,\"bz_gsm\":{}}}",
        row == 0 ? "" : ",", format_time(storm_.time_of(row)).substr(0, 19),
        text_of(value("bz_gsm", row), 2, "null"));
  expect_storm("rtsw_mag_1m.json", json + "]", {"bz_gsm"});
  expect_storm("archive.txt",
               "time_tag\tactive\tsource\tproton_speed\tproton_density\tproton_temperature\n" +
                   rows([&](std::size_t row, const std::string& stamp) {
                     return fmt::format("{} {}\t1\tACE\t{}\t{}\t{}", stamp.substr(0, 10), stamp.substr(11, 8),
                                        text_of(value("speed", row), 1, "NULL"),
                                        text_of(value("density", row), 2, "NULL"),
                                        text_of(value("temperature", row), 0, "NULL"));
                   }),
               {"speed", "density", "temperature"});
}

TEST_F(RoundTrip, Cdf) {
  CdfToWrite cdf;
  CdfVariableToWrite epoch{"Epoch", CdfType::epoch, {}};
  for (std::size_t row = 0; row < storm_.size(); ++row)
    epoch.records.push_back(epoch_of(storm_.time_of(row)));
  cdf.variables.push_back(std::move(epoch));
  for (const auto& name : all_) {
    CdfVariableToWrite variable{name, CdfType::real4, {}, {{"DEPEND_0", "Epoch"}}};
    for (const float value : storm_.at(name).values)
      variable.records.push_back(std::isnan(value) ? -1e31 : static_cast<double>(value));
    variable.numbers = {{"FILLVAL", -1e31}};
    variable.gzip = name == "speed";
    cdf.variables.push_back(std::move(variable));
  }
  expect_storm("a.cdf", CdfWriter(cdf).write(), all_);
}

}  // namespace
}  // namespace symh
