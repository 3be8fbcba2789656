#include "experiments/fold_forecasts.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <string>

#include "core/error.h"
#include "core/file.h"
#include "forecasting/combine.h"
#include "forecasting/hindcast.h"
#include "models/baselines.h"
#include "saved/ensemble_folder.h"
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

fs::path late_file(const fs::path& folder, const DataAges& ages, FoldData data = FoldData::as_measured) {
  return folder /
         fmt::format("{}-index-{}{}.safetensors", data == FoldData::validation ? "validation" : "left-out",
                     format_duration(ages.index), ages.stations == StationSource::none ? "" : "-stations");
}

constexpr const char* raw_feed_file = "left-out-raw-feed.safetensors";

/// The forecasts, and those of the named baselines.
void write_table(const ForecastTable& table, const std::vector<std::string>& baselines,
                 const fs::path& path) {
  std::map<std::string, torch::Tensor> tensors;
  for (std::size_t l = 0; l < table.leads.size(); ++l) {
    const auto& lead = table.leads[l];
    tensors[fmt::format("forecast_nt.{}", l)] = torch::tensor(lead.forecast_nt);
    for (const auto& name : baselines)
      tensors[fmt::format("{}.{}", name, l)] = torch::tensor(lead.baselines_nt.at(name));
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

std::vector<std::string> fitted_baselines() {
  std::vector<std::string> names;
  for (const auto& baseline : make_baselines({Minutes{60}})) names.push_back(baseline->name());
  return names;
}

/// Reads a file of write_table into the rows `places` of a table.
void read_into(ForecastTable& table, const fs::path& path, const std::vector<std::size_t>& places,
               const std::vector<std::string>& baselines) {
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
    for (const auto& name : baselines)
      if (tensors.contains(fmt::format("{}.{}", name, l))) put(name, lead.baselines_nt[name]);
  }
}

/// Reads the forecasts of the fold's left-out part into the rows of `table`; its issue times are kind.rows.
void read_left_out(const FoldRun& run, const fs::path& folder, ForecastTable& table, FoldData data) {
  const bool degraded = data == FoldData::without_solar_wind && !run.kind->degraded.empty();
  const auto rows = run.kind->rows.all();
  std::vector<std::size_t> places;
  for (const auto row : run.part().left_out)
    places.push_back(static_cast<std::size_t>(std::ranges::lower_bound(rows, row) - rows.begin()));
  read_into(table, folder / file_of(degraded ? data : FoldData::as_measured), places, fitted_baselines());
}

void write_late_part(const FoldRun& run, const Ensemble& alone, const fs::path& folder, FoldData part) {
  for (const auto& ages : run.kind->ages) {
    const auto path = late_file(folder, ages, part);
    if (!fs::exists(path)) write_table(late_forecasts(run, alone, part, ages), late_baselines, path);
  }
}

}  // namespace

void write_forecasts(const Model& model, const FoldWindows& windows, const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& baseline : model.baselines) names.push_back(baseline->name());
  const auto write = [&](const std::unique_ptr<Windows>& part, FoldData data) {
    if (part) write_table(hindcast(model, *part), names, folder / file_of(data));
  };
  write(windows.left_out, FoldData::as_measured);
  write(windows.left_out_without_wind, FoldData::without_solar_wind);
  write(windows.validation, FoldData::validation);
}

std::vector<DataAges> late_ages(bool stations) {
  std::vector<DataAges> all;
  for (const int minutes : {15, 30, 60, 180, 360, 720, 1440}) all.push_back({.index = Minutes{minutes}});
  all.push_back({.index = no_index_age});
  if (!stations) return all;
  // An estimate makes the age matter less.
  for (const int minutes : {30, 60, 180, 360, 1440})
    all.push_back({.index = Minutes{minutes}, .stations = StationSource::simulated});
  all.push_back({.index = no_index_age, .stations = StationSource::simulated});
  return all;
}

void write_late_forecasts(const FoldRun& run, const fs::path& folder) {
  if (run.kind->ages.empty()) return;
  const auto alone = load_ensemble(folder);
  write_late_part(run, alone, folder, FoldData::as_measured);
  if (!run.part().validation.empty()) write_late_part(run, alone, folder, FoldData::validation);
}

