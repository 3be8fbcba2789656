#include "forecasting/hindcast.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "core/error.h"
#include "core/memory.h"
#include "forecasting/combine.h"
#include "forecasting/latest.h"
#include "physics/ring_current_forecast.h"
#include "series/storms.h"
#include "series/transforms.h"
#include "windows/head.h"

namespace symh {
namespace {

/// So many windows at once that what a network computes of them stays in a core's cache.
constexpr std::int64_t batch_size = 512;
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

namespace {

/// Adds the forecasts for all windows to a table of their observations.
ForecastTable add_forecasts(const Model& model, const Windows& windows, ForecastTable table,
                            const std::function<void(double)>& on_share) {
  keep_freed_memory();
  table.model = model.config.name;
  for (std::int64_t first = 0; first < windows.size(); first += batch_size) {
    append_batch(model, windows.batch(first, batch_size), table.leads);
    on_share(static_cast<double>(first) / static_cast<double>(windows.size()));
  }
  return table;
}

}  // namespace

ForecastTable hindcast(const Model& model, const Windows& windows,
                       const std::function<void(double)>& on_share) {
  return add_forecasts(model, windows, observations(windows.prepared(), windows.config(), windows.rows()),
                       on_share);
}

SharedWindows share_windows(std::shared_ptr<const Prepared> prepared, const WindowsConfig& config,
                            Rows rows) {
  SharedWindows shared{std::move(prepared), config, std::move(rows), {}, {}};
  shared.features = window_features(*shared.prepared, config, shared.rows);
  shared.observed = observations(*shared.prepared, config, shared.rows);
  return shared;
}

ForecastTable hindcast(const Model& model, const SharedWindows& shared,
                       const std::function<void(double)>& on_share) {
  return add_forecasts(model,
                       Windows(shared.prepared, shared.config, model.scaling, shared.rows, shared.features),
                       shared.observed, on_share);
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

namespace {

struct WindowsInRange {
  SharedWindows shared;
  HindcastCounts counts;
};

WindowsInRange windows_in(const HindcastRange& range, Series series, WindowsConfig config,
                          const IndexAge& age) {
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
  return {share_windows(prepared, config, std::move(issue.rows)),
          {issue.missing_inputs, issue.missing_targets}};
}

}  // namespace

Hindcast hindcast(const Model& model, Series series, const HindcastRange& range,
                  const std::function<void(double)>& on_share, const IndexAge& age) {
  const auto [shared, counts] = windows_in(range, std::move(series), model.config.windows, age);
  Hindcast result{hindcast(model, shared, on_share), counts};
  label_storms(result.table, *shared.prepared);
  return result;
}

namespace {

/// The places in groups that see the same windows.
std::vector<std::vector<std::size_t>> by_windows(const Ensemble& ensemble,
                                                 const std::vector<std::size_t>& places) {
  std::vector<std::vector<std::size_t>> groups;
  std::map<std::string, std::size_t> group_of;
  for (const auto m : places) {
    const auto [place, is_new] =
        group_of.try_emplace(windows_key(ensemble.members[m].model.config.windows), groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].push_back(m);
  }
  return groups;
}

/// combine() takes them from the first of the members that see the same windows. The tables of the others
/// would hold the same values again, some 50 bytes an issue time and lead time.
void drop_observations(ForecastTable& table) {
  for (auto& lead : table.leads) {
    LeadTimeForecasts kept;
    kept.lead_time = lead.lead_time;
    kept.issue_time = std::move(lead.issue_time);
    lead = std::move(kept);
  }
}

}  // namespace

MemberHindcasts hindcast_members(const Ensemble& ensemble, const std::vector<std::size_t>& places,
                                 const Series& series, const HindcastRange& range,
                                 const std::function<void(double)>& on_share, const IndexAge& age) {
  MemberHindcasts result;
  std::optional<HindcastCounts> counts;
  for (const auto& alike : by_windows(ensemble, places)) {
    auto windows = windows_in(range, series, ensemble.members[alike.front()].model.config.windows, age);
    if (!counts || windows.counts.missing_inputs < counts->missing_inputs) counts = windows.counts;
    label_storms(windows.shared.observed, *windows.shared.prepared);
    for (const auto m : alike) {
      const auto done = static_cast<double>(result.tables.size());
      result.tables[m] = hindcast(ensemble.members[m].model, windows.shared, [&](double share) {
        on_share((done + share) / static_cast<double>(places.size()));
      });
      drop_observations(windows.shared.observed);
    }
  }
  result.counts = counts.value_or(HindcastCounts{});
  return result;
}

Hindcast hindcast(const Ensemble& ensemble, const Series& series, const HindcastRange& range,
                  const std::function<void(double)>& on_share) {
  std::vector<std::size_t> places(ensemble.members.size());
  std::iota(places.begin(), places.end(), 0U);
  auto members = hindcast_members(ensemble, places, series, range, on_share);
  std::vector<ForecastTable> tables;
  for (auto& [place, table] : members.tables) tables.push_back(std::move(table));
  return {combine(ensemble, std::move(tables)), members.counts};
}

}  // namespace symh
