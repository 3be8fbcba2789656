#include "cli/fold_run.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/utils.h>

#include <algorithm>

#include "artifact/safetensors.h"
#include "cli/train_run.h"
#include "core/error.h"
#include "core/file.h"
#include "forecasting/hindcast.h"
#include "models/fitted.h"
#include "training/trainer.h"

namespace symh::cli {
namespace {

namespace fs = std::filesystem;

const char* file_of(LeftOut data) {
  return data == LeftOut::as_measured ? "left-out.safetensors" : "left-out-without-solar-wind.safetensors";
}

/// What a fold trains on and what it leaves out.
struct FoldWindows {
  std::unique_ptr<Windows> train, left_out;
  std::unique_ptr<Windows> left_out_without_wind;  ///< null where the kind has no degraded data
  std::vector<std::unique_ptr<Windows>> degraded;
};

FoldWindows windows_of(const FoldRun& run, const Config& config) {
  const auto& kind = *run.kind;
  const auto& fold = kind.folds[run.fold];
  const auto scaling = fit_scaling(*kind.prepared, fold.train, config.windows);
  FoldWindows windows;
  windows.train = std::make_unique<Windows>(kind.prepared, config.windows, scaling, fold.train);
  windows.left_out = std::make_unique<Windows>(kind.prepared, config.windows, scaling, fold.left_out);
  for (const auto& degraded : kind.degraded)
    windows.degraded.push_back(std::make_unique<Windows>(degraded, config.windows, scaling, fold.train));
  if (!kind.degraded.empty())
    windows.left_out_without_wind =
        std::make_unique<Windows>(kind.degraded.back(), config.windows, scaling, fold.left_out);
  return windows;
}

std::vector<const Windows*> pointers(const std::vector<std::unique_ptr<Windows>>& windows) {
  std::vector<const Windows*> all;
  for (const auto& one : windows) all.push_back(one.get());
  return all;
}

void fit_or_train(Model& model, const FoldWindows& windows, const fs::path& folder) {
  const auto degraded = pointers(windows.degraded);
  if (is_fitted_kind(model.config.model.kind)) {
    model.fitted = make_fitted(model.config);
    model.fitted->fit(batches_of(*windows.train, degraded));
    return;
  }
  torch::manual_seed(static_cast<std::uint64_t>(model.config.seed));
  model.network = build_network(model.config);
  const auto result = train_network(*model.network, *windows.train, *windows.left_out, model.config,
                                    folder / "checkpoint.pt", true, {}, degraded);
  write_file_atomically(folder / "history.csv", history_csv(result.history));
  model.provenance["validation_loss"] = result.history.back().validation_loss;
}

void write_left_out(const Model& model, const Windows& left_out, const fs::path& path) {
  const auto table = hindcast(model, left_out);
  std::map<std::string, torch::Tensor> tensors;
  for (std::size_t l = 0; l < table.leads.size(); ++l) {
    const auto& lead = table.leads[l];
    tensors[fmt::format("forecast_nt.{}", l)] = torch::tensor(lead.forecast_nt);
    if (lead.q05_nt.empty()) continue;
    tensors[fmt::format("q05_nt.{}", l)] = torch::tensor(lead.q05_nt);
    tensors[fmt::format("q50_nt.{}", l)] = torch::tensor(lead.q50_nt);
    tensors[fmt::format("q95_nt.{}", l)] = torch::tensor(lead.q95_nt);
  }
  write_file_atomically(path, write_safetensors(tensors));
}

/// Spreads one column of the left-out rows over the rows of the whole table.
void spread(const std::map<std::string, torch::Tensor>& tensors, const std::string& name,
            const std::vector<std::size_t>& places, std::vector<float>& column, std::size_t size) {
  const auto found = tensors.find(name);
  if (found == tensors.end()) return;
  if (found->second.numel() != std::ssize(places))
    throw DataError(fmt::format("{}: made from other data; train again with --overwrite", name));
  column.resize(size, missing);
  const auto values = found->second.contiguous();
  for (std::size_t i = 0; i < places.size(); ++i) column[places[i]] = values.data_ptr<float>()[i];
}

}  // namespace

Config FoldRun::config() const {
  auto config = kind->config;
  config.seed += start;
  config.name = name();
  config.training.keep = "last";
  config.training.jobs = 0;  // how many train at once changes nothing
  return config;
}

std::string FoldRun::name() const {
  return fmt::format("{}-s{}-f{}", kind->config.name, kind->config.seed + start, fold + 1);
}

void train_fold(const FoldRun& run, const fs::path& folder) {
  at::set_num_threads(1);
  at::globalContext().setFlushDenormal(true);
  Model model;
  model.config = run.config();
  const auto windows = windows_of(run, model.config);
  model.scaling = windows.train->scaling();
  model.provenance = {{"seed", model.config.seed},
                      {"fold", run.fold + 1},
                      {"training_windows", windows.train->size()},
                      {"left_out_windows", windows.left_out->size()}};
  fit_or_train(model, windows, folder);
  save_model(model, folder);
  write_left_out(model, *windows.left_out, folder / file_of(LeftOut::as_measured));
  if (windows.left_out_without_wind)
    write_left_out(model, *windows.left_out_without_wind, folder / file_of(LeftOut::without_solar_wind));
  fs::remove(folder / "checkpoint.pt");
}

bool fold_is_done(const FoldRun& run, const fs::path& folder) {
  if (!fs::exists(folder / "model.json") || !fs::exists(folder / file_of(LeftOut::as_measured))) return false;
  if (!run.kind->degraded.empty() && !fs::exists(folder / file_of(LeftOut::without_solar_wind))) return false;
  if (print_config(load_model(folder).config) == print_config(run.config())) return true;
  throw UsageError(fmt::format(
      "{}: was made with another configuration; resume with the same file and settings, delete it to train "
      "it again, or train into a new folder with --output",
      folder.string()));
}

void read_left_out(const FoldRun& run, const fs::path& folder, ForecastTable& table, LeftOut data) {
  const bool degraded = data == LeftOut::without_solar_wind && !run.kind->degraded.empty();
  const auto path = folder / file_of(degraded ? data : LeftOut::as_measured);
  const auto tensors = read_safetensors(read_file(path), path.string());
  const auto& rows = run.kind->rows;
  std::vector<std::size_t> places;
  for (const auto row : run.kind->folds[run.fold].left_out)
    places.push_back(static_cast<std::size_t>(std::ranges::lower_bound(rows, row) - rows.begin()));
  for (std::size_t l = 0; l < table.leads.size(); ++l) {
    auto& lead = table.leads[l];
    spread(tensors, fmt::format("forecast_nt.{}", l), places, lead.forecast_nt, rows.size());
    spread(tensors, fmt::format("q05_nt.{}", l), places, lead.q05_nt, rows.size());
    spread(tensors, fmt::format("q50_nt.{}", l), places, lead.q50_nt, rows.size());
    spread(tensors, fmt::format("q95_nt.{}", l), places, lead.q95_nt, rows.size());
  }
}

}  // namespace symh::cli
