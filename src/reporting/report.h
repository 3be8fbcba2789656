#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/time.h"
#include "reporting/diagram.h"
#include "verification/table.h"

namespace symh {

/// How to draw a line of a plot. The first two lines of style edge bound a shaded band, in the colour of the
/// first line that is not an edge.
enum class LineStyle { solid, dashed, dots, edge };

/// One line of an interactive plot; NaN makes a break.
struct PlotLine {
  std::string name;
  std::vector<double> y;
  LineStyle style = LineStyle::solid;
  /// Drawn in the colour of the text (black on white, white on black) instead of the next palette colour.
  bool ink = false;
};

/// An interactive plot (zoom by dragging, hover for values). x is minutes since 1970 when `x_is_time`.
struct Plot {
  std::string title, x_label, y_label;
  std::vector<double> x;  ///< finite and never decreasing
  std::vector<PlotLine> lines;
  bool x_is_time = false;
  bool log_y = false;  ///< values that are not positive become breaks
  bool log_x = false;  ///< x must then be positive
  /// If x counts things from 0: the names to show in place of the numbers.
  std::vector<std::string> x_names = {};
};

/// Plots of which the page shows one at a time. The reader chooses its row and column, or follows a link to
/// `#anchor-N`, which shows row N, counted from 1.
struct PlotBrowser {
  std::string title, anchor;
  std::string row_label, column_label;
  std::vector<std::string> rows, columns;
  /// [row][column], all over time; values are rounded to whole units. One without lines is left out.
  std::vector<Plot> plots;
};

/// Builds one self-contained HTML page (works offline; plotting library embedded) in the order of the calls.
class Report {
 public:
  explicit Report(std::string title) : title_(std::move(title)) {}
  /// The browser reloads the page after this time. Without this call it does not.
  void reload_every(Minutes time) { reload_ = time; }
  /// Adds rules to the style sheet of the page.
  void style(std::string_view css) { style_ += css; }
  void heading(const std::string& text);
  void paragraph(const std::string& text);
  void table(const Table& table);
  /// Markup as it is: the caller has escaped every foreign text in it.
  void markup(std::string_view html) { body_ += html; }
  /// Throws std::invalid_argument if x is not finite or decreases, or if a line and x differ in length. If no
  /// line has a value, the page says so in place of the plot.
  void plot(const Plot& plot);
  /// A page has at most one browser. Throws like plot(), and if there is not one plot for each row and
  /// column.
  void browser(const PlotBrowser& browser);
  /// Diagrams side by side, as many as there is room for; they need no JavaScript.
  void diagrams(const std::vector<Diagram>& diagrams);
  /// The whole page; every text but that of markup() is HTML-escaped.
  std::string html() const;

 private:
  std::string title_, style_, body_, data_, browser_data_;
  int plots_ = 0;
  Minutes reload_{0};
};

}  // namespace symh
