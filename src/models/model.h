#pragma once
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "job/config.h"
#include "models/closed_form.h"
#include "models/forecaster.h"

namespace symh {

/// A trained model: everything that a forecast needs, and how it was made.
struct Model {
  Config config;
  Scaling scaling;  ///< of the windows that it was trained on and forecasts from
  std::unique_ptr<Forecaster> forecaster;
  std::vector<std::unique_ptr<ClosedForm>> baselines;  ///< fitted on the same windows; may be empty
  nlohmann::json
      provenance;  ///< version, seed, data files with SHA-256, training period, validation loss, dates
};

/// The model's forecasts for a batch of windows that have its scaling.
inline BatchForecast forecast(const Model& model, const Batch& batch) {
  return model.forecaster->forecast(batch, model.scaling);
}

}  // namespace symh
