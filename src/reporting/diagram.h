#pragma once
#include <string>
#include <vector>

#include "verification/interval.h"

namespace symh {

/// How to draw a series of a diagram.
enum class DiagramStyle {
  points,  ///< marks that a line joins, with the bars of their intervals
  line,
  bars,  ///< a bar from y = 0 at each x, as wide as the distance of the first two x
  guide  ///< a thin dashed line in the colour of the text: what a true forecast has
};

struct DiagramSeries {
  std::string name;
  std::vector<double> x, y;
  DiagramStyle style = DiagramStyle::points;
  std::vector<Interval> intervals = {};  ///< of y; empty: none are drawn
};

/// A small static diagram. Series differ in colour, in dashes and in the shape of their marks.
struct Diagram {
  std::string title, x_label, y_label;
  double x_from = 0, x_to = 1, y_from = 0, y_to = 1;
  std::vector<DiagramSeries> series;
};

/// The diagram as an SVG element, which needs no script; its colours are those of page.css, dark and light.
/// Values outside the axes are drawn at their edge. Throws std::invalid_argument if a series has not one y,
/// and one interval if any, for each x, or if an axis has no length.
std::string to_svg(const Diagram& diagram);

}  // namespace symh
