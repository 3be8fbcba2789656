#pragma once
#include <string>
#include <vector>

#include "formats/binary/time_table.h"

namespace symh {

/// The samples that a file marks as bad: DSCOVR's files have `overall_quality`, 0 for a good sample.
class BadSamples {
 public:
  /// Reads the marks. The table must outlive the object.
  explicit BadSamples(const TimeTable& table);
  bool is_mark(const DescribedVariable& variable) const { return variable_ == &variable; }
  bool holds(std::size_t sample) const { return !bad_.empty() && bad_[sample]; }
  /// What the user should know; empty if no sample is bad.
  std::string note() const;

 private:
  const DescribedVariable* variable_ = nullptr;
  std::vector<bool> bad_;
};

}  // namespace symh
