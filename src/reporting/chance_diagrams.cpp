#include "reporting/chance_diagrams.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace symh {
namespace {

/// A bin of fewer samples is chance more than skill.
constexpr std::size_t least_samples = 10;

std::string threshold_text(const EventScores& event) { return fmt::format("{:g} nT", event.threshold_nt); }

/// `3h ahead` or `within 3h`
std::string when_text(const LeadTimeScores& lead, ChanceOf of) {
  const auto time = format_duration(lead.lead_time);
  return of == ChanceOf::value_at ? fmt::format("{} ahead", time) : fmt::format("within {}", time);
}

Diagram reliability_diagram(const LeadTimeScores& lead, ChanceOf of) {
  Diagram diagram{.title = fmt::format("Reliability of the chances, {}", when_text(lead, of)),
                  .x_label = "chance that was forecast",
                  .y_label = "share that came true",
                  .series = {{.name = "reliable", .x = {0, 1}, .y = {0, 1}, .style = DiagramStyle::guide}}};
  for (const auto& event : lead.chances->events) {
    if (event.events == 0) continue;
    DiagramSeries series{
        .name = fmt::format("at or below {} ({} of {})", threshold_text(event), event.events, event.samples),
        .x = {},
        .y = {}};
    for (const auto& bin : event.bins) {
      if (bin.samples < least_samples) continue;
      series.x.push_back(bin.mean_chance);
      series.y.push_back(bin.observed_share);
      series.intervals.push_back(bin.observed_interval);
    }
    diagram.series.push_back(std::move(series));
  }
  return diagram;
}

Diagram roc_diagram(const LeadTimeScores& lead, ChanceOf of) {
  Diagram diagram{.title = fmt::format("ROC of the chances, {}", when_text(lead, of)),
                  .x_label = "false alarm rate",
                  .y_label = "detection rate",
                  .series = {{.name = "a guess", .x = {0, 1}, .y = {0, 1}, .style = DiagramStyle::guide}}};
  for (const auto& event : lead.chances->events) {
    if (event.roc.points.empty()) continue;
    DiagramSeries series{
        .name = fmt::format("at or below {}: area {:.4f}", threshold_text(event), event.roc.area),
        .x = {},
        .y = {},
        .style = DiagramStyle::line};
    for (const auto& point : event.roc.points) {
      series.x.push_back(point.false_alarm_rate);
      series.y.push_back(point.detection_rate);
    }
    diagram.series.push_back(std::move(series));
  }
  return diagram;
}

Diagram pit_diagram(const LeadTimeScores& lead, ChanceOf of) {
  const auto& pit = lead.chances->pit;
  constexpr double even = 1.0 / PitScores::bins;
  Diagram diagram{
      .title = fmt::format("PIT histogram, {}", when_text(lead, of)),
      .x_label = "place in the forecast distribution",
      .y_label = "share of the observations",
      .series = {
          {.name = fmt::format("{} samples, deviation {:.3f}", pit.samples, pit.deviation),
           .x = {},
           .y = {pit.shares.begin(), pit.shares.end()},
           .style = DiagramStyle::bars,
           .intervals = {pit.share_intervals.begin(), pit.share_intervals.end()}},
          {.name = "true distributions", .x = {0, 1}, .y = {even, even}, .style = DiagramStyle::guide}}};
  for (std::size_t bin = 0; bin < PitScores::bins; ++bin)
    diagram.series[0].x.push_back((static_cast<double>(bin) + 0.5) * even);
  double highest = 2 * even;
  for (const double share : pit.shares) highest = std::max(highest, share);
  for (const auto& interval : pit.share_intervals)
    if (std::isfinite(interval.high)) highest = std::max(highest, interval.high);
  diagram.y_to = std::ceil(highest * 20) / 20;
  return diagram;
}

}  // namespace

std::vector<Diagram> chance_diagrams(const std::vector<LeadTimeScores>& leads, ChanceOf of) {
  std::vector<Diagram> diagrams;
  for (const auto& lead : leads) {
    if (!lead.chances) continue;
    for (const auto make : {reliability_diagram, roc_diagram}) diagrams.push_back(make(lead, of));
    if (lead.chances->pit.samples > 0) diagrams.push_back(pit_diagram(lead, of));
  }
  return diagrams;
}

}  // namespace symh
