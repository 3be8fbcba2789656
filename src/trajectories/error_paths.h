#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "trajectories/frame.h"
#include "trajectories/trajectories.h"

namespace symh {

/// The number of members of the trajectories of a forecast.
inline constexpr std::size_t trajectory_members = 200;

/// The errors of past forecasts of one kind, each from its issue time to its longest lead time. They say how
/// the errors at different times belong together: an error at one hour mostly lasts to the next.
struct ErrorPaths {
  std::size_t length = 0;  ///< steps of a path, with that of the issue time
  /// [path][step] in half-widths of the forecast (Frame).
  std::vector<float> errors;

  std::size_t count() const { return length == 0 ? 0 : errors.size() / length; }
  float at(std::size_t path, std::size_t step) const { return errors[path * length + step]; }
};

/// Errors of forecasts at one lateness of the target, learnt out of fold.
struct ErrorsWhen {
  bool late = false;  ///< the target at the issue time was an estimate
  /// [step][rank] in half-widths: trajectory_members equally likely errors at each step, in rising order.
  std::vector<float> shape;
  /// By the depth of the forecast: above -30 nT, to -80 nT, below.
  std::vector<ErrorPaths> by_depth;
};

/// What the errors of a model out of fold say of the way between and through its lead times.
struct ErrorModel {
  Minutes step{5};
  std::vector<ErrorsWhen> when;  ///< at most two: in time, late

  bool empty() const { return when.empty(); }
};

/// The class of ErrorsWhen::by_depth of a forecast whose lowest value is `deepest_nt`.
std::size_t depth_class(double deepest_nt);
inline constexpr std::size_t depth_classes = 3;

/// Learns from errors: `of_depth` has those of each class, and paths of the same length, at least 20 in all.
/// Keeps at most `most_paths` paths a class, evenly over their order. A class of fewer than 20 paths gets
/// those of all.
ErrorsWhen learn_errors(const std::vector<ErrorPaths>& of_depth, bool late, std::size_t most_paths);

/// The reason why an error model cannot be used for `length` steps; empty if it can.
std::string fault_of(const ErrorModel& model, std::size_t length);

/// The errors of a forecast whose model has no error model: a normal distribution with the 5 and 95 %
/// quantiles -1 and 1 at each step, and errors that begin with none, grow at random, and are forgotten with a
/// memory of 4 h (Ornstein & Uhlenbeck). Out of fold the errors of `late` belong together nearly like
/// that: those of 1 and 2 hours correlate by 0.57 to 0.62, of 1 and 6 hours by 0.15 to 0.22, of 3 and 6 hours
/// by 0.44 to 0.54, by depth; those of the process by 0.61, 0.18 and 0.43. If the target is late, the
/// estimate at the issue time has an error already.
ErrorsWhen assumed_errors(std::size_t length, Minutes step, bool late = false);

/// The frame of a forecast, its end, and at which of its steps a lead time lies: there the members have
/// exactly the quantiles of the published band.
struct DrawnFrom {
  Frame frame;
  std::vector<std::size_t> lead_steps;
  float low_nt = -5000, high_nt = 5000;  ///< the bounds of the target
};

/// Draws trajectory_members sample paths: at each step the quantiles of the forecast's own distribution, put
/// into the order that past error paths have at this step (Schaake shuffle, Clark et al. 2004,
/// 10.1175/1525-7541(2004)005<0243:TSSAMF>2.0.CO;2). The same seed and issue time give the same paths.
Trajectories draw_trajectories(const DrawnFrom& from, const ErrorsWhen& errors, Time issue_time,
                               std::uint64_t seed);

}  // namespace symh
