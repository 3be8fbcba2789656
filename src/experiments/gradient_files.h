#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace symh {

/// The gradient norm by lag after an epoch; epoch 0 is before training.
struct GradientRecord {
  std::int64_t epoch = 0;
  std::vector<double> by_lag;  ///< mean norm, lag 0 (issue time) first
};

/// Writes gradients.csv and gradients.html into the run folder.
void write_gradients(const std::vector<GradientRecord>& records, const std::string& title,
                     const std::filesystem::path& folder);

}  // namespace symh
