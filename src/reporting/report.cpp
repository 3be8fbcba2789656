#include "reporting/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "reporting/assets.h"
#include "reporting/short_numbers.h"
#include "reporting/table_html.h"
#include "reporting/text.h"

namespace symh {
namespace {

// Time steps are small integers, so that this many digits never round a minute away.
constexpr int time_digits = 12;
constexpr int value_digits = 6;

void require_valid(const Plot& plot) {
  const auto finite = [](double value) { return std::isfinite(value); };
  if (!std::all_of(plot.x.begin(), plot.x.end(), finite) || !std::is_sorted(plot.x.begin(), plot.x.end())) {
    throw std::invalid_argument("plot '" + plot.title + "': x must be finite and never fall");
  }
  if (plot.log_x && !plot.x.empty() && !(plot.x.front() > 0))
    throw std::invalid_argument("plot '" + plot.title + "': x must be positive on a logarithmic scale");
  for (const auto& line : plot.lines) {
    if (line.y.size() != plot.x.size()) {
      throw std::invalid_argument(fmt::format("plot '{}': line '{}' has {} values, x has {}", plot.title,
                                              line.name, line.y.size(), plot.x.size()));
    }
  }
}

bool is_drawable(const Plot& plot, double y) { return std::isfinite(y) && (!plot.log_y || y > 0); }

bool has_values(const Plot& plot) {
  return std::any_of(plot.lines.begin(), plot.lines.end(), [&](const PlotLine& line) {
    return std::any_of(line.y.begin(), line.y.end(), [&](double y) { return is_drawable(plot, y); });
  });
}

std::string_view style_name(LineStyle style) {
  switch (style) {
    case LineStyle::dashed:
      return "dashed";
    case LineStyle::dots:
      return "dots";
    case LineStyle::edge:
      return "edge";
    case LineStyle::solid:
      break;
  }
  return "solid";
}

std::string line_json(const Plot& plot, const PlotLine& line) {
  auto y = line.y;
  for (auto& value : y) {
    if (!is_drawable(plot, value)) value = std::numeric_limits<double>::quiet_NaN();
  }
  return fmt::format(R"({{"name":{},"style":"{}","ink":{},"y":{}}})", json_string(line.name),
                     style_name(line.style), line.ink, json_numbers(y, value_digits));
}

/// Times as the first one and then steps: a regular grid takes two characters for each sample, not nine.
std::string x_json(const Plot& plot) {
  if (!plot.x_is_time) return json_numbers(plot.x, value_digits);
  auto steps = plot.x;
  std::adjacent_difference(plot.x.begin(), plot.x.end(), steps.begin());
  return json_numbers(steps, time_digits);
}

std::string plot_json(const Plot& plot) {
  std::string lines;
  for (const auto& line : plot.lines) {
    if (!lines.empty()) lines += ',';
    lines += line_json(plot, line);
  }
  std::string names;
  for (const auto& name : plot.x_names) {
    if (!names.empty()) names += ',';
    names += json_string(name);
  }
  return fmt::format(
      R"({{"x_label":{},"x_is_time":{},"log_x":{},"x_names":[{}],"log_y":{},"x":{},"lines":[{}]}})",
      json_string(plot.x_label), plot.x_is_time, plot.log_x, names, plot.log_y, x_json(plot), lines);
}

/// A plot of a browser; null without lines.
std::string short_json(const Plot& plot) {
  if (plot.lines.empty() || plot.x.empty()) return "null";
  auto steps = plot.x;
  std::adjacent_difference(plot.x.begin(), plot.x.end(), steps.begin());
  steps.front() = 0;
  std::string lines;
  for (const auto& line : plot.lines)
    lines += fmt::format(R"({}{{"name":{},"style":"{}","ink":{},"y":"{}"}})", lines.empty() ? "" : ",",
                         json_string(line.name), style_name(line.style), line.ink, short_numbers(line.y));
  return fmt::format(R"({{"title":{},"from":{},"steps":"{}","lines":[{}]}})", json_string(plot.title),
                     json_number(plot.x.front(), time_digits), short_numbers(steps), lines);
}

std::string options_html(const std::vector<std::string>& names) {
  std::string html;
  for (const auto& name : names) html += fmt::format("<option>{}</option>", escape_html(name));
  return html;
}

/// The text that a screen reader speaks in place of the picture.
std::string spoken_label(const Plot& plot) {
  std::string names;
  for (const auto& line : plot.lines) names += (names.empty() ? "" : ", ") + line.name;
  return fmt::format("Plot: {}. {} against {}{}. Lines: {}.", plot.title, plot.y_label,
                     plot.x_is_time ? "time in UTC" : plot.x_label, plot.log_y ? ", logarithmic" : "", names);
}

std::string shown_x_label(const Plot& plot) {
  if (!plot.x_is_time) return plot.x_label;
  return plot.x_label.empty() ? "UTC" : plot.x_label + " (UTC)";
}

std::string script(std::string_view text) { return fmt::format("<script>\n{}\n</script>\n", text); }

// The policy makes the browser refuse every request, whatever the page contains.
constexpr std::string_view head = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="symh">
)";

constexpr std::string_view noscript =
    "<noscript><p class=\"note\">The plots in which you can zoom need JavaScript; the rest of the page does "
    "not.</p></noscript>\n";

}  // namespace

