#pragma once
#include <string>

#include "saved/cards/bundled.h"
#include "forecasting/fallback.h"
#include "series/series.h"
#include "cli/support.h"

namespace symh::cli {

/// Loads a model or an ensemble, from its run folder or by the name of a bundled one; says what it is with
/// --verbose.
Ensemble load_ensemble_and_tell(const std::string& model);

/// The same with its card, where it has one.
StatedModel load_stated_model(const std::string& model);

/// A model and the data for it: `model` where given, else the best bundled one that the data allow, which is
/// said; the solar wind of the data is brought to where the model was trained. Of the data only what is
/// stamped at or before `known_until` is taken, where given.
struct ModelAndData {
  StatedModel model;
  Series series;
};
ModelAndData load_model_and_data(const std::string& model, const std::vector<std::string>& paths,
                                 const DataFlags& flags, const Common& common,
                                 std::optional<Time> known_until = {});

}  // namespace symh::cli
