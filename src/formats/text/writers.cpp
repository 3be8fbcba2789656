#include "formats/text/writers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "core/error.h"

namespace symh {
namespace {

/// A header line: a blank, the key up to column 24, the value up to column 69, a bar.
std::string header_line(std::string_view key, std::string_view value) {
  return fmt::format(" {:<23}{:<45}|\n", key, value);
}

/// The name of the position in configurations.
std::string_view wind_position_key(WindPosition position) {
  return position == WindPosition::l1 ? "l1" : "bow_shock";
}

std::string_view data_type(Status status) {
  switch (status) {
    case Status::definitive:
      return "Definitive";
    case Status::provisional:
      return "Provisional";
    case Status::quick_look:
      return "Quick-look";
    case Status::unknown:
      break;
  }
  return "Unknown";
}

std::string iaga_header(Status status) {
  return header_line("Format", "IAGA-2002") + header_line("Source of Data", "symh") +
         header_line("Station Name", "ASY/SYM") + header_line("IAGA CODE", "ASY") +
         header_line("Geodetic Latitude", "") + header_line("Geodetic Longitude", "") +
         header_line("Elevation", "") + header_line("Reported", "ASY-D ASY-H SYM-D SYM-H") +
         header_line("Sensor Orientation", "") + header_line("Digital Sampling", "1-minute") +
         header_line("Data Interval Type", "1-minute") + header_line("Data Type", data_type(status)) +
         "DATE       TIME         DOY     ASY-D     ASY-H     SYM-D     SYM-H  |\n";
}

int day_of_year(std::chrono::sys_days day) {
  const std::chrono::year_month_day date{day};
  return static_cast<int>((day - std::chrono::sys_days{date.year() / 1 / 1}).count()) + 1;
}

using IagaChannels = std::array<const Channel*, 4>;

void append_row(std::string& text, std::string_view date, long minute, int day_of_year,
                const IagaChannels& channels, std::size_t row) {
  auto out = std::back_inserter(text);
  fmt::format_to(out, "{} {:02}:{:02}:00.000 {:03}   ", date, minute / 60, minute % 60, day_of_year);
  for (const auto* channel : channels) {
    const float value = channel == nullptr ? missing : channel->values[row];
    fmt::format_to(out, "{:10.2f}", std::isnan(value) ? 99999.F : value);
  }
  text += '\n';
}

}  // namespace

std::string write_iaga2002(const Series& series) {
  if (series.cadence != Minutes{1})
    throw UsageError(fmt::format("IAGA-2002 holds minutes, not a cadence of {}; write CSV",
                                 format_duration(series.cadence)));
  constexpr std::array<const char*, 4> names{"asy_d", "asy_h", "sym_d", "sym_h"};
  IagaChannels channels{};
  std::ranges::transform(names, channels.begin(), [&](const char* name) { return series.find(name); });
  std::string text;
  text.reserve(2048 + series.size() * 71);
  for (const auto& segment : series.segments) {
    std::string date;
    for (std::size_t i = 0; i < segment.count; ++i) {
      const std::size_t row = segment.first + i;
      if (row == 0 || series.status[row] != series.status[row - 1]) text += iaga_header(series.status[row]);
      const Time time = segment.start + Minutes{static_cast<long>(i)};
      const auto day = std::chrono::floor<std::chrono::days>(time);
      if (i == 0 || time == day) date = format_time(time).substr(0, 10);
      append_row(text, date, (time - day).count(), day_of_year(day), channels, row);
    }
  }
  return text;
}

std::string wind_position_line(WindPosition position) {
  return position == WindPosition::unknown ? ""
                                           : fmt::format("# solar_wind_at = {}", wind_position_key(position));
}

namespace {

/// The name, in quotes if it has a comma.
std::string quoted(const std::string& name) {
  return name.find(',') == std::string::npos ? name : "\"" + name + "\"";
}

}  // namespace

std::string write_csv(const Series& series) {
  auto text = wind_position_line(series.solar_wind_at);
  text += text.empty() ? "time" : "\ntime";
  for (const auto& channel : series.channels) text.append(",").append(quoted(channel.name));
  text += "\n";
  auto out = std::back_inserter(text);
  for (const auto& segment : series.segments) {
    for (std::size_t i = 0; i < segment.count; ++i) {
      text += format_time(segment.start + series.cadence * static_cast<long>(i));
      for (const auto& channel : series.channels) {
        const float value = channel.values[segment.first + i];
        if (std::isnan(value))
          text += ",";
        else
          fmt::format_to(out, ",{}", value);
      }
      text += "\n";
    }
  }
  return text;
}

}  // namespace symh
