#include "reporting/table_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "reporting/text_columns.h"

namespace symh {
namespace {

/// A column that the terminal shows.
struct ShownColumn {
  std::size_t index;
  std::size_t width;
  bool left;
};

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

bool has_texts(const Table& table, std::size_t column) {
  return std::ranges::any_of(table.rows, [&](const auto& row) {
    return column < row.size() && std::holds_alternative<std::string>(row[column]);
  });
}

std::size_t total_width(const std::vector<ShownColumn>& columns) {
  std::size_t total = 0;
  for (const auto& column : columns) total += column.width;
  return total;
}

std::vector<ShownColumn> fitting_columns(const Table& table) {
  std::vector<ShownColumn> shown;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].width > 0) shown.push_back({i, table.columns[i].width, has_texts(table, i)});
  while (shown.size() > 1 && total_width(shown) > text_width) {
    // Among equal priorities drops the last column, so that the reading order also ranks.
    const auto least = std::min_element(shown.rbegin(), shown.rend(), [&](const auto& a, const auto& b) {
      return table.columns[a.index].priority < table.columns[b.index].priority;
    });
    shown.erase(std::next(least).base());
  }
  if (!shown.empty()) shown.front().width += text_width - std::min(text_width, total_width(shown));
  return shown;
}

std::string number_cell(double value, std::size_t width, const Column& column) {
  if (column.percent) value *= 100;
  if (column.decimals == needed_digits && std::isfinite(value)) return fmt::format("{:>{}g}", value, width);
  return cell(value, width, column.brief_decimals.value_or(column.decimals));
}

std::string cell_of(const Cell& value, std::size_t width, const Column& column) {
  return std::visit(Overloaded{
                        [&](std::monostate) { return std::string(width, ' '); },
                        [&](const std::string& text) { return name_cell(text, width); },
                        [&](std::size_t count) { return cell(count, width); },
                        [&](double number) { return number_cell(number, width, column); },
                        [&](const Interval& interval) {
                          return interval_cell(interval.low, interval.high, width,
                                               column.brief_decimals.value_or(column.decimals));
                        },
                        [&](const Share& share) { return cell(share.count, width); },
                    },
                    value);
}

std::string row_text(const Table& table, const std::vector<Cell>& row,
                     const std::vector<ShownColumn>& columns) {
  std::string text;
  for (const auto& column : columns)
    text += cell_of(column.index < row.size() ? row[column.index] : Cell{}, column.width,
                    table.columns[column.index]);
  return text + '\n';
}

std::string names_text(const Table& table, const std::vector<ShownColumn>& columns) {
  std::string text;
  for (const auto& column : columns) {
    const auto& name = table.columns[column.index].brief;
    text += column.left ? name_cell(name, column.width) : fmt::format("{:>{}}", name, column.width);
  }
  return text + '\n';
}

/// The names of the groups, each over the end of its columns; nothing if no column has a group.
std::string groups_text(const Table& table, const std::vector<ShownColumn>& columns) {
  std::string text;
  bool any = false;
  for (std::size_t i = 0; i < columns.size();) {
    const auto& group = table.columns[columns[i].index].group;
    std::size_t width = 0;
    for (; i < columns.size() && table.columns[columns[i].index].group == group; ++i)
      width += columns[i].width;
    text += fmt::format("{:>{}}", group, width);
    any = any || !group.empty();
  }
  return any ? text + '\n' : "";
}

}  // namespace

std::string to_text(const Table& table) {
  const auto columns = fitting_columns(table);
  if (table.rows.empty() || columns.empty()) return "";
  const auto& headline = table.brief.empty() ? table.title : table.brief;
  auto text = headline.empty() ? "" : wrap(headline, text_width);
  text += groups_text(table, columns) + names_text(table, columns) + std::string(text_width, '-') + '\n';
  for (const auto& row : table.rows) text += row_text(table, row, columns);
  return text;
}

}  // namespace symh
