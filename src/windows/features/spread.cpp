#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "graph/number.h"
#include "windows/features/arriving.h"
#include "windows/graph_ring_current.h"
#include "windows/ring_current.h"

namespace symh {
namespace {

/// Bz is compared with itself over so many minutes up to issue time.
constexpr std::array spans_minutes{15, 30, 60, 120};

std::int64_t rows_of(const WindowsConfig& config, int minutes) {
  return std::max<std::int64_t>(2, minutes / config.cadence.count());
}

/// How unsteady the southward field is: the standard deviation [nT] of Bz over the last minutes and hours and
/// its lowest value there, and its standard deviation in each stretch of the wind that is on its way. A field
/// that turns often drives the ring current less evenly than its mean says.
class Spread final : public FeatureGroup {
 public:
  std::vector<std::string> features(const WindowsConfig& config) const override {
    std::vector<std::string> names;
    for (const auto* what : {"bz_deviation", "bz_lowest"})
      for (const int minutes : spans_minutes)
        names.push_back(fmt::format("{}@{}", what, format_duration(Minutes{minutes})));
    for (std::int64_t i = 1; i <= arriving_stretches(config); ++i)
      names.push_back(
          fmt::format("arriving_bz_deviation@{}", format_duration(config.physics.drive_step * i)));
    return names;
  }

  FeatureNeeds needs(const WindowsConfig& config) const override {
    auto needs = ring_current_needs(config, {{}});
    needs.reach = std::max(needs.reach, rows_of(config, spans_minutes.back()));
    return needs;
  }

  void values(const Prepared& prepared, const WindowsConfig& config, std::span<const std::int64_t> rows,
              FeatureColumns out) const override {
    const auto& wind = ring_current(prepared);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = static_cast<std::size_t>(rows[i]);
      float* to = out.row(i);
      for (const int minutes : spans_minutes) {
        const auto past = wind.past_bz_nt(row, rows_of(config, minutes));
        *to = deviation(past);
        to[spans_minutes.size()] = *std::ranges::min_element(past);
        ++to;
      }
      wind.arriving_bz_deviation(row, samples_an_arriving_stretch(config), arriving_stretches(config),
                                 to + spans_minutes.size());
    }
  }

  graph::Value graph(const GraphIssue& issue) const override {
    const GraphRingCurrent wind(issue.series, issue.config.fill_limit, issue.position, issue.last_nt);
    std::vector<graph::Value> parts, lowest;
    for (const int minutes : spans_minutes) {
      const auto past = wind.past_bz(rows_of(issue.config, minutes));
      parts.push_back(unsqueeze(past.deviation_nt, 1));
      lowest.push_back(unsqueeze(past.lowest_nt, 1));
    }
    parts.insert(parts.end(), lowest.begin(), lowest.end());
    parts.push_back(wind.arriving_bz_deviation(samples_an_arriving_stretch(issue.config),
                                               arriving_stretches(issue.config)));
    return concat(parts, 1);
  }
};

}  // namespace

const FeatureGroup& spread_group() {
  static const Spread group;
  return group;
}

}  // namespace symh
