#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "artifact/ensemble.h"
#include "series/series.h"

namespace symh {

/// A model that comes with symh, as `ensemble.json` describes it; its weights are not loaded.
struct BundledModel {
  std::string name;
  std::filesystem::path folder;
  std::string summary;  ///< one line of what it forecasts from what
  std::vector<Minutes> horizon;
  std::vector<std::string> needs;  ///< channels that must be in the data
  std::vector<double> rmse_nt;     ///< out of fold, one a lead time
};

/// The folder of the bundled models: `SYMH_MODELS` where set, else `share/symh/data/models` of the
/// installation, else `data/models` of the source tree that the program was built in; nothing where none is
/// there.
std::optional<std::filesystem::path> bundled_models_folder(const std::filesystem::path& program);

/// The models in a folder, by name. Throws DataError where one cannot be read.
std::vector<BundledModel> list_bundled_models(const std::filesystem::path& folder);

/// The best model that the channels of `series` allow: of those whose channels are all there, with a value in
/// the newest day, the one that needs most; of equals the one with the smaller error at its first lead time.
/// Throws DataError where none fits, saying what each lacks.
const BundledModel& best_bundled_model(const std::vector<BundledModel>& models, const Series& series);

}  // namespace symh
