#pragma once
#include <string>
#include <vector>

namespace symh {

/// The history of a training run, one entry for each epoch; an unrecorded quantity is empty.
struct TrainingCurves {
  std::string title;
  std::vector<double> epoch, train_loss, validation_loss, learning_rate;
  std::vector<double> clipped_share;  ///< share of the epoch's batches whose gradient was clipped, 0 … 1
};

/// How strongly the loss depends on inputs or states at each lag before the forecast.
struct GradientProfile {
  std::string title;
  std::vector<int> lag;                   ///< samples back from the issue time
  std::vector<std::string> epochs;        ///< a label for each epoch
  std::vector<std::vector<double>> norm;  ///< [epoch][lag]
};

/// A page with the curves of loss, learning rate and clipping over the epochs.
std::string training_report(const TrainingCurves& curves);

/// A page that shows whether gradients vanish, explode or last over the lookback. Throws
/// std::invalid_argument if `norm` does not have the sizes of `epochs` and `lag`.
std::string gradient_report(const GradientProfile& profile);

}  // namespace symh
