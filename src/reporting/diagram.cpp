#include "reporting/diagram.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <stdexcept>

#include "reporting/text.h"

namespace symh {
namespace {

// In units of the picture, which the page scales.
constexpr double width = 360, left = 52, right = 12, top = 10, plot_height = 250, legend_row = 18;
constexpr std::size_t colours = 6;  // of page.css
constexpr std::array dashes{"", "7 3", "2 3", "9 3 2 3"};

void require_valid(const Diagram& diagram) {
  if (!(diagram.x_from < diagram.x_to && diagram.y_from < diagram.y_to))
    throw std::invalid_argument(fmt::format("diagram '{}': an axis has no length", diagram.title));
  for (const auto& series : diagram.series)
    if (series.y.size() != series.x.size() ||
        (!series.intervals.empty() && series.intervals.size() != series.x.size()))
      throw std::invalid_argument(
          fmt::format("diagram '{}': '{}' has not one y for each x", diagram.title, series.name));
}

/// The distance of the ticks: 1, 2 or 5 times a power of ten, at most six of them.
double tick_step(double range) {
  const double rough = range / 5, power = std::pow(10, std::floor(std::log10(rough)));
  for (const double step : {1.0, 2.0, 5.0})
    if (step * power >= rough * 0.999) return step * power;
  return 10 * power;
}

class Drawing {
 public:
  explicit Drawing(const Diagram& diagram) : diagram_(diagram) {}

  std::string draw() {
    axes();
    std::size_t number = 0;
    for (const auto& series : diagram_.series) {
      const bool is_guide = series.style == DiagramStyle::guide;
      add_series(series, number);
      legend(series, number);
      if (!is_guide) ++number;
    }
    const double height = legend_y_ + 4;
    return fmt::format(
        "<svg class=\"diagram\" viewBox=\"0 0 {:g} {:g}\" role=\"img\" aria-label=\"{}\">\n{}</svg>\n", width,
        height, escape_html(spoken_label()), svg_);
  }

 private:
  double x(double value) const {
    const double part = (std::clamp(value, diagram_.x_from, diagram_.x_to) - diagram_.x_from) /
                        (diagram_.x_to - diagram_.x_from);
    return left + part * (width - left - right);
  }
  double y(double value) const {
    const double part = (std::clamp(value, diagram_.y_from, diagram_.y_to) - diagram_.y_from) /
                        (diagram_.y_to - diagram_.y_from);
    return top + plot_height * (1 - part);
  }
  template <class... Arguments>
  void add(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(svg_), text, std::forward<Arguments>(arguments)...);
  }

  std::string spoken_label() const {
    std::string names;
    for (const auto& series : diagram_.series)
      names += fmt::format("{}{}", names.empty() ? "" : ", ", series.name);
    return fmt::format("Diagram: {}. {} against {}. {}.", diagram_.title, diagram_.y_label, diagram_.x_label,
                       names);
  }

  void axes() {
    const double bottom = top + plot_height;
    const auto ticks = [](double from, double to, const auto& add_tick) {
      const double step = tick_step(to - from);
      for (double k = std::ceil(from / step - 1e-9); k * step <= to + 1e-9 * step; ++k)
        add_tick(k * step + 0.0);
    };
    ticks(diagram_.x_from, diagram_.x_to, [&](double value) {
      add("<path class=\"grid\" d=\"M{0:.1f} {1:.1f}V{2:.1f}\"/>"
          "<text x=\"{0:.1f}\" y=\"{3:.1f}\" text-anchor=\"middle\">{4:g}</text>\n",
          x(value), top, bottom, bottom + 16, value);
    });
    ticks(diagram_.y_from, diagram_.y_to, [&](double value) {
      add("<path class=\"grid\" d=\"M{0:.1f} {1:.1f}H{2:.1f}\"/>"
          "<text x=\"{3:.1f}\" y=\"{4:.1f}\" text-anchor=\"end\">{5:g}</text>\n",
          left, y(value), width - right, left - 6, y(value) + 4, value);
    });
    add("<path class=\"axis\" d=\"M{:.1f} {:.1f}V{:.1f}H{:.1f}\"/>\n", left, top, bottom, width - right);
    add("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n", (left + width - right) / 2,
        bottom + 34, escape_html(diagram_.x_label));
    add("<text transform=\"translate(12 {:.1f}) rotate(-90)\" text-anchor=\"middle\">{}</text>\n",
        top + plot_height / 2, escape_html(diagram_.y_label));
    legend_y_ = bottom + 44;
  }