void Report::heading(const std::string& text) { body_ += "<h2>" + escape_html(text) + "</h2>\n"; }

void Report::paragraph(const std::string& text) { body_ += "<p>" + escape_html(text) + "</p>\n"; }

void Report::table(const Table& table) { body_ += to_html(table); }

void Report::plot(const Plot& plot) {
  require_valid(plot);
  if (!has_values(plot)) {
    paragraph(plot.title + ": there are no values to plot.");
    return;
  }
  body_ += fmt::format(
      "<figure>\n<figcaption>{}</figcaption>\n<div class=\"legend\" id=\"legend-{}\"></div>\n"
      "<div class=\"y-label\">{}</div>\n<div class=\"plot\" id=\"plot-{}\" role=\"img\" "
      "aria-label=\"{}\"></div>\n"
      "<div class=\"x-label\">{}</div>\n</figure>\n",
      escape_html(plot.title), plots_, escape_html(plot.y_label), plots_, escape_html(spoken_label(plot)),
      escape_html(shown_x_label(plot)));
  if (plots_ > 0) data_ += ",\n";
  data_ += plot_json(plot);
  ++plots_;
}

void Report::browser(const PlotBrowser& browser) {
  if (browser.plots.empty() || browser.plots.size() != browser.rows.size() * browser.columns.size())
    throw std::invalid_argument(fmt::format("browser '{}': {} plots for {} rows and {} columns",
                                            browser.title, browser.plots.size(), browser.rows.size(),
                                            browser.columns.size()));
  std::string plots;
  for (const auto& plot : browser.plots) {
    require_valid(plot);
    plots += (plots.empty() ? "" : ",\n") + short_json(plot);
  }
  browser_data_ = fmt::format(R"({{"anchor":{},"columns":{},"plots":[{}]}})", json_string(browser.anchor),
                              browser.columns.size(), plots);
  body_ += fmt::format(
      "<figure id=\"browser\">\n<figcaption>{}</figcaption>\n<div class=\"choose\">"
      "<label>{} <select id=\"browser-row\">{}</select></label>"
      "<button id=\"browser-back\">back</button><button id=\"browser-on\">next</button>"
      "<label>{} <select id=\"browser-column\">{}</select></label></div>\n"
      "<div class=\"legend\" id=\"legend-browser\"></div>\n<div class=\"y-label\">{}</div>\n"
      "<div class=\"plot\" id=\"plot-browser\" role=\"img\"></div>\n<div class=\"x-label\">{}</div>\n"
      "</figure>\n",
      escape_html(browser.title), escape_html(browser.row_label), options_html(browser.rows),
      escape_html(browser.column_label), options_html(browser.columns),
      escape_html(browser.plots.front().y_label), escape_html(shown_x_label(browser.plots.front())));
}

void Report::diagrams(const std::vector<Diagram>& diagrams) {
  body_ += "<div class=\"diagrams\">\n";
  for (const auto& diagram : diagrams)
    body_ += fmt::format("<figure>\n<figcaption>{}</figcaption>\n{}</figure>\n", escape_html(diagram.title),
                         to_svg(diagram));
  body_ += "</div>\n";
}

std::string Report::html() const {
  const auto title = escape_html(title_);
  const bool scripted = plots_ > 0 || !browser_data_.empty();
  std::string page(head);
  if (reload_ > Minutes{0})
    page += fmt::format("<meta http-equiv=\"refresh\" content=\"{}\">\n", 60 * reload_.count());
  page += fmt::format("<title>{}</title>\n<style>\n{}\n{}\n{}</style>\n</head>\n", title,
                      scripted ? assets::dygraph_css() : "", assets::page_css(), style_);
  page += fmt::format("<body>\n<main>\n<h1>{}</h1>\n", title);
  if (scripted) page += noscript;
  page += body_ + "</main>\n";
  if (scripted) {
    if (!browser_data_.empty())
      page +=
          fmt::format("<script type=\"application/json\" id=\"browser-data\">{}</script>\n", browser_data_);
    page += fmt::format("<script type=\"application/json\" id=\"plots\">[{}]</script>\n", data_);
    page += script(assets::dygraph_js()) + script(assets::page_js());
  }
  return page + "</body>\n</html>\n";
}

}  // namespace symh
