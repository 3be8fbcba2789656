#include "saved/scaling_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "core/error.h"
#include "core/json.h"
#include "series/channels.h"
#include "windows/head.h"

namespace symh {
namespace {

constexpr double without_bounds = 1e9, least_scale = 1e-7;

/// The values that a number may have.
struct Range {
  double low, high;
};

/// The range of the mean of a channel, of its differences, or of errors of its forecasts.
Range range_of_mean(const std::string& channel) {
  const auto* bounds = bounded_channel(channel);
  if (bounds == nullptr) return {-without_bounds, without_bounds};
  const double reach = double{bounds->high} - double{std::min(0.F, bounds->low)};
  return {-reach, reach};
}

Range range_of_scale(const std::string& channel) { return {least_scale, range_of_mean(channel).high}; }

/// The list `key` with one number for each channel.
std::vector<float> numbers_from(const nlohmann::json& json, const std::string& key,
                                const std::vector<std::string>& channels,
                                Range (*range_of)(const std::string&)) {
  const auto& list = json.at(key);
  if (!list.is_array() || list.size() != channels.size())
    throw DataError(fmt::format("scaling.{}: found {}, expected a list of {} numbers", key,
                                list.is_array() ? fmt::format("a list of {}", list.size()) : shown(list),
                                channels.size()));
  std::vector<float> numbers;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const auto [low, high] = range_of(channels[i]);
    const double number = list[i].is_number() ? list[i].get<double>() : std::nan("");
    if (!(number >= low && number <= high))
      throw DataError(fmt::format("scaling.{}[{}]: found {}, expected a number from {} to {}", key, i,
                                  shown(list[i]), low, high));
    numbers.push_back(static_cast<float>(number));
  }
  return numbers;
}

}  // namespace

nlohmann::json scaling_json(const Scaling& scaling) {
  return {{"mean", scaling.mean},
          {"scale", scaling.scale},
          {"target_mean", scaling.target_mean},
          {"target_scale", scaling.target_scale},
          {"head_mean", scaling.head_mean},
          {"head_scale", scaling.head_scale}};
}

Scaling scaling_from(const nlohmann::json& json, const WindowsConfig& config) {
  const std::vector<std::string> targets(config.horizon.size(), config.target);
  const auto features = head_features(config);
  Scaling scaling{numbers_from(json, "mean", config.channels, range_of_mean),
                  numbers_from(json, "scale", config.channels, range_of_scale),
                  numbers_from(json, "target_mean", targets, range_of_mean),
                  numbers_from(json, "target_scale", targets, range_of_scale)};
  if (features.empty() && !json.contains("head_mean")) return scaling;  // as an early symh wrote it
  scaling.head_mean = numbers_from(json, "head_mean", features, range_of_mean);
  scaling.head_scale = numbers_from(json, "head_scale", features, range_of_scale);
  return scaling;
}

}  // namespace symh
