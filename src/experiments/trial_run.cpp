#include "experiments/trial_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/error.h"
#include "core/file.h"
#include "core/json.h"
#include "experiments/late_forecasts.h"
#include "experiments/train_model.h"
#include "forecasting/hindcast.h"
#include "series/index_age.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

/// Squared errors of one lead time, over all folds.
struct Errors {
  double model = 0, baseline = 0;
  std::int64_t samples = 0;

  void add(const LeadTimeForecasts& lead, const std::string& baseline_name) {
    const auto& baseline_nt = lead.baselines_nt.at(baseline_name);
    for (std::size_t i = 0; i < lead.observed_nt.size(); ++i) {
      const double observed = lead.observed_nt[i];
      const double ours = lead.forecast_nt[i] - observed, theirs = baseline_nt[i] - observed;
      if (!std::isfinite(ours) || !std::isfinite(theirs)) continue;
      model += ours * ours;
      baseline += theirs * theirs;
      ++samples;
    }
  }
};

/// Persistence, or, where no value has come that could persist, the ring-current law.
std::string baseline_of(Minutes age) { return age > longest_gap ? "obrien_mcpherron" : "persistence"; }

/// The errors of every lead time at one age of the target.
using LeadErrors = std::vector<Errors>;

/// At several ages: the means over the ages.
TrialResult scores_of(const std::vector<LeadErrors>& ages) {
  TrialResult result;
  result.rmse.resize(ages.front().size());
  result.relative_rmse.resize(ages.front().size());
  const double share = 1.0 / static_cast<double>(ages.size());
  for (const auto& leads : ages)
    for (std::size_t l = 0; l < leads.size(); ++l) {
      const auto& errors = leads[l];
      if (errors.samples == 0 || !(errors.baseline > 0))
        throw RunError("nothing can be scored beside persistence; check the data with `symh inspect`");
      result.rmse[l] += share * std::sqrt(errors.model / static_cast<double>(errors.samples));
      result.relative_rmse[l] += share * std::sqrt(errors.model / errors.baseline);
      result.samples += errors.samples;
    }
  return result;
}

/// The model as an ensemble of one.
Ensemble alone(Model model) {
  Ensemble ensemble;
  ensemble.name = model.config.name;
  std::vector<double> weights(model.config.windows.horizon.size(), 1.0);
  ensemble.members.push_back({model.config.name, std::move(model), std::move(weights)});
  return ensemble;
}

/// Adds the errors of the model on the scored part of a fold: at each age, or as the data have the target.
void add_errors(std::vector<LeadErrors>& ages, const TrialData& data, std::size_t fold,
                const FoldWindows& windows, Model model) {
  const auto add = [](LeadErrors& leads, const ForecastTable& table, Minutes age) {
    for (std::size_t l = 0; l < leads.size(); ++l) leads[l].add(table.leads[l], baseline_of(age));
  };
  if (data.ages.empty()) return add(ages.front(), hindcast(model, windows.scored()), Minutes{0});
  const auto ensemble = alone(std::move(model));
  for (std::size_t a = 0; a < ages.size(); ++a)
    add(ages[a], data.late(fold, ensemble, data.ages[a]), data.ages[a]);
}

fs::path checkpoint_of(const Config& trial, const fs::path& folder, std::size_t fold) {
  // If the schedule depends on the number of epochs, each number has its own checkpoints.
  return goes_on_from_checkpoint(trial.training)
             ? folder / fmt::format("fold-{}.pt", fold + 1)
             : folder / fmt::format("fold-{}-epochs-{}.pt", fold + 1, trial.training.epochs);
}

}  // namespace

TrialData trial_data(const Config& config, const JobSeries& series, Listener& listener) {
  nlohmann::json ignored;
  TrialData data;
  data.ages.reserve(config.tune.index_age.size());
  for (const auto& word : config.tune.index_age) data.ages.push_back(parse_index_age(word, "tune.index_age"));
  auto divided = config.folds > 1 ? make_kind(config, series.train, storm_folds)
                                  : make_single_kind(config, series, ignored, listener);
  if (!data.ages.empty())
    divided.data = std::make_shared<const Series>(config.folds <= 1 && series.validation ? *series.validation
                                                                                         : series.train);
  const auto kind = std::make_shared<const KindData>(std::move(divided));
  const auto make = [kind](std::size_t fold) {
    return std::make_shared<const FoldWindows>(windows_of(*kind, kind->folds[fold]));
  };
  data.folds = kind->folds.size();
  data.windows = make;
  if (data.folds == 1) data.windows = [only = make(0)](std::size_t) { return only; };
  data.late = [kind](std::size_t fold, const Ensemble& ensemble, Minutes age) {
    const FoldRun run{kind.get(), 0, fold};
    return late_forecasts(run, ensemble,
                          run.part().left_out.empty() ? FoldData::validation : FoldData::as_measured,
                          {.index = age});
  };
  return data;
}

bool goes_on_from_checkpoint(const TrainingConfig& config) {
  return config.schedule == RateSchedule::constant || config.schedule == RateSchedule::plateau;
}

TrialResult run_trial(const Config& trial, std::int64_t epochs, const TrialData& data, const fs::path& folder,
                      Listener& listener) {
  const auto started = std::chrono::steady_clock::now();
  use_threads(1);
  auto config = trial;
  if (!goes_on_from_checkpoint(trial.training)) config.training.epochs = epochs;
  if (trial.folds > 1) config.training.keep = KeptWeights::last;  // left-out data must not choose
  std::vector<LeadErrors> ages(std::max<std::size_t>(1, data.ages.size()),
                               LeadErrors(trial.windows.horizon.size()));
  for (std::size_t fold = 0; fold < data.folds; ++fold) {
    const auto windows = data.windows(fold);
    ModelTraining how;
    how.checkpoint = checkpoint_of(config, folder, fold);
    how.last_epoch = epochs;
    auto [model, training] = train_model(config, *windows, how, listener);
    add_errors(ages, data, fold, *windows, std::move(model));
  }
  auto result = scores_of(ages);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  if (!goes_on_from_checkpoint(trial.training) || epochs == trial.training.epochs)
    for (std::size_t fold = 0; fold < data.folds; ++fold) fs::remove(checkpoint_of(config, folder, fold));
  return result;
}

void write_trial_result(const fs::path& path, const TrialResult& result) {
  const nlohmann::json json{{"rmse", result.rmse},
                            {"relative_rmse", result.relative_rmse},
                            {"samples", result.samples},
                            {"seconds", result.seconds}};
  write_file_atomically(path, json_text(json) + "\n");
}

TrialResult read_trial_result(const fs::path& path) {
  const std::string remedy = "delete it to run this trial again";
  const auto json = parse_json(read_file(path), path.string(), remedy);
  try {
    TrialResult result;
    result.rmse = json.at("rmse").get<std::vector<double>>();
    result.relative_rmse = json.at("relative_rmse").get<std::vector<double>>();
    result.samples = whole_number(json.at("samples"), 0, std::int64_t{1} << 52);
    result.seconds = json.at("seconds").get<double>();
    return result;
  } catch (const nlohmann::json::exception&) {
    throw DataError(fmt::format("{}: is damaged; {}", path.string(), remedy));
  } catch (const DataError& error) {
    throw DataError(fmt::format("{}: samples: {}; {}", path.string(), error.what(), remedy));
  }
}

}  // namespace symh
