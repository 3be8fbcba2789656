#include "experiments/fold_forecasts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

#include "core/error.h"
#include "core/file.h"
#include "forecasting/combine.h"
#include "forecasting/hindcast.h"
#include "models/baselines.h"
#include "saved/safetensors.h"

namespace symh {
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

void write_table(const Model& model, const Windows& windows, const fs::path& path) {
  const auto table = hindcast(model, windows);
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

/// Puts one column of a file into the rows `places` of a column of `size` rows.
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

/// Reads a file of write_table into the rows `places` of a table.
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

/// Reads the forecasts of the fold's left-out part into the rows of `table`; its issue times are kind.rows.
void read_left_out(const FoldRun& run, const fs::path& folder, ForecastTable& table, FoldData data) {
  const bool degraded = data == FoldData::without_solar_wind && !run.kind->degraded.empty();
  const auto rows = run.kind->rows.all();
  std::vector<std::size_t> places;
  for (const auto row : run.part().left_out)
    places.push_back(static_cast<std::size_t>(std::ranges::lower_bound(rows, row) - rows.begin()));
  read_into(table, folder / file_of(degraded ? data : FoldData::as_measured), places);
}

}  // namespace

void write_forecasts(const Model& model, const FoldWindows& windows, const fs::path& folder) {
  const auto write = [&](const std::unique_ptr<Windows>& part, FoldData data) {
    if (part) write_table(model, *part, folder / file_of(data));
  };
  write(windows.left_out, FoldData::as_measured);
  write(windows.left_out_without_wind, FoldData::without_solar_wind);
  write(windows.validation, FoldData::validation);
}

bool forecasts_are_written(const KindData& kind, const Fold& fold, const fs::path& folder) {
  const auto written = [&](FoldData data) { return fs::exists(folder / file_of(data)); };
  return written(FoldData::as_measured) && (fold.validation.empty() || written(FoldData::validation)) &&
         (kind.degraded.empty() || written(FoldData::without_solar_wind));
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

ForecastTable out_of_fold(const KindData& kind, const fs::path& folds, FoldData data) {
  auto blank = observations(*kind.prepared, kind.config.windows, kind.rows);
  blank.model = kind.config.name;
  std::vector<ForecastTable> tables(static_cast<std::size_t>(kind.config.members), blank);
  for (const auto& run : runs_of(kind))
    read_left_out(run, folds / run.name(), tables[static_cast<std::size_t>(run.start)], data);
  return mean_of_starts(kind, std::move(tables));
}

ForecastTable mean_of_starts(const KindData& kind, std::vector<ForecastTable> tables) {
  Ensemble starts;
  starts.name = kind.config.name;
  const std::vector<double> shares(kind.config.windows.horizon.size(),
                                   1.0 / static_cast<double>(tables.size()));
  for (std::size_t i = 0; i < tables.size(); ++i) {
    auto& member = starts.members.emplace_back();
    member.name = kind.config.name;
    member.weights = shares;
  }
  return combine(starts, std::move(tables));
}

}  // namespace symh
