#include "series/hourly_dst.h"

#include <algorithm>

namespace symh {
namespace {

constexpr Minutes an_hour{60};

bool is_hourly_dst(const Piece& piece) {
  const auto& channels = piece.series.channels;
  return piece.series.cadence == an_hour && channels.size() == 1 && channels.front().name == dst_channel;
}

}  // namespace

std::vector<Piece> take_hourly_dst(std::vector<Piece>& pieces) {
  std::vector<Piece> hourly;
  if (std::ranges::none_of(pieces, [](const Piece& piece) { return piece.series.cadence < an_hour; }))
    return hourly;
  const auto first = std::stable_partition(pieces.begin(), pieces.end(),
                                           [](const Piece& piece) { return !is_hourly_dst(piece); });
  hourly.assign(std::make_move_iterator(first), std::make_move_iterator(pieces.end()));
  pieces.erase(first, pieces.end());
  std::ranges::stable_sort(hourly, {}, &Piece::precedence);
  return hourly;
}

void put_dst(Series& series, const Series& hourly) {
  auto& to = series.add(dst_channel).values;
  const auto& values = hourly.at(dst_channel).values;
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (std::isnan(values[row])) continue;
    const Time end = hourly.time_of(row) + an_hour;
    const auto after = std::ranges::upper_bound(series.segments, end, {}, &Segment::start);
    if (after == series.segments.begin()) continue;
    const auto& segment = *std::prev(after);
    const auto offset =
        static_cast<std::size_t>((end - segment.start + series.cadence - Minutes{1}) / series.cadence);
    if (offset < segment.count) to[segment.first + offset] = values[row];
  }
}

}  // namespace symh
