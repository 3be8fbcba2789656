#pragma once
#include <string>
#include <vector>

#include "core/time.h"

namespace symh {

/// One line of an interactive plot; NaN makes a break.
struct PlotLine {
  std::string name;
  std::vector<double> y;
};

/// An interactive plot (zoom by dragging, hover for values). x is minutes since 1970 when `x_is_time`.
struct Plot {
  std::string title, x_label, y_label;
  std::vector<double> x;
  std::vector<PlotLine> lines;
  bool x_is_time = false;
  bool log_y = false;
};

struct Table {
  std::string title;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

/// Builds one self-contained HTML page (works offline; plotting library embedded) in the order of the calls.
class Report {
 public:
  explicit Report(std::string title) : title_(std::move(title)) {}
  void heading(const std::string& text);
  void paragraph(const std::string& text);
  void table(const Table& table);
  void plot(const Plot& plot);
  /// The whole page; every text is HTML-escaped.
  std::string html() const;

 private:
  std::string title_, body_, data_;
  int plots_ = 0;
};

}  // namespace symh