void write_raw_feed_forecasts(const FoldRun& run, const Model& model, const fs::path& folder) {
  const auto& prepared = run.kind->raw_feed;
  if (!prepared) return;
  const auto& config = run.kind->config.windows;
  const auto rows = late_rows(run);
  Rows usable;  // an outage may be longer than the model holds a value
  for (const auto row : rows)
    if (prepared->history(static_cast<std::size_t>(row)) >= shortest_history(config)) usable.push_back(row);
  auto table = late_blank(*run.kind, rows);
  const auto forecasts = hindcast(model, Windows(prepared, config, model.scaling, usable));
  for (std::size_t l = 0; l < table.leads.size(); ++l) take_forecasts(table.leads[l], forecasts.leads[l]);
  write_table(table, late_baselines, folder / raw_feed_file);
}

bool forecasts_are_written(const KindData& kind, const Fold& fold, const fs::path& folder) {
  const auto written = [&](FoldData data) { return fs::exists(folder / file_of(data)); };
  for (const auto& ages : kind.ages)
    if (!fs::exists(late_file(folder, ages)) ||
        (!fold.validation.empty() && !fs::exists(late_file(folder, ages, FoldData::validation))))
      return false;
  if (kind.raw_feed && !fs::exists(folder / raw_feed_file)) return false;
  return written(FoldData::as_measured) && (fold.validation.empty() || written(FoldData::validation)) &&
         (kind.degraded.empty() || written(FoldData::without_solar_wind));
}

ForecastTable read_forecasts(const FoldRun& run, const fs::path& folder, FoldData data) {
  const auto& rows = data == FoldData::validation ? run.part().validation : run.part().left_out;
  const bool of_validation = data == FoldData::validation;
  auto table = observations(of_validation ? run.kind->validated() : run.kind->scored(),
                            run.kind->config.windows, rows);
  table.model = run.kind->config.name;
  std::vector<std::size_t> places(rows.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  read_into(table, folder / file_of(data), places, fitted_baselines());
  return table;
}

ForecastTable read_late_forecasts(const FoldRun& run, const fs::path& folder, FoldData data,
                                  const DataAges& ages) {
  const auto rows = late_rows(run, data);
  auto table = late_blank(*run.kind, rows, data);
  std::vector<std::size_t> places(rows.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  read_into(table, late_file(folder, ages, data), places, late_baselines);
  return table;
}

ForecastTable out_of_fold(const KindData& kind, const fs::path& folds, FoldData data) {
  auto blank = observations(kind.scored(), kind.config.windows, kind.rows);
  blank.model = kind.config.name;
  std::vector<ForecastTable> tables(static_cast<std::size_t>(kind.config.members), blank);
  for (const auto& run : runs_of(kind))
    read_left_out(run, folds / run.name(), tables[static_cast<std::size_t>(run.start)], data);
  return mean_of_starts(kind, std::move(tables));
}

namespace {

/// The half-hourly forecasts of a kind out of fold, from a file in the folder of each run.
ForecastTable half_hourly(const KindData& kind, const fs::path& folds,
                          const std::function<fs::path(const fs::path&)>& file_in) {
  Rows rows;
  for (const auto row : kind.rows)
    if (is_late_time(*kind.prepared, row)) rows.push_back(row);
  const std::vector<ForecastTable> blank(static_cast<std::size_t>(kind.config.members),
                                         late_blank(kind, rows));
  auto tables = blank;
  const auto all = rows.all();
  for (const auto& run : runs_of(kind)) {
    std::vector<std::size_t> places;
    for (const auto row : late_rows(run))
      places.push_back(static_cast<std::size_t>(std::ranges::lower_bound(all, row) - all.begin()));
    read_into(tables[static_cast<std::size_t>(run.start)], file_in(folds / run.name()), places,
              late_baselines);
  }
  return mean_of_starts(kind, std::move(tables));
}

}  // namespace

ForecastTable out_of_fold_when_late(const KindData& kind, const fs::path& folds, const DataAges& ages) {
  return half_hourly(kind, folds, [&](const fs::path& folder) { return late_file(folder, ages); });
}

ForecastTable out_of_fold_with_raw_feed(const KindData& kind, const fs::path& folds) {
  return half_hourly(kind, folds, [](const fs::path& folder) { return folder / raw_feed_file; });
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
