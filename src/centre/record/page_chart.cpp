#include "centre/record/page_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "reporting/text.h"
#include "series/storms.h"

namespace symh {
namespace {

constexpr Minutes a_day{24 * 60};
/// A clock that is farther behind the newest valid time than this is not on the picture.
constexpr Minutes shown_after{3 * 60};
constexpr Minutes between_past_forecasts{3 * 60};
constexpr int target_height = 220, wind_height = 62;
constexpr std::pair<double, double> target_axis{-60, 10}, field_axis{-5, 5}, speed_axis{300, 500},
    density_axis{0, 10};

using Points = std::vector<std::pair<Time, double>>;

/// The points with a break where two are farther apart than usual.
Points broken(const Points& points) {
  constexpr int far = 4;
  std::vector<Minutes> distances;
  for (std::size_t i = 1; i < points.size(); ++i) distances.push_back(points[i].first - points[i - 1].first);
  if (distances.empty()) return points;
  const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
  std::ranges::nth_element(distances, middle);
  const Minutes usual = *middle;
  Points list;
  for (const auto& point : points) {
    if (!list.empty() && point.first - list.back().first > far * usual)
      list.emplace_back(list.back().first + usual, std::nan(""));
    list.push_back(point);
  }
  return list;
}

ChartLine observed_line(const CentrePage& page) {
  Points points;
  for (const auto& [time, value] : page.observations) points.emplace_back(time, double{value});
  return {"observed", broken(points)};
}

/// The line of one issued forecast every few hours, the newest one apart.
std::vector<ChartLine> past_lines(const CentrePage& page) {
  std::map<Time, Points> forecasts;
  for (const auto& past : page.past) {
    auto& points = forecasts[past.issue_time];
    if (points.empty() && past.last_observed == past.issue_time && std::isfinite(past.persistence_nt))
      points.emplace_back(past.issue_time, past.persistence_nt);  // from there it was forecast
    points.emplace_back(past.issue_time + past.lead_time, past.forecast_nt);
  }
  std::vector<ChartLine> lines;
  std::optional<Time> last;
  for (auto& [issue, points] : forecasts) {
    if (page.forecast && issue >= page.forecast->issue_time) continue;
    if (last && issue < *last + between_past_forecasts) continue;
    last = issue;
    lines.push_back({"past", std::move(points)});
  }
  return lines;
}

/// From where the newest forecast begins: the estimate at issue time, or the last observation.
std::optional<std::pair<Time, double>> beginning(const ShownForecast& forecast) {
  if (!std::isfinite(forecast.now_nt())) return std::nullopt;
  const auto time =
      forecast.estimated_nt ? forecast.issue_time : forecast.last_observed.value_or(forecast.issue_time);
  return std::pair{time, forecast.now_nt()};
}

ChartLine forecast_line(const ShownForecast& forecast) {
  ChartLine line{"forecast", {}};
  if (const auto begin = beginning(forecast)) line.points.push_back(*begin);
  for (const auto& lead : forecast.leads) line.points.emplace_back(lead.valid_time, lead.forecast_nt);
  return line;
}

ChartBand band_of(const ShownForecast& forecast, const std::string& style,
                  std::optional<std::pair<double, double>> ShownLead::*bounds) {
  ChartBand band{style, {}};
  for (const auto& lead : forecast.leads)
    if (const auto& nt = lead.*bounds) band.points.push_back({lead.valid_time, nt->first, nt->second});
  const auto begin = beginning(forecast);
  if (band.points.empty() || !begin) return band;
  if (!forecast.estimated_nt)
    band.points.insert(band.points.begin(), {begin->first, begin->second, begin->second});
  else if (const auto& nt = forecast.estimated_band_nt; nt && bounds == &ShownLead::band_nt)
    band.points.insert(band.points.begin(), {begin->first, nt->first, nt->second});
  return band;
}

/// From the last observation through the estimates to the value that the forecast begins with.
ChartLine estimated_line(const CentrePage& page) {
  ChartLine line{"estimated", {}};
  const auto& forecast = *page.forecast;
  if (!forecast.estimated_nt) return line;
  if (forecast.last_observed && std::isfinite(forecast.last_nt))
    line.points.emplace_back(*forecast.last_observed, forecast.last_nt);
  for (const auto& [time, value] : page.estimated)
    if (time < forecast.issue_time) line.points.emplace_back(time, double{value});
  line.points.emplace_back(forecast.issue_time, *forecast.estimated_nt);
  return line;
}

ChartPanel target_panel(const CentrePage& page) {
  ChartPanel panel{.title = {{"SYM-H [nT]"}}, .height = target_height, .axis_holds = target_axis};
  for (const float threshold : default_storm_thresholds_nt)
    panel.levels.push_back(
        {threshold, fmt::format("{}, {:.0f} nT", storm_level_name(storm_level(threshold)), threshold)});
  panel.lines = past_lines(page);
  panel.lines.push_back(observed_line(page));
  if (const auto& forecast = page.forecast) {
    panel.bands = {band_of(*forecast, "band-90", &ShownLead::band_nt),
                   band_of(*forecast, "band-50", &ShownLead::middle_nt)};
    panel.lines.push_back(estimated_line(page));
    panel.lines.push_back(forecast_line(*forecast));
  }
  return panel;
}

/// The stretch of wind that was measured and has not reached Earth yet.
std::optional<ChartSpan> on_its_way(const CentrePage& page) {
  if (!page.forecast || page.wind.empty()) return std::nullopt;
  const auto& end = page.forecast->wind_at_earth;
  if (!end || *end <= page.made_at) return std::nullopt;
  return ChartSpan{"on-way", page.made_at, *end};
}

std::vector<ChartPanel> wind_panels(const CentrePage& page) {
  const auto line = [&](const std::string& style, float ShownWind::*value) {
    Points points;
    for (const auto& sample : page.wind) points.emplace_back(sample.at_earth, double{sample.*value});
    return ChartLine{style, broken(points)};
  };
  std::vector<ChartPanel> panels{
      {.title = {{"Bz", "bz"}, {" and "}, {"|B|", "field"}, {" [nT]"}},
       .height = wind_height,
       .axis_holds = field_axis,
       .lines = {line("field", &ShownWind::field_nt), line("bz", &ShownWind::bz_nt)}},
      {.title = {{"Speed", "speed"}, {" [km/s]"}},
       .height = wind_height,
       .axis_holds = speed_axis,
       .lines = {line("speed", &ShownWind::speed_km_s)}},
      {.title = {{"Density", "density"}, {" [cm\u207b\u00b3]"}},
       .height = wind_height,
       .axis_holds = density_axis,
       .lines = {line("density", &ShownWind::density_cm3)}}};
  if (const auto span = on_its_way(page))
    for (auto& panel : panels) panel.spans = {*span};
  return panels;
}

/// One entry of the key; `shape` is `line`, `band` or `span`.
std::string key_html(const std::string& shape, const std::string& style, const std::string& name) {
  const auto* room = shape == "line" ? "d=\"M0 6L24 6\"" : "width=\"24\" height=\"12\"";
  return fmt::format(
      "<span class=\"key\"><svg width=\"24\" height=\"12\" aria-hidden=\"true\"><{} class=\"chart-{} {}\" "
      "{}/></svg> {}</span>\n",
      shape == "line" ? "path" : "rect", shape, style, room, escape_html(name));
}

std::string keys_html(const CentrePage& page, const Chart& chart) {
  const auto& target = chart.panels.front();
  const auto drawn = [&](const std::string& style) {
    return std::ranges::any_of(
        target.lines, [&](const ChartLine& line) { return line.style == style && line.points.size() > 1; });
  };
  std::string html = key_html("line", "observed", "observed");
  if (drawn("estimated")) html += key_html("line", "estimated", "estimated");
  if (drawn("forecast")) html += key_html("line", "forecast", "forecast");
  for (const auto& band : target.bands)
    if (!band.points.empty())
      html += key_html("band", band.style, band.style == "band-50" ? "25-75 %" : "5-95 %");
  if (drawn("past")) html += key_html("line", "past", "earlier forecasts");
  if (on_its_way(page)) html += key_html("span", "on-way", "wind on its way to Earth");
  return fmt::format("<div class=\"keys\">\n{}</div>\n", html);
}

}  // namespace

Chart centre_chart(const CentrePage& page, Minutes past) {
  Chart chart{"SYM-H of the past and the coming hours", {}, {}, page.made_at, {}};
  if (!page.forecast && page.observations.empty()) return chart;
  const Time known = page.forecast ? page.forecast->issue_time : page.observations.back().first;
  chart.from = known - past;
  chart.to = page.forecast ? page.forecast->leads.back().valid_time : known + Minutes{60};
  if (const Time now = page.made_at; now > chart.to && now <= chart.to + shown_after) chart.to = now;
  chart.panels.push_back(target_panel(page));
  if (!page.wind.empty()) {
    chart.title += ", and the solar wind";
    std::ranges::move(wind_panels(page), std::back_inserter(chart.panels));
  }
  return chart;
}

std::string chart_figure(const CentrePage& page) {
  struct Size {
    const char* screen;
    int width;
    Minutes past;
  };
  constexpr std::array sizes{Size{"phone", 340, a_day / 2}, Size{"tablet", 620, a_day},
                             Size{"desk", 900, a_day}};
  std::string charts;
  for (const auto& size : sizes) {
    const auto svg = chart_svg(centre_chart(page, size.past), size.width);
    if (svg.empty()) return "";
    charts += fmt::format("<div class=\"for-{}\">\n{}</div>\n", size.screen, svg);
  }
  return fmt::format("<figure class=\"picture\">\n{}{}</figure>\n",
                     keys_html(page, centre_chart(page, a_day)), charts);
}

}  // namespace symh
