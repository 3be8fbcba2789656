#include "trajectories/error_paths.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>

#include "physics/random.h"
#include "trajectories/two_piece_normal.h"

namespace symh {
namespace {

constexpr std::size_t fewest_paths = 20;
constexpr std::array<double, depth_classes - 1> depth_limits_nt{-30, -80};
/// An error of so many half-widths is a fault of a file, not of a forecast.
constexpr float largest_error = 1000;
constexpr double edge = 0.05;  // the band has this share on either side

ErrorPaths evenly(const ErrorPaths& from, std::size_t most) {
  if (from.count() <= most) return from;
  ErrorPaths kept{from.length, {}};
  for (std::size_t i = 0; i < most; ++i) {
    const auto* path = &from.errors[i * from.count() / most * from.length];
    kept.errors.insert(kept.errors.end(), path, path + from.length);
  }
  return kept;
}

/// The share of all members that lie at or below the middle of a rank.
double share_of(std::size_t rank) {
  return (static_cast<double>(rank) + 0.5) / static_cast<double>(trajectory_members);
}

/// trajectory_members equally likely values of the same distribution.
void add_quantiles(std::vector<float>& shape, std::vector<float> values) {
  std::ranges::sort(values);
  for (std::size_t rank = 0; rank < trajectory_members; ++rank)
    shape.push_back(static_cast<float>(quantile_of(values, share_of(rank))));
}

/// The paths that give the order of the members: drawn without putting back, and again from the start if
/// there are fewer than members.
std::vector<std::size_t> chosen_paths(std::size_t count, Random& random) {
  std::vector<std::size_t> all(count), chosen;
  std::iota(all.begin(), all.end(), 0);
  while (chosen.size() < trajectory_members) {
    for (std::size_t i = count; i > 1; --i)
      std::swap(all[i - 1], all[static_cast<std::size_t>(random.uniform() * static_cast<double>(i))]);
    const auto part = std::min(count, trajectory_members - chosen.size());
    chosen.insert(chosen.end(), all.begin(), all.begin() + static_cast<long>(part));
  }
  return chosen;
}

/// The rank of each chosen path at one step; paths that are chosen twice keep their order.
std::vector<std::size_t> ranks_at(const ErrorPaths& paths, const std::vector<std::size_t>& chosen,
                                  std::size_t step) {
  std::vector<std::size_t> order(chosen.size()), ranks(chosen.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](std::size_t member) { return paths.at(chosen[member], step); });
  for (std::size_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = rank;
  return ranks;
}

/// The distribution at a step. At a lead time it is stretched so that its 5 and 95 % quantiles are the edges
/// of the band.
std::vector<double> shape_at(const ErrorsWhen& errors, std::size_t step, bool at_lead) {
  const auto sorted = std::span(errors.shape).subspan(step * trajectory_members, trajectory_members);
  std::vector<double> shape(sorted.begin(), sorted.end());
  if (!at_lead) return shape;
  const double low = quantile_of(sorted, edge), high = quantile_of(sorted, 1 - edge);
  for (auto& error : shape) {
    if (error < 0 && low < 0) error /= -low;
    if (error > 0 && high > 0) error /= high;
  }
  return shape;
}

}  // namespace

std::size_t depth_class(double deepest_nt) {
  return static_cast<std::size_t>(
      std::ranges::count_if(depth_limits_nt, [&](double limit) { return deepest_nt <= limit; }));
}

ErrorsWhen learn_errors(const std::vector<ErrorPaths>& of_depth, bool late, std::size_t most_paths) {
  ErrorPaths all{of_depth.front().length, {}};
  for (const auto& paths : of_depth)
    all.errors.insert(all.errors.end(), paths.errors.begin(), paths.errors.end());
  ErrorsWhen learnt{late, {}, {}};
  for (std::size_t step = 0; step < all.length; ++step) {
    std::vector<float> values;
    for (std::size_t path = 0; path < all.count(); ++path) values.push_back(all.at(path, step));
    add_quantiles(learnt.shape, std::move(values));
  }
  for (const auto& paths : of_depth)
    learnt.by_depth.push_back(evenly(paths.count() < fewest_paths ? all : paths, most_paths));
  return learnt;
}

std::string fault_of(const ErrorModel& model, std::size_t length) {
  const auto sane = [](float error) { return std::abs(error) <= largest_error; };  // false for NaN
  if (model.step <= Minutes{0}) return "the step of its error paths is not positive";
  if (model.when.size() > 2) return "it has error paths of more than two kinds of lateness";
  for (const auto& errors : model.when) {
    if (errors.by_depth.size() != depth_classes)
      return fmt::format("its error paths are of {} depths, expected {}", errors.by_depth.size(),
                         depth_classes);
    if (errors.shape.size() != length * trajectory_members || !std::ranges::all_of(errors.shape, sane))
      return "the distribution of its errors has another length than its lead times, or values that cannot "
             "be";
    for (std::size_t step = 0; step < length; ++step)
      if (!std::ranges::is_sorted(
              std::span(errors.shape).subspan(step * trajectory_members, trajectory_members)))
        return "the distribution of its errors does not rise";
    for (const auto& paths : errors.by_depth)
      if (paths.length != length || paths.count() == 0 || paths.errors.size() != paths.count() * length ||
          !std::ranges::all_of(paths.errors, sane))
        return "its error paths have another length than its lead times, or values that cannot be";
  }
  return "";
}

ErrorsWhen assumed_errors(std::size_t length, Minutes step, bool late) {
  constexpr double memory_minutes = 240;
  constexpr std::size_t paths = 400;
  Random random(1);
  const double keep = std::exp(-static_cast<double>(step.count()) / memory_minutes);
  ErrorPaths drawn{length, {}};
  for (std::size_t path = 0; path < paths; ++path) {
    double error = late ? random.normal() : 0;
    for (std::size_t i = 0; i < length; ++i) {
      drawn.errors.push_back(static_cast<float>(error));
      error = keep * error + std::sqrt(1 - keep * keep) * random.normal();
    }
  }
  ErrorsWhen assumed{late, {}, std::vector(depth_classes, drawn)};
  const auto normal = *two_piece_normal(0, -1, 1);
  for (std::size_t i = 0; i < length * trajectory_members; ++i)
    assumed.shape.push_back(static_cast<float>(normal.quantile(share_of(i % trajectory_members))));
  return assumed;
}

Trajectories draw_trajectories(const DrawnFrom& from, const ErrorsWhen& errors, Time issue_time,
                               std::uint64_t seed) {
  const auto& frame = from.frame;
  const auto& paths = errors.by_depth[depth_class(frame.deepest_nt())];
  Random random(seed ^ static_cast<std::uint64_t>(issue_time.time_since_epoch().count()));
  const auto chosen = chosen_paths(paths.count(), random);
  Trajectories drawn{issue_time, frame.step(), trajectory_members, {}};
  drawn.values_nt.resize(trajectory_members * frame.length());
  for (std::size_t step = 0; step < frame.length(); ++step) {
    const auto ranks = ranks_at(paths, chosen, step);
    const bool at_lead = std::ranges::find(from.lead_steps, step) != from.lead_steps.end();
    const auto shape = shape_at(errors, step, at_lead);
    for (std::size_t member = 0; member < trajectory_members; ++member)
      drawn.values_nt[member * frame.length() + step] =
          std::clamp(static_cast<float>(frame.at(step, shape[ranks[member]])), from.low_nt, from.high_nt);
  }
  return drawn;
}

}  // namespace symh
