#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "experiments/job_series.h"
#include "training/folds.h"
#include "windows/windows.h"

namespace symh {

/// One kind of model: its data as it sees them, dealt to folds. A single model is one kind with one fold that
/// leaves nothing out.
struct KindData {
  Config config;
  std::shared_ptr<const Prepared> prepared;
  std::vector<std::shared_ptr<const Prepared>> degraded;  ///< see degraded_series; the last has no driver
  Rows rows;                                              ///< issue times of `prepared` with a target
  std::vector<Fold> folds;
  /// What Fold::validation counts in where data.validation names files of its own; null: `prepared`.
  std::shared_ptr<const Prepared> validation_prepared = nullptr;
  bool with_baselines = false;  ///< the first start of each fold fits the baselines on the same windows
};

using FoldMaker = std::function<std::vector<Fold>(const KindData&)>;

/// kind.config.folds folds of the storms, less the embargo.
std::vector<Fold> storm_folds(const KindData& kind);

/// The data as this configuration sees them, dealt to folds.
KindData make_kind(Config config, const Series& data, const FoldMaker& folds);

/// The kinds of model of a configuration on `data`, dealt to folds by `folds`.
std::vector<KindData> make_kinds(const Config& config, const Series& data, const FoldMaker& folds,
                                 Listener& listener);

/// The kind of a single model: one fold that trains on one part and validates on the other, parted by [split]
/// or by data.validation. `provenance` gets, by part, what was left out and filled. Throws DataError where a
/// part has no windows.
KindData make_single_kind(Config config, JobSeries series, nlohmann::json& provenance, Listener& listener);

/// The windows of one fold.
struct FoldWindows {
  std::unique_ptr<Windows> train;
  std::unique_ptr<Windows> left_out;                    ///< null where the fold leaves nothing out
  std::unique_ptr<Windows> left_out_without_wind = {};  ///< null where the kind has no degraded data either
  std::unique_ptr<Windows> validation = {};             ///< null where the fold has no validation part
  /// The training windows as they are when drivers fail; windows.drivers = "optional" only.
  std::vector<std::unique_ptr<Windows>> degraded = {};

  /// What training watches to choose the best epoch and to stop: the validation part, else what is left out.
  const Windows& watched() const { return validation ? *validation : *left_out; }
  /// What the model is scored on: what is left out, else the validation part.
  const Windows& scored() const { return left_out ? *left_out : *validation; }
};

/// Scales by the training windows of the fold alone.
FoldWindows windows_of(const KindData& kind, const Fold& fold);

/// Leaves of the [[member]] tables those that `names` lists; all where it is empty. Throws UsageError for a
/// name that the configuration does not have.
void keep_members(Config& config, const std::vector<std::string>& names);

/// Builds the model of each [[member]], or the only one, untrained, so that a model that cannot be built is
/// refused before the data are read. Throws UsageError.
void check_kinds(const Config& config);

}  // namespace symh
