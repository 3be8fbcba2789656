#include "reporting/table_markdown.h"

#include "reporting/page_cells.h"

namespace symh {
namespace {

std::string row_markdown(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const auto& cell : cells) {
    text += ' ';
    for (const char c : cell) {
      if (c == '|') text += '\\';
      text += c;
    }
    text += cell.empty() ? "|" : " |";
  }
  return text + '\n';
}

}  // namespace

std::string to_markdown(const Table& table) {
  const auto cells = page_cells(table);
  auto text = row_markdown(cells.header) + "|";
  for (std::size_t i = 0; i < cells.header.size(); ++i) text += "---|";
  text += '\n';
  for (const auto& row : cells.rows) text += row_markdown(row);
  return text;
}

}  // namespace symh