  /// Lines break where a value is missing.
  std::string path_of(const DiagramSeries& series) const {
    std::string path;
    bool joined = false;
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      const bool known = std::isfinite(series.x[i]) && std::isfinite(series.y[i]);
      if (known)
        fmt::format_to(std::back_inserter(path), "{}{:.1f} {:.1f}", joined ? 'L' : 'M', x(series.x[i]),
                       y(series.y[i]));
      joined = known;
    }
    return path;
  }

  void line(const std::string& path, std::size_t number) {
    add("<path class=\"line s{}\" stroke-dasharray=\"{}\" d=\"{}\"/>\n", number % colours,
        dashes[number % dashes.size()], path);
  }

  void mark(double at_x, double at_y, std::size_t number) {
    static constexpr std::array shapes{"M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0", "M-3-3H3V3H-3Z",
                                       "M0-4.5L4.5 0L0 4.5L-4.5 0Z", "M0-4.2L4.2 3.2H-4.2Z"};
    add("<path class=\"mark s{}\" transform=\"translate({:.1f} {:.1f})\" d=\"{}\"/>\n", number % colours,
        at_x, at_y, shapes[number % shapes.size()]);
  }

  void add_series(const DiagramSeries& series, std::size_t number) {
    if (series.style == DiagramStyle::guide) {
      add("<path class=\"guide\" d=\"{}\"/>\n", path_of(series));
      return;
    }
    if (series.style == DiagramStyle::bars)
      bars(series, number);
    else
      line(path_of(series), number);
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      if (!std::isfinite(series.x[i]) || !std::isfinite(series.y[i])) continue;
      if (i < series.intervals.size() && std::isfinite(series.intervals[i].low) &&
          std::isfinite(series.intervals[i].high))
        add("<path class=\"{}\" d=\"M{:.1f} {:.1f}V{:.1f}\"/>\n",
            series.style == DiagramStyle::bars ? "whisker" : fmt::format("whisker s{}", number % colours),
            x(series.x[i]), y(series.intervals[i].low), y(series.intervals[i].high));
      if (series.style == DiagramStyle::points) mark(x(series.x[i]), y(series.y[i]), number);
    }
  }

  void bars(const DiagramSeries& series, std::size_t number) {
    const double half = series.x.size() > 1 ? (series.x[1] - series.x[0]) * 0.45 : 0.45;
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      if (!std::isfinite(series.y[i])) continue;
      const double from = x(series.x[i] - half), to = x(series.x[i] + half), head = y(series.y[i]);
      add("<rect class=\"bar s{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>\n",
          number % colours, from, head, to - from, y(0) - head);
    }
  }

  void legend(const DiagramSeries& series, std::size_t number) {
    const double middle = legend_y_ + legend_row / 2;
    const auto path = fmt::format("M{:.1f} {:.1f}h26", left, middle);
    switch (series.style) {
      case DiagramStyle::guide:
        add("<path class=\"guide\" d=\"{}\"/>\n", path);
        break;
      case DiagramStyle::bars:
        add("<rect class=\"bar s{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"26\" height=\"8\"/>\n",
            number % colours, left, middle - 4);
        break;
      case DiagramStyle::points:
      case DiagramStyle::line:
        line(path, number);
        if (series.style == DiagramStyle::points) mark(left + 13, middle, number);
        break;
    }
    add("<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", left + 33, middle + 4, escape_html(series.name));
    legend_y_ += legend_row;
  }

  const Diagram& diagram_;
  std::string svg_;
  double legend_y_ = 0;
};

}  // namespace

std::string to_svg(const Diagram& diagram) {
  require_valid(diagram);
  return Drawing(diagram).draw();
}

}  // namespace symh
