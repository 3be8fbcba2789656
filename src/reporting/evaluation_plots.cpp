#include "reporting/evaluation_plots.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "verification/score_tables.h"

namespace symh {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

std::string axis_label(const std::string& target) { return target + " [nT]"; }

/// The samples of a storm in time order.
std::vector<std::size_t> samples_of(const LeadTimeForecasts& lead, int storm) {
  std::vector<std::size_t> samples;
  for (std::size_t i = 0; i < lead.issue_time.size(); ++i) {
    if (lead.storm[i] == storm) samples.push_back(i);
  }
  std::stable_sort(samples.begin(), samples.end(),
                   [&](auto a, auto b) { return lead.issue_time[a] < lead.issue_time[b]; });
  return samples;
}

/// The usual step between samples: the smallest one, as holes only make steps longer.
Minutes usual_step(const LeadTimeForecasts& lead, const std::vector<std::size_t>& samples) {
  Minutes step = Minutes::max();
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const auto difference = lead.issue_time[samples[i]] - lead.issue_time[samples[i - 1]];
    if (difference > Minutes{0}) step = std::min(step, difference);
  }
  return step;
}

/// The lowest observation of each `group` of neighbours, so that no minimum is lost.
std::vector<std::size_t> lowest_of_groups(const std::vector<std::size_t>& samples,
                                          const std::vector<float>& observed_nt, std::size_t group) {
  std::vector<std::size_t> lowest;
  for (std::size_t first = 0; first < samples.size(); first += group) {
    auto best = samples[first];
    for (std::size_t i = first; i < std::min(first + group, samples.size()); ++i)
      if (observed_nt[samples[i]] < observed_nt[best] || std::isnan(observed_nt[best])) best = samples[i];
    lowest.push_back(best);
  }
  return lowest;
}

const std::vector<float>* persistence_of(const LeadTimeForecasts& lead) {
  const auto found = lead.baselines_nt.find("persistence");
  return found == lead.baselines_nt.end() ? nullptr : &found->second;
}

/// Adds one point to all lines; no `sample` makes a break.
void add_row(Plot& plot, Time time, const LeadTimeForecasts& lead, std::optional<std::size_t> sample) {
  plot.x.push_back(static_cast<double>(time.time_since_epoch().count()));
  const auto value = [&](const std::vector<float>& from) {
    return sample && *sample < from.size() ? double{from[*sample]} : missing;
  };
  plot.lines[0].y.push_back(value(lead.observed_nt));
  plot.lines[1].y.push_back(value(lead.forecast_nt));
  const auto* persistence = persistence_of(lead);
  plot.lines[2].y.push_back(persistence ? value(*persistence) : missing);
  if (plot.lines.size() < 5) return;
  plot.lines[3].y.push_back(value(lead.q05_nt));
  plot.lines[4].y.push_back(value(lead.q95_nt));
}

std::vector<std::size_t> scored_samples(const LeadTimeForecasts& lead) {
  std::vector<std::size_t> samples;
  for (std::size_t i = 0; i < std::min(lead.observed_nt.size(), lead.forecast_nt.size()); ++i) {
    if (std::isfinite(lead.observed_nt[i]) && std::isfinite(lead.forecast_nt[i])) samples.push_back(i);
  }
  return samples;
}

/// Every n-th element, with n such that at most `count` are left.
std::vector<std::size_t> thinned(const std::vector<std::size_t>& all, std::size_t count) {
  const std::size_t stride = std::max<std::size_t>(1, (all.size() + count - 1) / count);
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < all.size(); i += stride) kept.push_back(all[i]);
  return kept;
}

}  // namespace

std::vector<int> storms_by_depth(const ForecastTable& table) {
  std::vector<float> minimum(table.storms.size(), std::numeric_limits<float>::infinity());
  for (const auto& lead : table.leads)
    for (std::size_t i = 0; i < lead.storm.size(); ++i) {
      const auto storm = static_cast<std::size_t>(lead.storm[i]);
      // A NaN compares false and changes nothing.
      if (lead.storm[i] >= 0 && storm < minimum.size() && lead.observed_nt[i] < minimum[storm])
        minimum[storm] = lead.observed_nt[i];
    }
  std::vector<int> order;
  for (std::size_t storm = 0; storm < minimum.size(); ++storm)
    if (std::isfinite(minimum[storm])) order.push_back(static_cast<int>(storm));
  std::ranges::stable_sort(order, {}, [&](int storm) { return minimum[static_cast<std::size_t>(storm)]; });
  return order;
}

