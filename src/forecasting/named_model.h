#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/listener.h"
#include "forecasting/latest.h"
#include "saved/cards/bundled.h"
#include "series/series.h"

namespace symh {

/// A model and its card; absent where its folder holds none.
struct StatedModel {
  Ensemble ensemble;
  std::optional<BundledModel> card;
};

/// Loads a model or an ensemble: `model` is its run folder or the name of a bundled one. The listener hears,
/// if the user asked for more, what was loaded. Throws DataError where there is none.
Ensemble load_named_ensemble(const std::string& model, Listener& listener);

/// The same with its card.
StatedModel load_named_model(const std::string& model, Listener& listener);

/// Reads the data; the map gives the channels of the columns of generic CSV files, as the model's
/// configuration has them.
using ReadSeries = std::function<Series(const std::map<std::string, std::string>& columns)>;

struct ModelAndData {
  StatedModel model;
  Series series;
};

/// Loads a model and the data for it: `model` by folder or name or, where it is empty, the best bundled model
/// that the data allow, which the listener is warned of. The solar wind is propagated where the model was
/// trained on wind at the bow shock and the data hold wind at L1. With `known_until`, later data are left
/// out. Throws DataError where no bundled model fits the data.
ModelAndData load_model_and_data(const std::string& model, const ReadSeries& read,
                                 std::optional<Time> known_until, Listener& listener);

}  // namespace symh
