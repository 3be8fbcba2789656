#include "experiments/fold_run.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/utils.h>

#include <algorithm>
#include <numeric>

#include "core/error.h"
#include "core/file.h"
#include "experiments/train_run.h"
#include "forecasting/hindcast.h"
#include "job/same_config.h"
#include "models/fitted.h"
#include "saved/safetensors.h"
#include "training/fit_on.h"

namespace symh::cli {
namespace {

namespace fs = std::filesystem;

const char* file_of(FoldData data) {
  switch (data) {
    case FoldData::without_solar_wind:
      return "left-out-without-solar-wind.safetensors";
    case FoldData::validation:
      return "validation.safetensors";
    case FoldData::as_measured:
      break;
  }
  return "left-out.safetensors";
}

std::vector<const Windows*> pointers(const std::vector<std::unique_ptr<Windows>>& windows) {
  std::vector<const Windows*> all;
  for (const auto& one : windows) all.push_back(one.get());
  return all;
}

void write_left_out(const Model& model, const Windows& left_out, const fs::path& path) {
  const auto table = hindcast(model, left_out);
  std::map<std::string, torch::Tensor> tensors;
  for (std::size_t l = 0; l < table.leads.size(); ++l) {
    const auto& lead = table.leads[l];
    tensors[fmt::format("forecast_nt.{}", l)] = torch::tensor(lead.forecast_nt);
    for (const auto& baseline : model.baselines)
      tensors[fmt::format("{}.{}", baseline->name(), l)] =
          torch::tensor(lead.baselines_nt.at(baseline->name()));
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

/// Puts what write_left_out wrote into the rows `places` of a table.
void read_into(ForecastTable& table, const fs::path& path, const std::vector<std::size_t>& places) {
  const auto tensors = read_safetensors(read_file(path), path.string());
  for (std::size_t l = 0; l < table.leads.size(); ++l) {
    auto& lead = table.leads[l];
    const auto size = lead.issue_time.size();
    const auto put = [&](const std::string& name, std::vector<float>& column) {
      spread(tensors, fmt::format("{}.{}", name, l), places, column, size);
    };
    put("forecast_nt", lead.forecast_nt);
    put("q05_nt", lead.q05_nt);
    put("q50_nt", lead.q50_nt);
    put("q95_nt", lead.q95_nt);
    for (const auto& baseline : make_baselines({lead.lead_time}))
      if (tensors.contains(fmt::format("{}.{}", baseline->name(), l)))
        put(baseline->name(), lead.baselines_nt[baseline->name()]);
  }
}

/// True where a model was saved, which is the end of its training.
bool is_saved(const fs::path& folder) { return fs::exists(folder / "model.json"); }

Model trained(const FoldRun& run, const FoldWindows& windows, const fs::path& folder) {
  Model model;
  model.config = run.config();
  model.scaling = windows.train->scaling();
  model.provenance = {{"seed", model.config.seed},
                      {"fold", run.fold + 1},
                      {"training_windows", windows.train->size()},
                      {"left_out_windows", windows.left_out->size()}};
  const auto history = fit_or_train(model, windows, folder / "checkpoint.pt");
  if (!history.empty()) {
    write_file_atomically(folder / "history.csv", history_csv(history));
    model.provenance["validation_loss"] = history.back().validation_loss;
  }
  if (run.kind->with_baselines && run.start == 0)
    model.baselines = fit_baselines(model.config, *windows.train);
  save_model(model, folder);
  fs::remove(folder / "checkpoint.pt");
  return model;
}

}  // namespace

FoldWindows windows_of(const Kind& kind, const Fold& fold) {
  const auto& config = kind.config.windows;
  const auto scaling = fit_scaling(*kind.prepared, fold.train, config);
  FoldWindows windows;
  windows.train = std::make_unique<Windows>(kind.prepared, config, scaling, fold.train);
  windows.left_out = std::make_unique<Windows>(kind.prepared, config, scaling, fold.left_out);
  for (const auto& degraded : kind.degraded)
    windows.degraded.push_back(std::make_unique<Windows>(degraded, config, scaling, fold.train));
  if (!kind.degraded.empty())
    windows.left_out_without_wind =
        std::make_unique<Windows>(kind.degraded.back(), config, scaling, fold.left_out);
  if (!fold.validation.empty())
    windows.validation = std::make_unique<Windows>(kind.prepared, config, scaling, fold.validation);
  return windows;
}

std::vector<EpochRecord> fit_or_train(Model& model, const FoldWindows& windows, const fs::path& checkpoint,
                                      const TrainingHooks& hooks) {
  const auto degraded = pointers(windows.degraded);
  if (is_fitted_kind(model.config.model.kind)) {
    model.fitted = make_fitted(model.config);
    fit_on(*model.fitted, *windows.train, degraded);
    return {};
  }
  torch::manual_seed(static_cast<std::uint64_t>(model.config.seed));
  model.network = build_network(model.config);
  const auto& watched = windows.validation ? *windows.validation : *windows.left_out;
  return train_network(*model.network, *windows.train, watched, model.config, checkpoint, true, hooks,
                       degraded)
      .history;
}

Config FoldRun::config() const {
  auto config = kind->config;
  config.seed += start;
  config.name = name();
  if (part().validation.empty()) config.training.keep = KeptWeights::last;
  config.training.jobs = 0;  // how many train at once changes nothing
  return config;
}

std::string FoldRun::name() const {
  const auto& label = part().label;
  return fmt::format("{}-s{}-{}", kind->config.name, kind->config.seed + start,
                     label.empty() ? fmt::format("f{}", fold + 1) : label);
}

void train_fold(const FoldRun& run, const fs::path& folder) {
  at::set_num_threads(1);
  at::globalContext().setFlushDenormal(true);
  const auto windows = windows_of(*run.kind, run.part());
  const auto model = is_saved(folder) ? load_model(folder) : trained(run, windows, folder);
  write_left_out(model, *windows.left_out, folder / file_of(FoldData::as_measured));
  if (windows.left_out_without_wind)
    write_left_out(model, *windows.left_out_without_wind, folder / file_of(FoldData::without_solar_wind));
  if (windows.validation) write_left_out(model, *windows.validation, folder / file_of(FoldData::validation));
}

bool fold_is_done(const FoldRun& run, const fs::path& folder) {
  if (!is_saved(folder)) return false;
  require_same(load_model(folder).config, run.config(), folder.string(),
               "resume with the same file and settings, delete the folder to train it again, or train into a "
               "new folder with --output");
  const auto written = [&](FoldData data) { return fs::exists(folder / file_of(data)); };
  return written(FoldData::as_measured) && (run.part().validation.empty() || written(FoldData::validation)) &&
         (run.kind->degraded.empty() || written(FoldData::without_solar_wind));
}

void read_left_out(const FoldRun& run, const fs::path& folder, ForecastTable& table, FoldData data) {
  const bool degraded = data == FoldData::without_solar_wind && !run.kind->degraded.empty();
  const auto rows = run.kind->rows.all();
  std::vector<std::size_t> places;
  for (const auto row : run.part().left_out)
    places.push_back(static_cast<std::size_t>(std::ranges::lower_bound(rows, row) - rows.begin()));
  read_into(table, folder / file_of(degraded ? data : FoldData::as_measured), places);
}

ForecastTable read_forecasts(const FoldRun& run, const fs::path& folder, FoldData data) {
  const auto& rows = data == FoldData::validation ? run.part().validation : run.part().left_out;
  auto table = observations(*run.kind->prepared, run.kind->config.windows, rows);
  table.model = run.kind->config.name;
  std::vector<std::size_t> places(rows.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  read_into(table, folder / file_of(data), places);
  return table;
}

}  // namespace symh::cli
