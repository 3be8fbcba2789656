#pragma once
#include <functional>
#include <string>
#include <vector>

#include "series/series.h"

namespace symh {

/// A key of SWPC's records and the channel of its values.
struct SwpcColumn {
  const char* key;
  const char* channel;
};

/// A kind of SWPC's records: magnetic field, plasma under its old and its new keys, or Dst.
struct SwpcKind {
  std::vector<SwpcColumn> columns;
  bool of_spacecraft = true;  ///< false: an index from the ground
};

/// The kind with the most keys that `has` knows; nullptr if it knows none of any kind.
const SwpcKind* swpc_kind_of(const std::function<bool(const char* key)>& has);

/// Values of SWPC at or below this are missing: -9999.9, -99999 and the like.
inline constexpr float swpc_fill_from = -9990.F;

/// One record of an active spacecraft; `values` has one entry for each column of its kind, NaN for missing.
struct SwpcRecord {
  Time time;
  std::string stamp = {};       ///< as the file has it
  std::string spacecraft = {};  ///< empty if the file does not name it
  std::vector<float> values = {};
};

/// A file of SWPC as a series, and what a user must know of it.
struct SwpcReading {
  Series series;
  std::vector<std::string> warnings;
};

/// Gathers the records of one file in any order. Moments of one minute of one spacecraft are averaged; of two
/// records of one moment the later one is taken, and a warning says so if they differ.
///
/// Where several spacecraft are active in the same minutes, one is taken for the whole stretch: the one that
/// was active alone just before it; else the one that is active alone next; else the one with the most
/// records in the file, and of equals the first in the alphabet. It is named in the warnings.
class SwpcRecords {
 public:
  explicit SwpcRecords(const SwpcKind& kind) : kind_(kind) {}
  void add(SwpcRecord record) { records_.push_back(std::move(record)); }
  /// A record that its quality marks as bad: it is counted, and its minute has no values of it.
  void add_bad(Time time) { bad_.push_back(time); }
  bool empty() const { return records_.empty(); }
  std::size_t bad() const { return bad_.size(); }
  /// Throws DataError that begins with `origin` if no record is left.
  SwpcReading finish(const std::string& origin);

 private:
  const SwpcKind& kind_;
  std::vector<SwpcRecord> records_;
  std::vector<Time> bad_;  ///< times of the bad records
};

}  // namespace symh
