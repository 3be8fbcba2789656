#include "formats/text/observatory_writer.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "core/error.h"
#include "formats/text/iaga2002_line.h"
#include "stations/observatories.h"

namespace symh {
namespace {

std::string header_line(std::string_view key, std::string_view value) {
  constexpr std::size_t width = 45;
  return fmt::format(" {:<23}{:<45}|\n", key, value.substr(0, width));
}

std::string degrees(double value) { return std::isnan(value) ? "" : fmt::format("{:.3f}", value); }

/// The data type of INTERMAGNET that has this status.
std::string_view data_type_of(Status status) {
  switch (status) {
    case Status::definitive:
      return "definitive";
    case Status::provisional:
      return "quasi-definitive";
    case Status::quick_look:
      return "variation";
    case Status::unknown:
      break;
  }
  return "unknown";
}

std::string header_text(const ObservatoryHeader& header, Status status) {
  const bool as_it_came = !header.data_type.empty() && status_of_data_type(header.data_type) == status;
  return header_line("Format", "IAGA-2002") + header_line("Source of Data", header.source) +
         header_line("Station Name", header.name) + header_line("IAGA CODE", header.code) +
         header_line("Geodetic Latitude", degrees(header.latitude_degrees)) +
         header_line("Geodetic Longitude", degrees(header.longitude_degrees)) + header_line("Elevation", "") +
         header_line("Reported", "H") + header_line("Sensor Orientation", "") +
         header_line("Digital Sampling", "") + header_line("Data Interval Type", "1-minute") +
         header_line("Data Type", as_it_came ? header.data_type : data_type_of(status)) +
         header_line("# H in nT; written by symh.", "") +
         fmt::format("DATE       TIME         DOY     {}H{:35}|\n", header.code, "");
}

void append_row(std::string& text, Time time, float h_nt) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const auto new_year = std::chrono::sys_days{date.year() / 1 / 1};
  const auto minute = (time - day).count();
  fmt::format_to(std::back_inserter(text), "{:04}-{:02}-{:02} {:02}:{:02}:00.000 {:03}   {:10.2f}\n",
                 int{date.year()}, unsigned{date.month()}, unsigned{date.day()}, minute / 60, minute % 60,
                 (day - new_year).count() + 1, std::isnan(h_nt) ? 99999.F : h_nt);
}

}  // namespace

std::string write_observatory(const Series& series, const ObservatoryHeader& header) {
  if (series.cadence != Minutes{1} || series.channels.size() != 1 ||
      series.channels.front().name != h_channel(header.code))
    throw UsageError(
        fmt::format("IAGA-2002 of {} holds minutes of {} alone", header.code, h_channel(header.code)));
  constexpr std::size_t row_length = 42, header_length = 1100;
  std::string text;
  text.reserve(header_length + series.size() * row_length);
  const auto& h_nt = series.channels.front().values;
  for (const auto& segment : series.segments)
    for (std::size_t i = 0; i < segment.count; ++i) {
      const std::size_t row = segment.first + i;
      if (row == 0 || series.status[row] != series.status[row - 1])
        text += header_text(header, series.status[row]);
      append_row(text, segment.start + Minutes{static_cast<long>(i)}, h_nt[row]);
    }
  return text;
}

std::string write_observatory(const Series& series) {
  ObservatoryHeader header;
  const std::string prefix = h_channel("");
  if (!series.channels.empty() && series.channels.front().name.starts_with(prefix))
    read_header_line(" IAGA CODE              " + series.channels.front().name.substr(prefix.size()), header);
  if (const auto* known = find_observatory(header.code)) {
    header.name = known->name;
    header.latitude_degrees = known->latitude_degrees;
    header.longitude_degrees = known->longitude_degrees;
  }
  return write_observatory(series, header);
}

}  // namespace symh
