#include <fmt/format.h>

#include <array>

#include "graph/number.h"
#include "windows/graph_ring_current_run.h"
#include "windows/past_runs.h"
#include "windows/ring_current.h"

namespace symh {
namespace {

/// Runs start so long before issue time.
constexpr std::array starts_minutes{30, 60, 120, 240, 480, 1440};

std::int64_t rows_of(const WindowsConfig& config, int minutes) {
  return std::max<std::int64_t>(1, minutes / config.cadence.count());
}

/// The last value less what each law makes of the value some time before it and the wind since then [nT]:
/// how wrong the law has been of late, and so how wrong its forecast may be.
class PhysicsErrors final : public FeatureGroup {
 public:
  std::vector<std::string> features(const WindowsConfig&) const override {
    std::vector<std::string> names;
    for (const auto& law : past_run_models())
      for (const int minutes : starts_minutes)
        names.push_back(fmt::format("{}_error@{}", law.name, format_duration(Minutes{minutes})));
    return names;
  }

  FeatureNeeds needs(const WindowsConfig& config) const override {
    auto needs = ring_current_needs(config, past_run_models());
    needs.channels.insert(config.target);
    needs.reach += rows_of(config, starts_minutes.back());
    return needs;
  }

  void values(const Prepared& prepared, const WindowsConfig& config, std::span<const std::int64_t> rows,
              FeatureColumns out) const override {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = static_cast<std::size_t>(rows[i]);
      float* to = out.row(i);
      for (std::size_t law = 0; law < past_run_models().size(); ++law)
        for (const int minutes : starts_minutes)
          *to++ = prepared.past_runs->error_nt(law, row, rows_of(config, minutes));
    }
  }

  graph::Value graph(const GraphIssue& issue) const override {
    const auto longest = rows_of(issue.config, starts_minutes.back()) + 1;
    const auto wind = graph_wind(issue.series, issue.config.fill_limit);
    const auto run = graph_ring_current_run(issue.series, wind, issue.position, past_run_models(), longest);
    const auto held = GraphChannels(issue.series, issue.config.fill_limit, longest)(issue.config.target);
    std::vector<std::int64_t> places;
    for (const int minutes : starts_minutes) places.push_back(longest - 1 - rows_of(issue.config, minutes));
    const auto level = unsqueeze(precise(held), 1), pressure = unsqueeze(run.pressure_nt, 1);
    const auto at_starts = [&](graph::Value x) { return index(x, 2, places); };
    const auto end = [&](graph::Value x) { return slice(x, 2, longest - 1, longest); };
    const auto star = at_starts(level) - at_starts(pressure);
    const auto now = end(run.star_nt) +
                     end(run.kept) / at_starts(run.kept) * (star - at_starts(run.star_nt)) + end(pressure);
    const auto errors = reshape(unsqueeze(unsqueeze(precise(issue.last_nt), 1), 2) - now,
                                {-1, std::ssize(past_run_models()) * std::ssize(starts_minutes)});
    return as_channel(errors);
  }
};

}  // namespace

const FeatureGroup& physics_errors_group() {
  static const PhysicsErrors group;
  return group;
}

}  // namespace symh
