#include "stations/add_estimates.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "series/transforms.h"

namespace symh {
namespace {

/// The row of the newest estimate at or before `to`.
std::optional<std::size_t> newest_row(const QuickIndex& index, Time to) {
  const auto& values = index.series.at(quick_index_channel).values;
  for (std::size_t row = values.size(); row-- > 0;)
    if (!std::isnan(values[row]) && index.series.time_of(row) <= to) return row;
  return std::nullopt;
}

}  // namespace

QuickIndex add_estimates(Series& series, const Series& stations, Minutes index_age) {
  constexpr Minutes minute{1}, five{5};
  if (series.cadence != minute && series.cadence != five)
    throw DataError(
        fmt::format("observatories estimate SYM-H every minute or every 5 minutes, but the data come every "
                    "{}; give SYM-H of such a cadence, or leave out the observatories",
                    format_duration(series.cadence)));
  auto index = estimate_sym_h(stations, series, {.cadence = series.cadence, .index_age = index_age});
  auto estimate = index.series;
  // The status of a row is that of what was observed.
  std::ranges::fill(estimate.status, Status::unknown);
  std::vector<Piece> pieces(2);
  pieces[0] = {.series = std::move(series), .name = "the data"};
  pieces[1] = {.series = std::move(estimate), .name = "the observatories"};
  series = merge(std::move(pieces));
  return index;
}

std::vector<std::string> used_at(const QuickIndex& index, Time to) {
  std::vector<std::string> codes;
  const auto row = newest_row(index, to);
  for (std::size_t s = 0; row && s < index.stations.size(); ++s)
    if ((index.used[*row] >> s & 1U) != 0) codes.push_back(index.stations[s].code);
  return codes;
}

std::string newest_text(const QuickIndex& index, Time to, const char* part) {
  const auto row = newest_row(index, to);
  if (!row)
    return fmt::format(
        "there is no estimate: no time has two observatories with a baseline,{}which needs days of SYM-H",
        part);
  return fmt::format("SYM-H is estimated at {:.0f} nT, standard error {:.0f} nT, at {}{}from {}",
                     index.series.at(quick_index_channel).values[*row],
                     index.series.at(quick_index_error_channel).values[*row],
                     format_time(index.series.time_of(*row)), part, fmt::join(used_at(index, to), " "));
}

}  // namespace symh
