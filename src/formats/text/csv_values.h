#pragma once
#include <string>
#include <vector>

#include "formats/fill_counts.h"
#include "formats/text/csv_columns.h"

namespace symh {

/// Judges the values of a CSV file's channels: counts fill values, which become missing, and finds impossible
/// ones. A channel that symh does not know and whose first field is no number is a column of words.
class CsvValues {
 public:
  explicit CsvValues(const CsvRoles& roles);

  /// Whether a value may be anything but observed.
  bool is_unusual(std::size_t channel, float value) const {
    return value <= lows_[channel] || value >= highs_[channel] || value == fills_[channel];
  }
  ValueKind kind_of(std::size_t channel, float value) const;

  /// Turns the fill values of a line into missing ones. False, and nothing is changed, if a value is
  /// impossible.
  bool settle(std::vector<float>& values) {
    int unusual = 0;
    const float *const low = lows_.data(), *const high = highs_.data();
    for (std::size_t c = 0; c < lows_.size(); ++c)
      unusual |= static_cast<int>(values[c] <= low[c]) | static_cast<int>(values[c] >= high[c]);
    for (const auto c : with_fill_) unusual |= static_cast<int>(values[c] == fills_[c]);
    if (unusual == 0) return true;
    return settle_unusual(values);
  }

  /// The same for one value, which must be possible.
  float settled(std::size_t channel, float value);

  /// True if the channel turns out to be a column of words now that its field is no number: it must not be a
  /// channel that symh knows, nor have had a number before. It then is one for the whole file.
  bool becomes_words(std::size_t channel);
  bool is_words(std::size_t channel) const { return words_[channel]; }

  /// Notes that the channels of these values hold numbers.
  void saw(const std::vector<float>& values) {
    if (!undecided_.empty()) decide(values);
  }

  /// One line for each channel that had fill values.
  std::vector<std::string> told(const std::string& file) const { return counts_.lines(file); }

 private:
  void decide(const std::vector<float>& values);
  bool settle_unusual(std::vector<float>& values);

  const CsvRoles& roles_;
  std::vector<float> lows_, highs_;     ///< [channel]: values between them are usual
  std::vector<float> fills_;            ///< [channel]: the fill value that the file states; NaN for none
  std::vector<std::size_t> with_fill_;  ///< the channels for which the file states one
  std::vector<bool> words_;             ///< [channel]
  std::vector<bool> decided_;           ///< [channel]: whether it is known to hold numbers, or words
  std::vector<std::size_t> undecided_;  ///< channels without a value so far; some may be decided meanwhile
  FillCounts counts_;
};

}  // namespace symh
