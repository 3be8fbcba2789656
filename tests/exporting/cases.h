#pragma once
#include <torch/types.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "models/ensemble.h"

namespace symh {

/// A model or ensemble and data to compare its exported file with symh on.
struct ExportCase {
  std::string name;
  Ensemble ensemble;
  Series series;
  std::vector<std::int64_t> rows;  ///< issue times, each with all the steps before it
};

/// SYM-H, ASY-H and the solar wind at 5 minutes with gaps of all lengths in every channel.
Series gappy_series(std::size_t count, unsigned seed);

/// A model of the configuration with random weights, or fitted on `series`; without baselines.
Model model_on(const Config& config, const Series& series);
/// The configuration of a few small lines over small windows and networks.
Config small_config(const std::string& toml);
ExportCase case_of(const std::string& name, const std::vector<std::string>& tomls, bool calibrated = false);

/// Every kind of model, head, derived channel and ensemble on simulated data.
std::vector<ExportCase> simulated_cases();
/// The bundled models on observed storms; empty without the shared data.
std::vector<ExportCase> observed_cases();

struct GivenTensors {
  torch::Tensor x, time;  ///< time is undefined where the file does not take it
};
/// The `steps` samples that end at each of the rows; all there are in the file's shape with steps = 0.
GivenTensors given_at(const ExportCase& c, const std::vector<std::int64_t>& rows, std::int64_t steps = 0);

/// What symh itself issues at each of the rows, by output; NaN where it issues nothing.
std::map<std::string, torch::Tensor> expected_at(const ExportCase& c, const std::vector<std::int64_t>& rows);

/// The largest difference [nT] beyond a millionth of the value, as float32 has seven digits; infinity where
/// shapes or missing values differ.
double largest_difference(const torch::Tensor& got, const torch::Tensor& expected);

/// Writes the inputs and expected outputs of all rows for another language; its files are `name` + suffix.
nlohmann::json case_json(const ExportCase& c, const std::string& suffix);

}  // namespace symh
