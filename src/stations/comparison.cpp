#include "stations/comparison.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "stations/observatories.h"

namespace symh {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

double root_mean(double squares, std::size_t count) {
  return count == 0 ? undefined : std::sqrt(squares / static_cast<double>(count));
}

/// Sums over pairs of estimate and observation.
class Sums {
 public:
  void add(double estimate_nt, double error_nt, double observed_nt) {
    constexpr double disturbed_nt = -50;
    const double difference = estimate_nt - observed_nt;
    ++score_.samples;
    squares_ += difference * difference;
    differences_ += difference;
    x_ += estimate_nt;
    y_ += observed_nt;
    xx_ += estimate_nt * estimate_nt;
    yy_ += observed_nt * observed_nt;
    xy_ += estimate_nt * observed_nt;
    if (std::abs(difference) <= error_nt) ++within_;
    if (observed_nt >= disturbed_nt) return;
    ++score_.samples_below_50;
    disturbed_squares_ += difference * difference;
  }

  QuickIndexScore score() const {
    auto score = score_;
    const auto count = static_cast<double>(score.samples);
    score.rmse_nt = root_mean(squares_, score.samples);
    score.rmse_below_50_nt = root_mean(disturbed_squares_, score.samples_below_50);
    score.bias_nt = score.samples == 0 ? undefined : differences_ / count;
    score.share_within_error = score.samples == 0 ? undefined : static_cast<double>(within_) / count;
    const double spread = (count * xx_ - x_ * x_) * (count * yy_ - y_ * y_);
    score.correlation = spread > 0 ? (count * xy_ - x_ * y_) / std::sqrt(spread) : undefined;
    return score;
  }

 private:
  QuickIndexScore score_;
  std::size_t within_ = 0;
  double squares_ = 0, disturbed_squares_ = 0, differences_ = 0, x_ = 0, y_ = 0, xx_ = 0, yy_ = 0, xy_ = 0;
};

}  // namespace

QuickIndexScore score_quick_index(const QuickIndex& estimate, const Series& observed) {
  const auto& values = estimate.series.at(quick_index_channel).values;
  const auto& errors = estimate.series.at(quick_index_error_channel).values;
  const auto& truth = observed.at("sym_h").values;
  const auto cadence = estimate.series.cadence;
  const Time first = estimate.series.first_time();
  Sums sums;
  for (const auto& segment : observed.segments)
    for (std::size_t i = 0; i < segment.count; ++i) {
      const Minutes since = segment.start + observed.cadence * static_cast<long>(i) - first;
      const auto row = since / cadence;
      if (since < Minutes{0} || since % cadence != Minutes{0} || row >= std::ssize(values)) continue;
      const auto at = static_cast<std::size_t>(row);
      const float value = values[at], observation = truth[segment.first + i];
      if (std::isnan(value) || std::isnan(observation)) continue;
      sums.add(static_cast<double>(value), static_cast<double>(errors[at]), static_cast<double>(observation));
    }
  return sums.score();
}

QuickIndexScore score_against_dst(const QuickIndex& estimate, const Series& hourly) {
  constexpr Minutes an_hour{60};
  const auto* const dst = hourly.find("dst");
  if (dst == nullptr || hourly.cadence != an_hour)
    throw DataError("--dst: expected files of hourly Dst alone, such as those of `symh fetch dst`");
  const auto& series = estimate.series;
  const auto& values = series.at(quick_index_channel).values;
  const auto in_hour = an_hour / series.cadence;
  // A mean that is stamped by its end belongs to the hour before its stamp.
  const Minutes back = series.stamp == Stamp::end ? series.cadence : Minutes{0};
  Sums sums;
  for (std::size_t hour = 0; hour < hourly.size(); ++hour) {
    const auto first = (hourly.time_of(hour) - (series.first_time() - back)) / series.cadence;
    if (std::isnan(dst->values[hour]) || first < 0 || first + in_hour > std::ssize(values)) continue;
    double sum = 0;
    long count = 0;
    for (auto row = first; row < first + in_hour; ++row) {
      const float value = values[static_cast<std::size_t>(row)];
      if (std::isnan(value)) continue;
      sum += static_cast<double>(value);
      ++count;
    }
    if (2 * count < in_hour) continue;
    sums.add(sum / static_cast<double>(count), undefined, static_cast<double>(dst->values[hour]));
  }
  auto score = sums.score();
  score.share_within_error = undefined;
  return score;
}

Series without_station(const Series& stations, const std::string& code) {
  auto others = stations;
  std::erase_if(others.channels, [&](const Channel& channel) {
    const auto* const observatory = observatory_of_channel(channel.name);
    return observatory != nullptr && observatory->code == code;
  });
  return others;
}

}  // namespace symh
