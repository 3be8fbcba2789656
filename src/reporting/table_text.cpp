#include "reporting/table_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "core/text.h"
#include "reporting/text_columns.h"

namespace symh {
namespace {

/// A column that the terminal shows.
struct ShownColumn {
  std::size_t index;
  std::size_t width;
  bool left;
  bool names_row;  ///< each block of the table shows it
  int priority;
};
using Block = std::vector<ShownColumn>;

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

std::size_t total_width(const Block& columns) {
  std::size_t total = 0;
  for (const auto& column : columns) total += column.width;
  return total;
}

Block shown_columns(const Table& table) {
  Block shown;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& column = table.columns[i];
    if (column.width > 0)
      shown.push_back(
          {i, column.width, has_texts(table, i), column.names_row || shown.empty(), column.priority});
  }
  return shown;
}

/// Moves columns out of `block`, those of lowest priority first, until a line fits or one column is left
/// beside those that name the row. Returns the moved columns in their order.
Block take_excess(Block& block) {
  Block excess;
  const auto movable = [](const ShownColumn& column) { return !column.names_row; };
  while (std::ranges::count_if(block, movable) > 1 && total_width(block) > text_width) {
    auto least = block.end();
    // Among equal priorities moves the last column, so that the reading order also ranks.
    for (auto column = block.begin(); column != block.end(); ++column)
      if (movable(*column) && (least == block.end() || column->priority <= least->priority)) least = column;
    excess.push_back(*least);
    block.erase(least);
  }
  std::ranges::sort(excess, {}, &ShownColumn::index);
  return excess;
}

/// The columns of each part of the table, from top to bottom. The first column takes the room that the first
/// part leaves, and is as wide below, so that the names of the rows stay in line.
std::vector<Block> blocks_of(const Table& table) {
  auto block = shown_columns(table);
  if (block.empty()) return {};
  Block names;
  std::ranges::copy_if(block, std::back_inserter(names), &ShownColumn::names_row);
  std::vector<Block> blocks;
  while (true) {
    auto excess = take_excess(block);
    const auto room = text_width - std::min(text_width, total_width(block));
    const auto widest = blocks.empty() ? text_width : blocks.front().front().width;
    block.front().width = std::min(block.front().width + room, widest);
    blocks.push_back(std::move(block));
    if (excess.empty()) return blocks;
    block = names;
    std::ranges::copy(excess, std::back_inserter(block));
    std::ranges::sort(block, {}, &ShownColumn::index);
  }
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
                          const double scale = column.percent ? 100 : 1;
                          return interval_cell(scale * interval.low, scale * interval.high, width,
                                               column.brief_decimals.value_or(column.decimals));
                        },
                        [&](const Share& share) { return cell(share.count, width); },
                        [&](bool yes) { return fmt::format("{:>{}}", yes ? "yes" : "no", width); },
                    },
                    value);
}

std::string row_text(const Table& table, const std::vector<Cell>& row, const Block& columns) {
  std::string text;
  for (const auto& column : columns)
    text += cell_of(column.index < row.size() ? row[column.index] : Cell{}, column.width,
                    table.columns[column.index]);
  return text + '\n';
}

std::string names_text(const Table& table, const Block& columns) {
  std::string text;
  for (const auto& column : columns) {
    const auto& name = table.columns[column.index].brief;
    text += column.left ? name_cell(name, column.width) : fmt::format("{:>{}}", name, column.width);
  }
  return text + '\n';
}

/// The names of the groups, each over the end of its columns; nothing if no column has a group.
std::string groups_text(const Table& table, const Block& columns) {
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

std::string block_text(const Table& table, const Block& columns) {
  auto text = groups_text(table, columns) + names_text(table, columns) +
              std::string(total_width(columns), '-') + '\n';
  for (const auto& row : table.rows) text += row_text(table, row, columns);
  return text;
}

}  // namespace

std::string to_text(const Table& table) {
  const auto blocks = blocks_of(table);
  if (table.rows.empty() || blocks.empty()) return "";
  const auto& headline = table.brief.empty() ? table.title : table.brief;
  auto text = headline.empty() ? "" : wrap(headline, text_width);
  for (const auto& block : blocks) {
    if (&block != blocks.data()) text += '\n';
    text += block_text(table, block);
  }
  return text;
}

std::string to_text(const std::vector<Table>& tables) {
  std::string text;
  for (const auto& table : tables) {
    if (table.rows.empty()) continue;
    if (!text.empty()) text += '\n';
    text += to_text(table);
  }
  return text;
}

}  // namespace symh
