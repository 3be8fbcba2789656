#include "experiments/single_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/clock.h"
#include "core/file.h"
#include "core/json.h"
#include "core/version.h"
#include "experiments/train_model.h"
#include "forecasting/hindcast.h"
#include "models/kinds.h"
#include "reporting/scores_json.h"
#include "reporting/scores_text.h"
#include "reporting/training_report.h"
#include "saved/model_folder.h"
#include "verification/verify.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

TrainingCurves curves_of(const TrainingResult& training, const std::string& title) {
  TrainingCurves curves;
  curves.title = title;
  for (const auto& r : training.history) {
    curves.epoch.push_back(static_cast<double>(r.epoch));
    curves.train_loss.push_back(r.train_loss);
    curves.validation_loss.push_back(r.validation_loss);
    curves.learning_rate.push_back(r.learning_rate);
    curves.clipped_share.push_back(r.clipped_share);
  }
  return curves;
}

void write_history(const TrainedModel& best, const fs::path& folder) {
  write_file_atomically(folder / "history.csv", history_csv(best.training.history));
  write_file_atomically(folder / "training.html",
                        training_report(curves_of(best.training, best.model.config.name)));
}

/// Best validation loss over the starts: the mean, and the sample's standard deviation (0 for one start).
struct Spread {
  double mean = 0, deviation = 0;
};

Spread spread_of(const std::vector<TrainedModel>& starts) {
  Spread spread;
  const auto n = static_cast<double>(starts.size());
  for (const auto& start : starts) spread.mean += start.training.best_validation_loss / n;
  for (const auto& start : starts)
    spread.deviation += std::pow(start.training.best_validation_loss - spread.mean, 2);
  spread.deviation = std::sqrt(spread.deviation / std::max(1.0, n - 1));
  return spread;
}

nlohmann::json starts_json(const std::vector<TrainedModel>& starts) {
  const auto spread = spread_of(starts);
  nlohmann::json json{{"validation_loss_mean", spread.mean},
                      {"validation_loss_deviation", spread.deviation},
                      {"starts", nlohmann::json::array()}};
  for (const auto& start : starts)
    json["starts"].push_back({{"seed", start.model.config.seed},
                              {"best_epoch", start.training.best_epoch},
                              {"validation_loss", start.training.best_validation_loss}});
  return json;
}

void tell_spread(const std::vector<TrainedModel>& starts, Listener& listener) {
  if (starts.size() < 2) return;
  const auto spread = spread_of(starts);
  listener.say(fmt::format("validation loss over {} starts: {:.5f} +- {:.5f}", starts.size(), spread.mean,
                           spread.deviation));
}

/// Trains each start of the kind on its only fold; the last one is interrupted if the listener asks to stop.
std::vector<TrainedModel> train_starts(const KindData& kind, const FoldWindows& windows,
                                       const RunOptions& options, ProcessGroup* group, Listener& listener) {
  const bool fitted = fits_in_one_step(kind.config.model.kind);
  if (!fitted) use_threads(kind.config.training.threads);
  std::vector<TrainedModel> starts;
  for (std::int64_t start = 0; start < (fitted ? 1 : kind.config.seeds); ++start) {
    auto config = kind.config;
    config.seed += start;
    ModelTraining how;
    how.checkpoint = options.folder / "checkpoints" / fmt::format("seed-{}.pt", config.seed);
    how.resume = options.resume;
    how.folder = options.folder;
    how.diagnose_gradients = options.diagnose_gradients;
    how.group = group;
    if (!fitted && options.resume && !fs::exists(how.checkpoint))
      listener.say(fmt::format("{}: no such checkpoint yet; training starts from the beginning",
                               how.checkpoint.string()));
    starts.push_back(train_model(config, windows, how, listener));
    if (starts.back().training.interrupted) break;
  }
  return starts;
}

/// Saves the model with its scores and those of the baselines on the validation part.
RunReport write_run(const Model& model, const Windows& validation, nlohmann::json training,
                    const fs::path& folder) {
  save_model(model, folder);
  write_file_atomically(folder / "config.toml", print_config(model.config, true));
  const auto verification = verify(hindcast(model, validation), {});
  auto metrics = to_json(verification);
  metrics["training"] = std::move(training);
  write_file_atomically(folder / "metrics.json", json_text(metrics, 1) + "\n");
  return {.json = std::move(metrics), .text = to_text(verification)};
}

}  // namespace

RunReport train_single(const Config& config, const RunOptions& options, ProcessGroup* group,
                       Listener& listener) {
  nlohmann::json data;
  const auto kind = make_single_kind(
      config, read_job_series(config, JobParts::train_and_validation, options.use_cache, listener), data,
      listener);
  const auto windows = windows_of(kind, kind.folds.front());
  auto starts = train_starts(kind, windows, options, group, listener);
  if (starts.back().training.interrupted) return {.json = {}, .text = {}, .interrupted = true};
  if (group != nullptr && !group->is_first()) return {};
  tell_spread(starts, listener);
  auto& best = *std::ranges::min_element(
      starts, {}, [](const TrainedModel& start) { return start.training.best_validation_loss; });
  nlohmann::json provenance{{"symh_version", version},
                            {"trained_at", format_time(time_of_clock())},
                            {"seed", best.model.config.seed},
                            {"data", std::move(data)}};
  auto training = nlohmann::json::object();
  if (!fits_in_one_step(config.model.kind)) {
    training = starts_json(starts);
    provenance["best_epoch"] = best.training.best_epoch;
    provenance["validation_loss"] = best.training.best_validation_loss;
    provenance["seeds"] = training;
    write_history(best, options.folder);
  }
  auto model = std::move(best.model);
  model.config = kind.config;
  model.baselines = fit_baselines(kind.config, *windows.train);
  model.provenance = std::move(provenance);
  return write_run(model, *windows.validation, std::move(training), options.folder);
}

}  // namespace symh
