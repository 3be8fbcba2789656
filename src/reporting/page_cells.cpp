#include "reporting/page_cells.h"

#include <fmt/format.h>

#include <cmath>

#include "reporting/text.h"

namespace symh {
namespace {

struct CellText {
  const Column& column;

  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(std::size_t count) const { return fmt::format("{}", count); }
  std::string operator()(double number) const {
    if (!std::isfinite(number)) return cell(number);
    if (column.percent) return cell(100 * number, column.decimals) + " %";
    return column.decimals == needed_digits ? fmt::format("{:g}", number) : cell(number, column.decimals);
  }
  std::string operator()(const Interval& interval) const {
    if (!std::isfinite(interval.low) || !std::isfinite(interval.high)) return cell(interval.low);
    const double scale = column.percent ? 100 : 1;
    return fmt::format("[{}, {}]", cell(scale * interval.low, column.decimals),
                       cell(scale * interval.high, column.decimals));
  }
  std::string operator()(bool yes) const { return yes ? "yes" : "no"; }
  std::string operator()(const Share& share) const {
    if (share.total == 0) return fmt::format("{}", share.count);
    return fmt::format("{} ({:.1f}%)", share.count,
                       100.0 * static_cast<double>(share.count) / static_cast<double>(share.total));
  }
};

}  // namespace

PageCells page_cells(const Table& table) {
  PageCells cells;
  for (const auto& column : table.columns)
    if (column.in_page)
      cells.header.push_back(column.unit.empty() ? column.title : column.title + " [" + column.unit + "]");
  for (const auto& row : table.rows) {
    auto& texts = cells.rows.emplace_back();
    for (std::size_t i = 0; i < std::min(row.size(), table.columns.size()); ++i)
      if (table.columns[i].in_page) texts.push_back(std::visit(CellText{table.columns[i]}, row[i]));
  }
  return cells;
}

}  // namespace symh
