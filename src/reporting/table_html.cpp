#include "reporting/table_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reporting/page_cells.h"
#include "reporting/text.h"

namespace symh {
namespace {

std::string row_html(const std::vector<std::string>& cells, const std::vector<bool>& numeric,
                     std::string_view tag) {
  std::string out = "<tr>";
  for (std::size_t column = 0; column < cells.size(); ++column) {
    const bool right = column < numeric.size() && numeric[column];
    const std::string_view attributes = tag == "th" ? " scope=\"col\"" : "";
    out += fmt::format("<{0}{1}{2}>{3}</{0}>", tag, attributes, right ? " class=\"n\"" : "",
                       escape_html(cells[column]));
  }
  return out + "</tr>\n";
}

/// A blank cell does not decide whether its column holds numbers.
std::vector<bool> numeric_columns(const PageCells& cells) {
  std::vector<bool> numeric(cells.header.size(), !cells.rows.empty());
  for (const auto& row : cells.rows)
    for (std::size_t column = 0; column < std::min(row.size(), numeric.size()); ++column)
      numeric[column] = numeric[column] && (row[column].empty() || is_numeric_cell(row[column]));
  return numeric;
}

}  // namespace

std::string to_html(const Table& table) {
  const auto cells = page_cells(table);
  const auto numeric = numeric_columns(cells);
  std::string html;
  if (!table.note.empty()) html += "<p>" + escape_html(table.note) + "</p>\n";
  // The box can be focused, so that it also scrolls from the keyboard.
  html += fmt::format("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table>\n",
                      escape_html(table.title.empty() ? "Table" : table.title));
  if (!table.title.empty()) html += "<caption><span>" + escape_html(table.title) + "</span></caption>\n";
  html += "<thead>" + row_html(cells.header, numeric, "th") + "</thead>\n<tbody>\n";
  for (const auto& row : cells.rows) html += row_html(row, numeric, "td");
  return html + "</tbody>\n</table>\n</div>\n";
}

}  // namespace symh
