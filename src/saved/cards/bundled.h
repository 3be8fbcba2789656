#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "series/series.h"

namespace symh {

/// A model as its `card.json` describes it, such as those that come with symh. Reading a card loads no
/// weights and needs no LibTorch.
struct BundledModel {
  std::string name;
  std::filesystem::path folder;
  std::string summary;  ///< one line: what the model forecasts, from which data
  std::vector<Minutes> horizon;
  std::vector<std::string> needs;  ///< channels that must be in the data
  std::vector<double> rmse_nt;     ///< out of fold, one a lead time
  /// The same without any solar wind; empty where the card does not say.
  std::vector<double> rmse_without_solar_wind_nt;
  WindPosition solar_wind_at = WindPosition::unknown;  ///< where the wind of its training was measured

  bool uses_solar_wind() const;
};

/// The card in a run folder; nothing where the folder has none. Throws DataError where the card cannot be
/// read.
std::optional<BundledModel> read_card(const std::filesystem::path& folder);

/// The folder of the bundled models: $SYMH_MODELS where set, else `share/symh/data/models` of the
/// installation, else `data/models` of the source tree in which the program was built; nothing where none of
/// them exists.
std::optional<std::filesystem::path> bundled_models_folder(const std::filesystem::path& program);

/// The bundled models that are installed with this program; empty where none are.
std::vector<BundledModel> installed_models();

/// The same. Throws DataError that says what to do where there are none.
std::vector<BundledModel> require_installed_models();

/// The models in a folder, by name. Throws DataError where one cannot be read.
std::vector<BundledModel> list_bundled_models(const std::filesystem::path& folder);

/// The best model that the data allow. A model is allowed if each channel that it needs has a value, and
/// solar wind of the bow shock is not given to a model of wind at L1. Of the allowed models, the one that
/// needs most channels is best; of equals, the one with the smaller RMSE at its first lead time. Throws
/// DataError where none is allowed; the message names what each model misses.
const BundledModel& best_bundled_model(const std::vector<BundledModel>& models, const Series& series);

/// The model that forecasts in place of a model of the solar wind with the lead times `horizon`: of the
/// models that the data allow and that need no solar wind, the one with most of these lead times. Null where
/// none has any of them.
const BundledModel* best_without_solar_wind(const std::vector<BundledModel>& models, const Series& series,
                                            const std::vector<Minutes>& horizon);

}  // namespace symh
