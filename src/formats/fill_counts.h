#pragma once
#include <string>
#include <vector>

namespace symh {

/// Counts the fill values that a reader takes as missing, by channel.
class FillCounts {
 public:
  /// `channels`: the names, in the order of the positions given to add().
  explicit FillCounts(std::vector<std::string> channels)
      : channels_(std::move(channels)), counts_(channels_.size()) {}
  void add(std::size_t channel, float value) {
    auto& count = counts_[channel];
    if (count.values++ == 0) count.first = value;
    count.differ = count.differ || value != count.first;
  }
  /// One line for each channel that had fill values, such as
  /// `FILE: bz_gsm: 3 values are fill values (-999) and count as missing`.
  std::vector<std::string> lines(const std::string& file) const;

 private:
  struct Count {
    std::size_t values = 0;
    float first = 0;
    bool differ = false;  ///< whether there was another value than the first
  };
  std::vector<std::string> channels_;
  std::vector<Count> counts_;
};

}  // namespace symh
