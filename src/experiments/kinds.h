#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "experiments/job_series.h"
#include "forecasting/late_hindcast.h"
#include "training/folds.h"
#include "windows/windows.h"

namespace symh {

/// One kind of model, with its data divided into folds. A single model is one kind with one fold that leaves
/// nothing out.
struct KindData {
  Config config;
  std::shared_ptr<const Prepared> prepared;
  std::vector<std::shared_ptr<const Prepared>> degraded;  ///< see degraded_series; the last has no driver
  /// Of a kind that bridges the gap of a late target, `prepared` and `degraded` have ages drawn for training.
  /// These have the target as measured, and no driver in the second; null for other kinds.
  std::shared_ptr<const Prepared> fresh = nullptr, fresh_without_wind = nullptr;
  /// With the solar wind as a raw real-time feed has it (as_raw_feed), and the target as measured; null where
  /// no forecasts from such a feed are wanted.
  std::shared_ptr<const Prepared> raw_feed = nullptr;
  /// The data themselves, and the ages of the data at which the members are weighed and scored too; null
  /// and empty where only a fresh target counts.
  std::shared_ptr<const Series> data = nullptr;
  std::vector<DataAges> ages = {};
  /// What the forecasts of the left-out windows are scored on: the target as measured.
  const Prepared& scored() const { return fresh ? *fresh : *prepared; }
  Rows rows;  ///< issue times of `prepared` with a target
  std::vector<Fold> folds;
  /// The series that Fold::validation counts in, if data.validation names its own files; null: `prepared`.
  std::shared_ptr<const Prepared> validation_prepared = nullptr;
  const Prepared& validated() const { return validation_prepared ? *validation_prepared : *prepared; }
  bool with_baselines = false;  ///< the first start of each fold fits the baselines on the same windows
};

using FoldMaker = std::function<std::vector<Fold>(const KindData&)>;

/// kind.config.folds folds of the storms, with the embargo removed.
std::vector<Fold> storm_folds(const KindData& kind);

/// Prepares the data for this configuration and divides them into folds. Takes the prepared data of `alike`,
/// if given, whose windows must see the same.
KindData make_kind(Config config, const Series& data, const FoldMaker& folds,
                   const KindData* alike = nullptr);

/// The kinds of model in a configuration, with `data` divided by `folds`. Kinds whose windows see the same
/// share their prepared data, as those of years take gigabytes.
std::vector<KindData> make_kinds(const Config& config, const Series& data, const FoldMaker& folds,
                                 Listener& listener);

/// Sets data and ages of each kind; without ages the target is fresh.
void score_at_ages(std::vector<KindData>& kinds, const Series& data, const std::vector<DataAges>& ages);

/// Sets raw_feed of each kind, if any kind takes solar wind.
void add_raw_feed(std::vector<KindData>& kinds, const Series& data);

/// The kind of a single model: its one fold trains on one part and validates on the other; [split] or
/// data.validation defines the parts. `provenance` receives the omitted and filled values of each part.
/// Throws DataError if a part has no windows.
KindData make_single_kind(Config config, JobSeries series, nlohmann::json& provenance, Listener& listener);

/// The windows of one fold.
struct FoldWindows {
  std::unique_ptr<Windows> train;
  std::unique_ptr<Windows> left_out;                    ///< null if the fold leaves nothing out
  std::unique_ptr<Windows> left_out_without_wind = {};  ///< null also if the kind has no degraded data
  std::unique_ptr<Windows> validation = {};             ///< null if the fold has no validation part
  /// The training windows with missing drivers; only for windows.drivers = "optional".
  std::vector<std::unique_ptr<Windows>> degraded = {};

  /// Training chooses the best epoch and stops by these windows: the validation part, else the left-out part.
  const Windows& watched() const { return validation ? *validation : *left_out; }
  /// The windows that score the model: the left-out part, else the validation part.
  const Windows& scored() const { return left_out ? *left_out : *validation; }
};

/// Makes the windows of a fold, scaled by its training windows alone.
FoldWindows windows_of(const KindData& kind, const Fold& fold);

/// Keeps only the [[member]] tables that `names` lists; all if it is empty. Throws UsageError for a name that
/// the configuration does not have.
void keep_members(Config& config, const std::vector<std::string>& names);

/// Builds the model of each [[member]], or the only one, untrained, so that an impossible model is refused
/// before the data are read. Throws UsageError.
void check_kinds(const Config& config);

}  // namespace symh
