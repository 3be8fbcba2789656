#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/listener.h"
#include "forecasting/latest.h"
#include "saved/cards/bundled.h"
#include "series/series.h"

namespace symh {

/// A model and its card; the card is absent if the model's folder has none.
struct StatedModel {
  Ensemble ensemble;
  std::optional<BundledModel> card;
};

/// Loads a model or an ensemble: `model` is its run folder or the name of a bundled one. The listener hears
/// (with --verbose) which model was loaded. Throws DataError if there is no such model.
Ensemble load_named_ensemble(const std::string& model, Listener& listener);

/// The same, with the model's card.
StatedModel load_named_model(const std::string& model, Listener& listener);

/// Reads the data. The map comes from the model's configuration and gives the channels for the columns of
/// generic CSV files.
using ReadSeries = std::function<Series(const std::map<std::string, std::string>& columns)>;

struct ModelAndData {
  StatedModel model;
  Series series;
  /// What the data do not say and the model assumes, and where the model does not warn of storms: for
  /// IssuedForecast::warnings.
  std::vector<std::string> warnings = {};
};

/// Loads a model and its data. `model` is a folder or a name; if it is empty, loads the best bundled model
/// that fits the data, with a warning to the listener. Judges where the solar wind was measured if the files
/// do not say it, and tells the listener. Propagates solar wind at L1 to the bow shock if the model was
/// trained on wind there. With `known_until`, omits later data. Throws DataError if no bundled model fits the
/// data.
ModelAndData load_model_and_data(const std::string& model, const ReadSeries& read,
                                 std::optional<Time> known_until, Listener& listener);

}  // namespace symh
