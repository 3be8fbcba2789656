#include "forecasting/hindcast.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "forecasting/combine.h"
#include "physics/ring_current_forecast.h"
#include "series/storms.h"
#include "series/transforms.h"
#include "windows/head.h"

namespace symh {
namespace {

constexpr std::int64_t batch_size = 4096;
/// A storm's samples begin this long before its first value below -50 nT and end this long after its last.
constexpr Minutes storm_margin{12 * 60};

struct LabelledStorm {
  Time first, last;
  Time start, minimum, end;
};

std::vector<LabelledStorm> labelled_storms(const Series& series, std::vector<std::string>& names) {
  std::vector<LabelledStorm> spans;
  for (const auto& storm : find_storms(series, "sym_h")) {
    const auto day = format_time(storm.time_of_minimum).substr(0, 10);
    names.push_back(fmt::format("{} {:.0f} nT", day, storm.minimum_nt));
    spans.push_back({storm.start - storm_margin, storm.end + storm_margin, storm.start, storm.time_of_minimum,
                     storm.end});
  }
  return spans;
}

int storm_of(const std::vector<LabelledStorm>& storms, Time valid) {
  const auto after = std::ranges::upper_bound(storms, valid, {}, &LabelledStorm::first);
  if (after == storms.begin()) return -1;
  const auto found = std::prev(after);
  return valid <= found->last ? static_cast<int>(found - storms.begin()) : -1;
}

StormPhase phase_of(const LabelledStorm& storm, Time valid) {
  if (valid < storm.start || valid > storm.end) return StormPhase::quiet;
  return valid <= storm.minimum ? StormPhase::main : StormPhase::recovery;
}

void append_column(std::vector<float>& to, const torch::Tensor& table, std::int64_t column) {
  const auto values = table.select(1, column).contiguous().to(torch::kFloat32);
  to.insert(to.end(), values.data_ptr<float>(), values.data_ptr<float>() + values.numel());
}

void append_probabilities(LeadTimeForecasts& lead, const torch::Tensor& probabilities, std::int64_t column) {
  const auto values = probabilities.select(1, column).contiguous();
  const auto* row = values.data_ptr<float>();
  for (std::int64_t i = 0; i < values.size(0); ++i, row += values.size(1))
    lead.level_probabilities.emplace_back(row, row + values.size(1));
}

/// quantiles [B, 3]
void append_band(LeadTimeForecasts& lead, const torch::Tensor& quantiles) {
  append_column(lead.q05_nt, quantiles, 0);
  append_column(lead.q50_nt, quantiles, 1);
  append_column(lead.q95_nt, quantiles, 2);
}

/// A window without its inputs is no window. So a forecast that is no number tells of a damaged model, or of
/// inputs far outside the training data. An ensemble would go on without this member, and nobody would know.
void require_finite(const Model& model, const BatchForecast& forecasts) {
  for (const auto* part : {&forecasts.value_nt, &forecasts.quantiles_nt, &forecasts.probabilities}) {
    if (!part->defined() || at::isfinite(*part).all().item<bool>()) continue;
    throw RunError(fmt::format(
        "'{}' gives a forecast that is no number, though its inputs are there: its saved model or "
        "the data are damaged; check the data with `symh inspect`, restore the run folder or "
        "train again",
        model.config.name));
  }
}

void append_batch(const Model& model, const Batch& batch, std::vector<LeadTimeForecasts>& leads) {
  const auto forecasts = forecast(model, batch);
  require_finite(model, forecasts);
  for (std::size_t l = 0; l < leads.size(); ++l) {
    const auto column = static_cast<std::int64_t>(l);
    append_column(leads[l].forecast_nt, forecasts.value_nt, column);
    if (forecasts.probabilities.defined()) append_probabilities(leads[l], forecasts.probabilities, column);
    if (forecasts.quantiles_nt.defined()) append_band(leads[l], forecasts.quantiles_nt.select(1, column));
  }
  for (const auto& baseline : model.baselines) {
    if (baseline->name() == "persistence") continue;  // observations() has added it
    const auto values = baseline->forecast_nt(batch);
    for (std::size_t l = 0; l < leads.size(); ++l)
      append_column(leads[l].baselines_nt[baseline->name()], values, static_cast<std::int64_t>(l));
  }
}

}  // namespace

ForecastTable observations(const Prepared& prepared, const WindowsConfig& config, const Rows& rows) {
  ForecastTable table;
  table.target = config.target;
  table.cadence = config.cadence;
  const auto physics = physics_nt(prepared, config, rows.all());
  const auto& models = baseline_ring_current_models();
  const std::size_t leads = config.horizon.size();
  for (std::size_t l = 0; l < leads; ++l) {
    LeadTimeForecasts lead;
    lead.lead_time = config.horizon[l];
    lead.storm.assign(rows.size(), -1);
    std::size_t i = 0;
    for (const auto row : rows) {
      lead.issue_time.push_back(prepared.grid.time_of(static_cast<std::size_t>(row)));
      lead.observed_nt.push_back(observed_after(prepared, row, lead.lead_time));
      lead.baselines_nt["persistence"].push_back(prepared.newest_nt(static_cast<std::size_t>(row)));
      if (prepared.ring_current)
        lead.drive_mv_m.push_back(prepared.ring_current->mean_vbs_mv_m(static_cast<std::size_t>(row)));
      for (std::size_t m = 0; m < models.size() && !physics.empty(); ++m)
        lead.baselines_nt[models[m].name].push_back(physics[(i * models.size() + m) * leads + l]);
      ++i;
    }
    table.leads.push_back(std::move(lead));
  }
  return table;
}

ForecastTable without_forecasts(const Model& model) {
  ForecastTable table;
  table.model = model.config.name;
  table.target = model.config.windows.target;
  table.cadence = model.config.windows.cadence;
  for (const auto lead_time : model.config.windows.horizon) table.leads.emplace_back().lead_time = lead_time;
  return table;
}

ForecastTable hindcast(const Model& model, const Windows& windows,
                       const std::function<void(double)>& on_share) {
  auto table = observations(windows.prepared(), windows.config(), windows.rows());
  table.model = model.config.name;
  for (std::int64_t first = 0; first < windows.size(); first += batch_size) {
    append_batch(model, windows.batch(first, batch_size), table.leads);
    on_share(static_cast<double>(first) / static_cast<double>(windows.size()));
  }
  return table;
}

Series observed_series(const Prepared& prepared, const std::string& target) {
  Series observed;
  observed.cadence = prepared.grid.cadence;
  observed.stamp = prepared.grid.stamp;
  observed.segments = prepared.grid.segments;
  observed.status.assign(prepared.rows(), Status::unknown);
  auto& values = observed.add(target).values;
  for (std::size_t row = 0; row < prepared.rows(); ++row) values[row] = prepared.observed_nt(row);
  return observed;
}

void label_storms(ForecastTable& table, const Prepared& prepared) {
  if (table.target != "sym_h") return;
  const auto spans = labelled_storms(observed_series(prepared, "sym_h"), table.storms);
  const auto label = [&](LeadTimeForecasts& lead) {
    lead.phase.assign(lead.storm.size(), StormPhase::quiet);
    for (std::size_t i = 0; i < lead.storm.size(); ++i) {
      const Time valid = lead.issue_time[i] + lead.lead_time;
      lead.storm[i] = storm_of(spans, valid);
      if (lead.storm[i] >= 0) lead.phase[i] = phase_of(spans[static_cast<std::size_t>(lead.storm[i])], valid);
    }
  };
  for (auto& lead : table.leads) label(lead);
  for (auto& window : table.windows) label(window.minimum);
}

Hindcast hindcast(const Model& model, Series series, const HindcastRange& range,
                  const std::function<void(double)>& on_share, const IndexAge& age) {
  auto config = model.config.windows;
  config.stride = config.cadence;
  const auto prepared = std::make_shared<const Prepared>(prepare(std::move(series), config, age));
  auto issue = issue_rows(*prepared, config, false);
  erase_if(issue.rows, [&](std::int64_t row) {
    return !range.holds(prepared->grid.time_of(static_cast<std::size_t>(row)));
  });
  if (issue.rows.empty())
    throw DataError(
        fmt::format("no issue time in the range asked for has {} of unbroken history; give more data or "
                    "another range, or check the gaps with `symh inspect`",
                    format_duration(config.cadence * shortest_history(config))));
  const Windows windows(prepared, config, model.scaling, std::move(issue.rows));
  Hindcast result{hindcast(model, windows, on_share), {issue.missing_inputs, issue.missing_targets}};
  label_storms(result.table, *prepared);
  return result;
}

Hindcast hindcast(const Ensemble& ensemble, const Series& series, const HindcastRange& range,
                  const std::function<void(double)>& on_share) {
  std::vector<ForecastTable> tables;
  HindcastCounts counts;
  const auto members = static_cast<double>(ensemble.members.size());
  for (const auto& member : ensemble.members) {
    const auto done = static_cast<double>(tables.size());
    auto one =
        hindcast(member.model, series, range, [&](double share) { on_share((done + share) / members); });
    if (tables.empty() || one.counts.missing_inputs < counts.missing_inputs) counts = one.counts;
    tables.push_back(std::move(one.table));
  }
  return {combine(ensemble, std::move(tables)), counts};
}

}  // namespace symh
