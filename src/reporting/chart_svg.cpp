#include "reporting/chart_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/spoken.h"
#include "reporting/chart_ticks.h"
#include "reporting/text.h"

namespace symh {
namespace {

constexpr double left = 48,
                 right = 18;  // of the plots: room for the numbers of the axis, and for half a time
constexpr double header = 22, gap = 6, footer = 36;
constexpr double letter = 6.7;  // the widest usual character of 12 px text
constexpr double line_height = 14;
constexpr double time_room = 52;  // for one time on the axis
constexpr double tick_room = 20;  // for one number on the axis
constexpr int most_numbers = 6;   // on an axis
constexpr double padding = 0.06;  // of the axis, above and below the values

double minutes_of(Time time) { return static_cast<double>(time.time_since_epoch().count()); }

/// The places of a panel in the picture.
class Frame {
 public:
  Frame(const Chart& chart, const ChartPanel& panel, int width, double top, std::pair<double, double> range)
      : from_(minutes_of(chart.from)),
        to_(minutes_of(chart.to)),
        right_(width - right),
        top_(top),
        bottom_(top + panel.height),
        range_(range) {}

  double x(Time time) const {
    const double share = (minutes_of(time) - from_) / (to_ - from_);
    return left + std::clamp(share, 0.0, 1.0) * (right_ - left);
  }
  double y(double value) const {
    return bottom_ - (value - range_.first) / (range_.second - range_.first) * (bottom_ - top_);
  }
  bool holds(double value) const { return value >= range_.first && value <= range_.second; }
  bool holds(Time time) const { return minutes_of(time) >= from_ && minutes_of(time) <= to_; }
  double right_edge() const { return right_; }
  double top() const { return top_; }
  double bottom() const { return bottom_; }
  std::pair<double, double> range() const { return range_; }

