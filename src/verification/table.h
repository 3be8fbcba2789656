#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "verification/interval.h"

namespace symh {

/// A number of things of one kind, and the number of all things.
struct Share {
  std::size_t count = 0, total = 0;
};

/// One cell of a table: nothing, a text, a count, a number (NaN: undefined), an interval, a count with its
/// share, or yes or no. An empty cell is blank in reports and terminals; JSON omits its key.
using Cell = std::variant<std::monostate, std::string, std::size_t, double, Interval, Share, bool>;

/// Use this number of decimals in a column to show only the digits that are needed: -50, -62.5.
inline constexpr int needed_digits = -1;

/// One column of a table, for each form of the table: terminal, report, JSON.
struct Column {
  /// The key in JSON. A dot makes an object inside (`pinball_nt.q05`); so does a slash, and the text after a
  /// slash is one key with its dots (`keys/model.kind`). Columns of the same key that ends in `[]` make a
  /// list (`rmse[]`), which their blank cells leave empty. Empty: JSON omits the column.
  std::string key = {};
  std::string title = {};  ///< in a report, without the unit
  std::string unit = {};   ///< in a report, in brackets after the title; empty: none
  std::string brief = {};  ///< on a terminal
  std::string group = {};  ///< on a terminal, above all neighbours of the same group
  int decimals = 2;
  std::optional<int> brief_decimals = {};  ///< on a terminal; empty: `decimals`
  std::size_t width = 0;                   ///< on a terminal, with the blank before it; 0: not shown
  int priority =
      0;  ///< on a terminal: where a line is too long, the column of lowest priority is moved first
  bool names_row = false;  ///< on a terminal: like the first column, repeated where the table continues below
  bool in_page = true;     ///< a report shows it
  bool percent = false;    ///< numbers are shares: 0.9 shows as 90, and JSON has 0.9
};

/// A table that reporting/ renders for a terminal, for a report, for a model card and as JSON.
struct Table {
  std::string title;
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  ///< a cell for each column
  std::string note = {};                ///< text that a report's reader needs to understand the columns
  std::string brief = {};               ///< the headline on a terminal; empty: the title
};

/// A table that only reports show, by the titles of its columns.
Table page_table(std::string title, const std::vector<std::string>& titles,
                 std::vector<std::vector<Cell>> rows = {});

}  // namespace symh
