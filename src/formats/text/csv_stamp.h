#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "formats/text/csv_columns.h"
#include "formats/text/instant.h"

namespace symh {

/// Reads the stamps of a CSV file from the fields of its lines: from one column, or from several together.
/// The first stamp of a single column decides whether the column holds dates or counts since 1970.
class CsvStamps {
 public:
  explicit CsvStamps(const std::vector<CsvRole>& roles) : roles_(roles) {}

  /// What is wrong with a stamp.
  struct Fault {
    std::size_t column = 0;  ///< index of the field
    std::string_view expected;
  };

  /// The moment of a line; nullopt if it has none, and `fault` then says why.
  std::optional<ReadInstant> read(const std::vector<std::string_view>& fields, Fault& fault);

  /// The unit of the counts since 1970; nullptr if the stamps are dates.
  const EpochUnit* unit() const { return unit_; }

 private:
  std::optional<ReadInstant> read_whole(std::string_view text);

  const std::vector<CsvRole>& roles_;
  const EpochUnit* unit_ = nullptr;
  bool holds_dates_ = false;
};

/// The most digits that a column of this role may have: `0005` is no hour.
std::size_t widest_part(CsvRole role);

/// The whole number of a column such as `hour`; zeros may follow a point (`5.0`). nullopt for other text.
std::optional<int> read_time_part(std::string_view text, std::size_t most_digits);

}  // namespace symh