 private:
  double from_, to_, right_, top_, bottom_;
  std::pair<double, double> range_;
};

/// The axis of the values: those drawn, those it must hold, and a little room. Nothing without a value drawn.
std::optional<std::pair<double, double>> range_of(const Chart& chart, const ChartPanel& panel) {
  auto range = panel.axis_holds;
  bool drawn = false;
  const auto take = [&](Time time, double value) {
    if (!std::isfinite(value) || time < chart.from || time > chart.to) return;
    drawn = true;
    if (!range) range = {value, value};
    range->first = std::min(range->first, value);
    range->second = std::max(range->second, value);
  };
  for (const auto& line : panel.lines)
    for (const auto& [time, value] : line.points) take(time, value);
  for (const auto& band : panel.bands)
    for (const auto& point : band.points) {
      take(point.time, point.low);
      take(point.time, point.high);
    }
  if (!drawn) return std::nullopt;
  if (range->first == range->second) range = {range->first - 1, range->second + 1};
  const double room = padding * (range->second - range->first);
  return std::pair{range->first - room, range->second + room};
}

std::optional<std::pair<double, double>> range_of_all(const Chart& chart) {
  std::optional<std::pair<double, double>> all;
  for (const auto& panel : chart.panels) {
    const auto range = range_of(chart, panel);
    if (!range) continue;
    if (!all) all = range;
    all = {std::min(all->first, range->first), std::max(all->second, range->second)};
  }
  return all;
}

/// Points of a path, the first with M and the others with L.
void go_to(std::string& path, bool first, double x, double y) {
  path += fmt::format("{}{:.1f} {:.1f}", first ? 'M' : 'L', x, y);
}

std::string line_svg(const Frame& frame, const ChartLine& line) {
  std::string path;
  bool pen_up = true;
  for (const auto& [time, value] : line.points) {
    const bool drawn = std::isfinite(value) && frame.holds(time);
    if (drawn) go_to(path, pen_up, frame.x(time), frame.y(value));
    pen_up = !drawn;
  }
  if (path.empty()) return "";
  return fmt::format("<path class=\"chart-line {}\" d=\"{}\"/>\n", escape_html(line.style), path);
}

std::string band_svg(const Frame& frame, const ChartBand& band) {
  const auto drawn = [&](const ChartBand::Point& point) {
    return std::isfinite(point.low) && std::isfinite(point.high) && frame.holds(point.time);
  };
  std::string path;
  for (auto begin = band.points.begin(); begin != band.points.end();) {
    begin = std::find_if(begin, band.points.end(), drawn);
    const auto end = std::find_if_not(begin, band.points.end(), drawn);
    for (auto point = begin; point != end; ++point)
      go_to(path, point == begin, frame.x(point->time), frame.y(point->high));
    for (auto point = end; point != begin; --point)
      go_to(path, false, frame.x((point - 1)->time), frame.y((point - 1)->low));
    if (begin != end) path += 'Z';
    begin = end;
  }
  if (path.empty()) return "";
  return fmt::format("<path class=\"chart-band {}\" d=\"{}\"/>\n", escape_html(band.style), path);
}

std::string straight(std::string_view style, double x1, double y1, double x2, double y2) {
  return fmt::format("<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n", style,
                     x1, y1, x2, y2);
}

std::string text_svg(std::string_view style, double x, double y, const std::string& text) {
  return fmt::format("<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", style, x, y,
                     escape_html(text));
}

std::string value_axis(const Frame& frame) {
  const auto [low, high] = frame.range();
  const int most = std::clamp(static_cast<int>((frame.bottom() - frame.top()) / tick_room), 2, most_numbers);
  std::string svg;
  for (const double tick : number_ticks(low, high, most)) {
    svg += straight(tick == 0 ? "chart-zero" : "chart-grid", left, frame.y(tick), frame.right_edge(),
                    frame.y(tick));
    svg += text_svg("chart-end", left - 5, frame.y(tick) + 4, fmt::format("{:g}", tick));
  }
  return svg;
}

/// Draws a line at each level. A name goes below the name before it, or beside it if there is no room.
std::string levels_svg(const Frame& frame, std::vector<ChartLevel> levels) {
  std::ranges::sort(levels, std::ranges::greater{}, &ChartLevel::value);
  constexpr double indent = 4;
  std::string svg;
  double last = -line_height, end = left + indent;
  for (const auto& level : levels) {
    if (!frame.holds(level.value)) continue;
    const double y = frame.y(level.value), base = y - 3;
    svg += straight("chart-level", left, y, frame.right_edge(), y);
    const double x = base - last < line_height ? end + 2 * letter : left + indent;
    const double room = letter * static_cast<double>(level.name.size());
    if (x + room > frame.right_edge() || base - line_height < frame.top() - 4) continue;
    svg += text_svg("chart-name", x, base, level.name);
    last = base;
    end = x + room;
  }
  return svg;
}

std::string title_svg(const ChartPanel& panel, double y) {
  std::string words;
  for (const auto& word : panel.title)
    words += word.style.empty() ? escape_html(word.text)
                                : fmt::format("<tspan class=\"chart-word {}\">{}</tspan>",
                                              escape_html(word.style), escape_html(word.text));
  return fmt::format("<text class=\"chart-title\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", left, y, words);
}

double title_width(const ChartPanel& panel) {
  std::size_t letters = 0;
  for (const auto& word : panel.title) letters += word.text.size();
  return letter * static_cast<double>(letters);
}

std::string panel_svg(const Chart& chart, const ChartPanel& panel, const Frame& frame) {
  std::string svg = title_svg(panel, frame.top() - 7);
  for (const auto& span : panel.spans) {
    const double x = frame.x(span.from), wide = frame.x(span.to) - x;
    if (wide > 0)
      svg += fmt::format(
          "<rect class=\"chart-span {}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\"/>\n",
          escape_html(span.style), x, frame.top(), wide, panel.height);
  }
  svg += value_axis(frame);
  for (const auto& band : panel.bands) svg += band_svg(frame, band);
  svg += levels_svg(frame, panel.levels);
  for (const auto& line : panel.lines) svg += line_svg(frame, line);
  if (chart.now && frame.holds(*chart.now))
    svg += straight("chart-now", frame.x(*chart.now), frame.top(), frame.x(*chart.now), frame.bottom());
  return svg;
}

/// "now" above its line, or beside it where the title is too near; not at all where the title is there.
std::string now_svg(const Chart& chart, const ChartPanel& panel, const Frame& frame) {
  if (!chart.now || !frame.holds(*chart.now)) return "";
  constexpr double half = 1.5 * letter;
  const double line = frame.x(*chart.now), after_title = left + title_width(panel) + 2 * letter + half;
  const double x = std::max(std::min(line, frame.right_edge() - half), after_title);
  if (x > line + 2 * half) return "";
  return text_svg("chart-middle chart-now-name", x, frame.top() - 7, "now");
}

/// Clock times in UTC under the plots, and the day under the first one and each midnight.
std::string time_axis(const Frame& frame, const std::vector<Time>& ticks) {
  auto svg = text_svg("chart-start", 2, frame.bottom() + 16, "UTC");
  double last_day = -1e9;
  for (const Time tick : ticks) {
    const double x = frame.x(tick);
    svg += text_svg("chart-middle", x, frame.bottom() + 16, clock_time(tick));
    const bool midnight = std::chrono::floor<std::chrono::days>(tick) == tick;
    if (tick != ticks.front() && !midnight) continue;
    const auto day = spoken_day(tick);
    const double wide = letter * static_cast<double>(day.size());
    const double begin = std::clamp(x - wide / 2, 2.0, frame.right_edge() + right - wide);
    // A midnight soon after the first time: the midnight tells more.
    const auto next = std::ranges::find_if(
        ticks, [&](Time t) { return t > tick && std::chrono::floor<std::chrono::days>(t) == t; });
    const bool crowded = !midnight && next != ticks.end() && frame.x(*next) - x < wide + 4 * letter;
    if (crowded || begin < last_day + letter) continue;
    svg += text_svg("chart-start", begin, frame.bottom() + 31, day);
    last_day = begin + wide;
  }
  return svg;
}

}  // namespace

std::string chart_svg(const Chart& chart, int width) {
  const auto ticks = time_ticks(chart.from, chart.to, static_cast<int>((width - left - right) / time_room));
  std::string body;
  double top = 0;
  std::optional<Frame> last;
  for (const auto& panel : chart.panels) {
    const auto own = range_of(chart, panel);
    if (!own) continue;
    const auto range = chart.one_axis ? range_of_all(chart).value() : *own;
    top += header;
    const Frame frame(chart, panel, width, top, range);
    for (const Time tick : ticks)
      body += straight("chart-grid", frame.x(tick), frame.top(), frame.x(tick), frame.bottom());
    body += panel_svg(chart, panel, frame);
    if (!last) body += now_svg(chart, panel, frame);
    top = frame.bottom() + gap;
    last = frame;
  }
  if (!last) return "";
  body += time_axis(*last, ticks);
  return fmt::format(
      "<svg class=\"chart\" viewBox=\"0 0 {} {:.0f}\" role=\"img\" aria-label=\"{}\">\n{}</svg>\n", width,
      last->bottom() + footer, escape_html(chart.title), body);
}

}  // namespace symh
