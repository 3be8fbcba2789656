#include "reporting/storm_multiples.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "reporting/chart_svg.h"
#include "reporting/evaluation_plots.h"
#include "reporting/text.h"

namespace symh {
namespace {

constexpr Minutes shown_before{24 * 60}, shown_after{48 * 60};
constexpr std::size_t most_points = 500;  // of a line over the whole storm
constexpr int width = 320, panel_height = 64;

Time time_of(double minutes) { return Time{Minutes{std::llround(minutes)}}; }

/// When the storm was deepest, at any lead time.
std::optional<Time> deepest_time(const std::vector<Plot>& plots) {
  std::optional<Time> deepest;
  double lowest_nt = INFINITY;
  for (const auto& plot : plots)
    for (std::size_t i = 0; i < plot.x.size(); ++i)
      if (plot.lines[0].y[i] < lowest_nt) {
        lowest_nt = plot.lines[0].y[i];
        deepest = time_of(plot.x[i]);
      }
  return deepest;
}

ChartLine line_of(const Plot& plot, std::size_t line, const char* style) {
  ChartLine chart_line{style, {}};
  for (std::size_t i = 0; i < plot.x.size(); ++i)
    chart_line.points.emplace_back(time_of(plot.x[i]), plot.lines[line].y[i]);
  return chart_line;
}

ChartPanel panel_of(const LeadTimeForecasts& lead, const Plot& plot) {
  ChartPanel panel{.title = {{format_duration(lead.lead_time) + " ahead [nT]"}}, .height = panel_height};
  if (plot.lines.size() == 5) {
    ChartBand band{"band-90", {}};
    for (std::size_t i = 0; i < plot.x.size(); ++i)
      band.points.push_back({time_of(plot.x[i]), plot.lines[3].y[i], plot.lines[4].y[i]});
    panel.bands = {std::move(band)};
  }
  panel.lines = {line_of(plot, 0, "observed"), line_of(plot, 1, "forecast")};
  return panel;
}

/// Empty where the storm was not observed.
std::string picture(const ForecastTable& table, int storm) {
  std::vector<Plot> plots;
  for (const auto& lead : table.leads) plots.push_back(storm_plot(table, lead, storm, most_points));
  const auto deepest = deepest_time(plots);
  if (!deepest) return "";
  Chart chart{.title = fmt::format("{}: observed, and forecast at each lead time with its band",
                                   table.storms.at(static_cast<std::size_t>(storm))),
              .from = *deepest - shown_before,
              .to = *deepest + shown_after};
  Time first = Time::max(), last = Time::min();
  for (std::size_t i = 0; i < plots.size(); ++i) {
    if (plots[i].x.empty()) continue;
    first = std::min(first, time_of(plots[i].x.front()));
    last = std::max(last, time_of(plots[i].x.back()));
    chart.panels.push_back(panel_of(table.leads[i], plots[i]));
  }
  chart.from = std::max(chart.from, first);
  chart.to = std::max(chart.from + table.cadence, std::min(chart.to, last));
  chart.one_axis = true;
  return chart_svg(chart, width);
}

}  // namespace

std::string storm_multiples(const ForecastTable& table, const std::vector<int>& storms,
                            const std::string& anchor) {
  std::string html = "<div class=\"multiples\">\n";
  for (std::size_t i = 0; i < storms.size(); ++i)
    html += fmt::format(
        "<figure><a href=\"#{}-{}\"><figcaption>{}</figcaption>\n{}</a></figure>\n", escape_html(anchor),
        i + 1, escape_html(table.storms.at(static_cast<std::size_t>(storms[i]))), picture(table, storms[i]));
  return html + "</div>\n";
}

std::string storm_links(const ForecastTable& table, const std::vector<int>& storms,
                        const std::string& anchor) {
  std::string html = "<nav class=\"storms\">\n";
  for (std::size_t i = 0; i < storms.size(); ++i)
    html += fmt::format("<a href=\"#{}-{}\">{}</a>\n", escape_html(anchor), i + 1,
                        escape_html(table.storms.at(static_cast<std::size_t>(storms[i]))));
  return html + "</nav>\n";
}

}  // namespace symh