Plot storm_plot(const ForecastTable& table, const LeadTimeForecasts& lead, int storm,
                std::size_t max_points) {
  Plot plot;
  plot.title = fmt::format("{}, forecast {} ahead", table.storms.at(static_cast<std::size_t>(storm)),
                           format_duration(lead.lead_time));
  plot.x_label = "valid time";
  plot.y_label = axis_label(table.target);
  plot.x_is_time = true;
  plot.lines = {{.name = "observed", .y = {}, .style = LineStyle::solid, .ink = true},
                {.name = table.model, .y = {}},
                {.name = "persistence", .y = {}, .style = LineStyle::dashed}};
  if (!lead.q05_nt.empty())
    for (const auto* name : {"5 %", "95 %"})
      plot.lines.push_back({.name = name, .y = {}, .style = LineStyle::edge});
  const auto all = samples_of(lead, storm);
  const auto group = std::max<std::size_t>(1, (all.size() + max_points - 1) / max_points);
  const auto samples = lowest_of_groups(all, lead.observed_nt, group);
  const auto step = usual_step(lead, all);
  // Without a hole, two groups are no farther apart than this.
  const auto farthest = samples.size() < 2 ? step : step * static_cast<int>(2 * group - 1);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto time = lead.issue_time[samples[i]];
    if (i > 0 && time - lead.issue_time[samples[i - 1]] > farthest) {
      add_row(plot, lead.issue_time[samples[i - 1]] + step + lead.lead_time, lead, std::nullopt);
    }
    add_row(plot, time + lead.lead_time, lead, samples[i]);
  }
  return plot;
}

Plot scatter_plot(const ForecastTable& table, const LeadTimeForecasts& lead, std::size_t max_points) {
  auto samples = thinned(scored_samples(lead), max_points);
  std::stable_sort(samples.begin(), samples.end(),
                   [&](auto a, auto b) { return lead.observed_nt[a] < lead.observed_nt[b]; });
  Plot plot;
  plot.title = fmt::format("Forecast {} ahead against observation", format_duration(lead.lead_time));
  plot.x_label = "observed " + axis_label(table.target);
  plot.y_label = "forecast " + axis_label(table.target);
  plot.lines = {{.name = table.model, .y = {}, .style = LineStyle::dots},
                {.name = "perfect forecast", .y = {}, .style = LineStyle::solid, .ink = true}};
  for (const auto sample : samples) {
    plot.x.push_back(lead.observed_nt[sample]);
    plot.lines[0].y.push_back(lead.forecast_nt[sample]);
    plot.lines[1].y.push_back(lead.observed_nt[sample]);
  }
  return plot;
}

std::optional<Plot> rmse_plot(const Verification& verification) {
  if (verification.leads.size() < 2) return std::nullopt;
  auto leads = verification.leads;
  std::stable_sort(leads.begin(), leads.end(),
                   [](const auto& a, const auto& b) { return a.lead_time < b.lead_time; });
  Plot plot;
  plot.title = "RMSE by lead time";
  plot.x_label = "lead time [h]";
  plot.y_label = "RMSE [nT]";
  plot.lines.push_back({.name = verification.model, .y = {}});
  const auto names = baseline_names(leads.front().baselines);
  for (const auto& name : names) plot.lines.push_back({.name = name, .y = {}, .style = LineStyle::dashed});
  for (const auto& lead : leads) {
    plot.x.push_back(static_cast<double>(lead.lead_time.count()) / 60.0);
    plot.lines[0].y.push_back(lead.model.at("rmse"));
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto found = lead.baselines.find(names[i]);
      plot.lines[i + 1].y.push_back(found == lead.baselines.end() ? missing : found->second.at("rmse"));
    }
  }
  return plot;
}

Plot reliability_plot(const Verification& verification) {
  Plot plot{.title = "Reliability of the quantiles",
            .x_label = "forecast quantile",
            .y_label = "share of observations at or below",
            .x = {0.05, 0.5, 0.95},
            .lines = {}};
  plot.lines.push_back({.name = "a true forecast", .y = plot.x, .style = LineStyle::dashed, .ink = true});
  for (const auto& lead : verification.leads)
    if (lead.band)
      plot.lines.push_back({.name = format_duration(lead.lead_time),
                            .y = {lead.band->share_below.begin(), lead.band->share_below.end()}});
  return plot;
}

}  // namespace symh
