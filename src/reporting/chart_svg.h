#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/time.h"

namespace symh {

/// A line over time; NaN makes a break. A page's style sheet gives the look of its class `style`.
struct ChartLine {
  std::string style;
  std::vector<std::pair<Time, double>> points;  ///< in the order in which they are joined
};

/// The room between two lines, filled as the class `style` says; NaN makes a break.
struct ChartBand {
  struct Point {
    Time time;
    double low = 0, high = 0;
  };
  std::string style;
  std::vector<Point> points;
};

/// A line across a panel at one value, with its name above it.
struct ChartLevel {
  double value = 0;
  std::string name;
};

/// A stretch of time, shaded from top to bottom of a panel.
struct ChartSpan {
  std::string style;
  Time from, to;
};

/// A part of the title of a panel; a part that names a line has the style of that line.
struct ChartWord {
  std::string text;
  std::string style = {};
};

/// One plot of a chart, with an axis of values of its own.
struct ChartPanel {
  std::vector<ChartWord> title;
  int height = 100;  ///< of the plot [px]
  /// The axis holds all values of lines and bands, and these.
  std::optional<std::pair<double, double>> axis_holds = {};
  std::vector<ChartSpan> spans = {};
  std::vector<ChartBand> bands = {};
  std::vector<ChartLevel> levels = {};  ///< those outside the axis are not drawn
  std::vector<ChartLine> lines = {};    ///< the last one lies on top
};

/// Plots one above the other on one axis of time in UTC.
struct Chart {
  std::string title;  ///< for screen readers, with what the chart shows
  Time from, to;      ///< nothing outside is drawn
  std::optional<Time> now = {};
  std::vector<ChartPanel> panels = {};  ///< those without values are left out
  bool one_axis = false;                ///< all panels have the same axis of values, which holds those of all
};

/// The chart as one <svg> element `width` pixels wide, which a browser draws without a script. Its texts are
/// 12 px high at that width; classes of its own begin with `chart`. Empty if no panel has a value.
std::string chart_svg(const Chart& chart, int width);

}  // namespace symh
