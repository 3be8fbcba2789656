#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "graph/number.h"
#include "windows/base.h"
#include "windows/features/group.h"
#include "windows/graph_index_gap.h"
#include "windows/graph_ring_current.h"
#include "windows/ring_current.h"

namespace symh {
namespace {

/// The changes of SYM-H up to its newest value, over so many minutes.
constexpr std::array changes_minutes{15, 30, 60, 120, 240};
/// Ages in training end here; an older target looks the same to the model.
constexpr double oldest_hours = 25;

std::int64_t rows_of(const WindowsConfig& config, int minutes) {
  return std::max<std::int64_t>(1, minutes / config.cadence.count());
}

std::vector<RingCurrentModel> laws() {
  return {gap_ring_current_models().begin(), gap_ring_current_models().end()};
}

/// What a model that bridges the gap of a late target knows of it: the age of the newest value, whether there
/// is one, the value and its changes before; under each law the estimate through the gap, a run from quiet,
/// and the error of such a run at the newest value; forecasts from these estimates; the mean solar wind over
/// stretches of the last day. Estimates and forecasts are given less last_nt(), which is itself an estimate.
class Gap final : public FeatureGroup {
 public:
  std::vector<std::string> features(const WindowsConfig& config) const override {
    std::vector<std::string> names{"log_index_age", "index_age", "no_index", "newest"};
    for (const int minutes : changes_minutes)
      names.push_back(fmt::format("newest_change@{}", format_duration(Minutes{minutes})));
    for (const auto& law : gap_ring_current_models())
      for (const auto* what : {"estimate", "from_quiet", "error_from_quiet"})
        names.push_back(fmt::format("{}_{}", law.name, what));
    for (const auto& law : gap_ring_current_models())
      for (const auto lead : config.horizon)
        names.push_back(fmt::format("{}_through_gap@{}", law.name, format_duration(lead)));
    for (auto& name : wind_mean_features()) names.push_back(std::move(name));
    return names;
  }

  FeatureNeeds needs(const WindowsConfig& config) const override {
    auto needs = ring_current_needs(config, laws());
    needs.reach += gap_reach(config) / config.cadence;
    return needs;
  }

  void values(const Prepared& prepared, const WindowsConfig& config, std::span<const std::int64_t> rows,
              FeatureColumns out) const override {
    const auto leads = lead_steps(config);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = static_cast<std::size_t>(rows[i]);
      float* to = index_values(*prepared.gap, config, row, out.row(i));
      to = law_values(prepared, row, to);
      for (std::size_t law = 0; law < gap_laws; ++law) {
        ring_current(prepared).forecast_from(prepared.gap->estimate_nt(law, row),
                                             gap_ring_current_models()[law], row, leads, to);
        for (std::size_t l = 0; l < leads.size(); ++l) *to++ -= prepared.last_nt(row);
      }
      prepared.gap->wind_means().at(row, to);
    }
  }

  graph::Value graph(const GraphIssue& issue) const override {
    const GraphIndexGap gap(issue.series, issue.config.fill_limit, issue.position);
    const auto last = unsqueeze(issue.last_nt, 1);
    std::vector<graph::Value> parts{index_graph(gap, issue.config)};
    const auto estimates = as_channel(gap.estimates_nt()), quiet = as_channel(gap.from_quiet_nt());
    const auto errors = as_channel(gap.errors_nt());
    for (std::int64_t law = 0; law < std::ssize(gap_ring_current_models()); ++law)
      for (const auto& value : {estimates - last, quiet - last, errors})
        parts.push_back(slice(value, 1, law, law + 1));
    const GraphRingCurrent outlook(issue.series, issue.config.fill_limit, issue.position, issue.last_nt);
    const auto leads = lead_steps(issue.config);
    const auto forecasts = outlook.forecasts_from(gap.estimates_nt(), laws(), leads);
    parts.push_back(reshape(forecasts, {-1, static_cast<std::int64_t>(gap_laws) * std::ssize(leads)}) - last);
    parts.push_back(gap.wind_means());
    return concat(parts, 1);
  }

 private:
  static float* index_values(const IndexGap& gap, const WindowsConfig& config, std::size_t row, float* to) {
    const bool none = gap.newest(row) < 0;
    const auto steps = static_cast<double>(static_cast<std::int64_t>(row) - gap.newest(row));
    const double hours =
        none ? oldest_hours
             : std::min(oldest_hours, steps * static_cast<double>(config.cadence.count()) / 60.0);
    *to++ = static_cast<float>(std::log(1.0 + hours));
    *to++ = static_cast<float>(hours);
    *to++ = none ? 1.F : 0.F;
    *to++ = gap.newest_nt(row);
    for (const int minutes : changes_minutes)
      *to++ = gap.newest_nt(row) - gap.before_newest_nt(row, rows_of(config, minutes));
    return to;
  }

  static float* law_values(const Prepared& prepared, std::size_t row, float* to) {
    const auto& gap = *prepared.gap;
    for (std::size_t law = 0; law < gap_laws; ++law) {
      *to++ = static_cast<float>(gap.estimate_nt(law, row)) - prepared.last_nt(row);
      *to++ = static_cast<float>(gap.from_quiet_nt(law, row, row)) - prepared.last_nt(row);
      const auto newest = gap.newest(row);
      *to++ = newest < 0
                  ? missing
                  : gap.newest_nt(row) -
                        static_cast<float>(gap.from_quiet_nt(law, row, static_cast<std::size_t>(newest)));
    }
    return to;
  }

  static graph::Value index_graph(const GraphIndexGap& gap, const WindowsConfig& config) {
    const auto cadence_hours = static_cast<double>(config.cadence.count()) / 60.0;
    const auto age = where(gap.none(), oldest_hours, gap.steps() * cadence_hours);
    const auto hours = where(less(age, oldest_hours), age, oldest_hours);
    std::vector<graph::Value> parts;
    for (const auto& value : {logarithm(hours + 1.0), hours, cast(gap.none(), graph::DataType::float64)})
      parts.push_back(as_channel(value));
    parts.push_back(gap.newest_nt(0));
    for (const int minutes : changes_minutes)
      parts.push_back(gap.newest_nt(0) - gap.newest_nt(rows_of(config, minutes)));
    for (auto& part : parts) part = unsqueeze(part, 1);
    return concat(parts, 1);
  }
};

}  // namespace

const FeatureGroup& gap_group() {
  static const Gap group;
  return group;
}

}  // namespace symh
