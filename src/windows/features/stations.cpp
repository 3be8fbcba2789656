#include <fmt/format.h>

#include <array>
#include <cmath>

#include "windows/features/group.h"
#include "windows/index_gap.h"

namespace symh {
namespace {

/// How the estimate changed up to its newest value, and how the path missed it then, so many minutes before.
constexpr std::array changes_minutes{15, 30, 60, 120, 240};
constexpr std::array misses_minutes{0, 30, 60, 120, 240, 480};
constexpr std::size_t other_features = 5;

std::int64_t rows_of(const WindowsConfig& config, int minutes) { return minutes / config.cadence.count(); }

/// What observatories say of SYM-H in the gap: whether there is an estimate newer than SYM-H, its age and
/// standard error, and the error that remains of the value that the model takes as SYM-H; the estimate less
/// that value, its changes, and its distance from the path that knows the solar wind alone, now and before.
/// An exported file takes no estimates, so in a graph there are none.
class Stations final : public FeatureGroup {
 public:
  std::vector<std::string> features(const WindowsConfig&) const override {
    std::vector<std::string> names{"stations_known", "stations_age", "stations_error", "estimate_error",
                                   "stations_less_estimate"};
    for (const int minutes : changes_minutes)
      names.push_back(fmt::format("stations_change@{}", format_duration(Minutes{minutes})));
    for (const int minutes : misses_minutes) names.push_back(fmt::format("stations_less_path@{}m", minutes));
    return names;
  }

  FeatureNeeds needs(const WindowsConfig&) const override { return {}; }

  void values(const Prepared& prepared, const WindowsConfig& config, std::span<const std::int64_t> rows,
              FeatureColumns out) const override {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = static_cast<std::size_t>(rows[i]);
      float* to = out.row(i);
      const auto newest = prepared.gap->newest_of_stations(row);
      if (newest < 0)
        absent(to);
      else
        known(prepared, config, row, newest, to);
    }
  }

  graph::Value graph(const GraphIssue& issue) const override {
    std::array<float, count> values{};
    absent(values.data());
    return constant_features(issue, values);
  }

 private:
  static constexpr std::size_t count = other_features + changes_minutes.size() + misses_minutes.size();

  static void absent(float* to) {
    *to++ = 0;
    for (std::size_t i = 1; i < count; ++i) *to++ = missing;
  }

  static void known(const Prepared& prepared, const WindowsConfig& config, std::size_t row,
                    std::int64_t newest, float* to) {
    const auto& gap = *prepared.gap;
    const auto at = [&](std::int64_t place) {
      return place < 0 ? std::nullopt : gap.of_stations(row, static_cast<std::size_t>(place));
    };
    const auto now = at(newest);
    const auto correction = gap.station_correction(row, gap.anchor(row));
    *to++ = 1;
    const Minutes age = config.cadence * (static_cast<std::int64_t>(row) - newest);
    *to++ = static_cast<float>(age.count()) / 60;
    *to++ = static_cast<float>(now->deviation_nt);
    *to++ = static_cast<float>(correction->deviation_nt);
    *to++ = static_cast<float>(now->nt) - prepared.last_nt(row);
    for (const int minutes : changes_minutes) {
      const auto before = at(newest - rows_of(config, minutes));
      *to++ = before ? static_cast<float>(now->nt - before->nt) : missing;
    }
    for (const int minutes : misses_minutes) {
      const auto place = newest - rows_of(config, minutes);
      const auto before = at(place);
      *to++ = before ? static_cast<float>(before->nt - gap.path_nt(row, static_cast<std::size_t>(place)))
                     : missing;
    }
  }
};

}  // namespace

const FeatureGroup& stations_group() {
  static const Stations group;
  return group;
}

}  // namespace symh
