#include "experiments/learn_error_model.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <unordered_map>

#include "forecasting/sample_windows.h"
#include "windows/prepare.h"

namespace symh {
namespace {

/// Paths of neighbouring issue times are nearly the same.
constexpr Minutes path_stride{30};
constexpr std::size_t most_paths = 400, fewest_paths = 20;

using StartOf = std::function<std::optional<Marginal>(std::size_t sample)>;

/// Collects the errors of forecasts at each step, by depth.
class ErrorsOf {
 public:
  explicit ErrorsOf(const Prepared& observed) : observed_(observed) {
    for (std::size_t row = 0; row < observed.rows(); ++row)
      row_at_.emplace(observed.grid.time_of(row).time_since_epoch().count(), static_cast<std::int64_t>(row));
  }

  void add(const ForecastTable& table, const StartOf& start_of) {
    const auto& times = table.leads.front().issue_time;
    for (std::size_t sample = 0; sample < times.size(); ++sample) {
      if (times[sample].time_since_epoch() % path_stride != Minutes{0}) continue;
      const auto row = row_at_.find(times[sample].time_since_epoch().count());
      if (row == row_at_.end()) continue;
      const auto marginals = marginals_at(table, sample, start_of(sample));
      if (!marginals.empty()) add_path(Frame(marginals, observed_.grid.cadence), row->second);
    }
  }

  std::optional<ErrorsWhen> learn(bool late) const {
    std::size_t count = 0;
    for (const auto& paths : by_depth_) count += paths.count();
    if (count < fewest_paths) return std::nullopt;
    return learn_errors(by_depth_, late, most_paths);
  }

 private:
  void add_path(const Frame& frame, std::int64_t row) {
    std::vector<float> path;
    for (std::size_t step = 0; step < frame.length(); ++step) {
      const auto observed_nt = observed_after(observed_, row, frame.step() * static_cast<int>(step));
      if (std::isnan(observed_nt)) return;
      path.push_back(static_cast<float>(std::clamp(frame.error(step, observed_nt), -100.0, 100.0)));
    }
    auto& paths = by_depth_[depth_class(frame.deepest_nt())];
    for (auto& all : by_depth_) all.length = frame.length();
    paths.errors.insert(paths.errors.end(), path.begin(), path.end());
  }

  const Prepared& observed_;
  std::unordered_map<long, std::int64_t> row_at_;
  std::vector<ErrorPaths> by_depth_ = std::vector<ErrorPaths>(depth_classes);
};

}  // namespace

ErrorModel learn_error_model(const KindData& kind, const ForecastTable* in_time,
                             const std::vector<LateTable>& late) {
  const auto cadence = kind.config.windows.cadence;
  ErrorModel model{cadence, {}};
  ErrorsOf fresh_errors(kind.scored());
  if (in_time != nullptr && has_bands(*in_time))
    fresh_errors.add(*in_time, [&](std::size_t sample) { return observed_start(*in_time, sample); });
  if (auto learnt = fresh_errors.learn(false)) model.when.push_back(std::move(*learnt));
  ErrorsOf late_errors(kind.scored());
  for (const auto& one : late) {
    if (!has_bands(one.table) || one.ages.index > longest_gap || one.ages.stations != StationSource::none)
      continue;
    const LatePaths paths(*kind.data, cadence, one.ages);
    late_errors.add(one.table, [&](std::size_t sample) {
      return paths.start_at(one.table.leads.front().issue_time[sample]);
    });
  }
  if (auto learnt = late_errors.learn(true)) model.when.push_back(std::move(*learnt));
  return model;
}

}  // namespace symh
