#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "series/series.h"

namespace symh {

/// A trained model as its `card.json` describes it; symh comes with some. Reading a card loads no weights and
/// needs no LibTorch.
struct BundledModel {
  std::string name;
  std::filesystem::path folder;
  std::string summary;  ///< one line that names the forecast and its inputs
  std::vector<Minutes> horizon;
  std::vector<std::string> needs;  ///< channels that must be in the data
  std::vector<double> rmse_nt;     ///< out of fold, one a lead time
  /// The same without any solar wind; empty if the card does not state it.
  std::vector<double> rmse_without_solar_wind_nt;
  /// Share of the observations at or below -100 nT that the 5-95 % band held out of fold, one a lead time;
  /// empty if the card does not state it.
  std::vector<double> band_coverage_in_storms = {};
  WindPosition solar_wind_at = WindPosition::unknown;  ///< l1, bow_shock or auto
  Minutes cadence{0};                                  ///< of its samples; 0 if the card does not state it

  bool uses_solar_wind() const;
};

/// The card in a run folder; empty if the folder has none. Throws DataError if the card cannot be read.
std::optional<BundledModel> read_card(const std::filesystem::path& folder);

/// The folder of the bundled models: `SYMH_MODELS` if it is set, else `share/symh/data/models` of the
/// installation, else `data/models` of the source tree in which the program was built; empty if none of them
/// exists.
std::optional<std::filesystem::path> bundled_models_folder(const std::filesystem::path& program);

/// The bundled models that are installed with this program; empty where none are.
std::vector<BundledModel> installed_models();

/// The same. Throws DataError that says what to do where there are none.
std::vector<BundledModel> require_installed_models();

/// The models in a folder, sorted by name. Throws DataError if there is no such folder or a card cannot be
/// read.
std::vector<BundledModel> list_bundled_models(const std::filesystem::path& folder);

/// The best model for the channels of `series`. A model fits if each of its channels has a value somewhere,
/// if a model trained at L1 is not given bow-shock data, and if the data are as fine as its cadence. The best
/// is the one with the most channels; of equals, the one of the finer cadence, then the one with the smaller
/// error at its first lead time.
/// Throws DataError if none fits, naming what each one misses.
const BundledModel& best_bundled_model(const std::vector<BundledModel>& models, const Series& series);

/// The model that forecasts instead of a solar-wind model with the lead times `horizon`: among the models
/// that fit `series` and need no solar wind, the one with most of these lead times. Null if none has any of
/// them.
const BundledModel* best_without_solar_wind(const std::vector<BundledModel>& models, const Series& series,
                                            const std::vector<Minutes>& horizon);

}  // namespace symh
