#include "experiments/late_forecasts.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/error.h"
#include "forecasting/hindcast.h"
#include "series/transforms.h"
#include "windows/head.h"

namespace symh {
namespace {

/// Neighbouring issue times tell the weights and bands little more: a late target changes them slowly.
constexpr Minutes late_stride{30};

/// Data with left-out issue times, and the range of these.
struct LatePart {
  Series data;
  HindcastRange range;
};

/// The data of each left-out span. A rotation of continuous years and a part of a backtest have data from
/// before their first issue time, because their past is known.
std::vector<LatePart> late_parts(const FoldRun& run, const Rows& rows) {
  const auto& kind = *run.kind;
  const auto& windows = kind.config.windows;
  const Minutes past = longest_gap + windows.lookback + windows.fill_limit + Minutes{2 * 1440};
  const auto part_of = [&](const TimeSpan& span, Minutes before) {
    return LatePart{slice(*kind.data, span.first - before, span.last + Minutes{1}),
                    {.from = span.first, .to = span.last, .every = late_stride}};
  };
  std::vector<LatePart> parts;
  if (run.part().validation.empty()) {
    const bool alone = kind.config.split.fold_by == FoldBy::storm;
    for (const auto& span : run.part().left_out_spans)
      parts.push_back(part_of(span, alone ? Minutes{0} : past));
  } else if (!rows.empty()) {
    const auto time_of = [&](std::int64_t row) {
      return kind.validated().grid.time_of(static_cast<std::size_t>(row));
    };
    parts.push_back(part_of({time_of(*rows.begin()), time_of(rows.back())}, past));
  }
  return parts;
}

}  // namespace

const std::vector<std::string> late_baselines{"persistence", "obrien_mcpherron"};

void check_late_scores(const Config& config, const std::string& origin) {
  const auto kinds = member_configs(config);
  for (const auto& kind : kinds) {
    const auto& windows = kind.windows;
    if (windows.target != "sym_h" || !uses_solar_wind(windows) ||
        windows.cadence != kinds.front().windows.cadence)
      throw UsageError(
          fmt::format("{}: '{}' cannot bridge a late index: each member must forecast sym_h and take solar "
                      "wind, all at one cadence",
                      origin, kind.name));
  }
}

bool is_late_time(const Prepared& prepared, std::int64_t row) {
  return prepared.grid.time_of(static_cast<std::size_t>(row)).time_since_epoch() % late_stride == Minutes{0};
}

Rows late_rows(const FoldRun& run, FoldData data) {
  const bool of_validation = data == FoldData::validation;
  Rows rows;
  for (const auto row : of_validation ? run.part().validation : run.part().left_out)
    if (is_late_time(of_validation ? run.kind->validated() : *run.kind->prepared, row)) rows.push_back(row);
  return rows;
}

ForecastTable late_blank(const KindData& kind, const Rows& rows, FoldData data) {
  auto blank = observations(data == FoldData::validation ? kind.validated() : kind.scored(),
                            kind.config.windows, rows);
  blank.model = kind.config.name;
  for (auto& lead : blank.leads) {
    lead.baselines_nt.clear();
    for (const auto& name : late_baselines) lead.baselines_nt[name].resize(rows.size(), missing);
  }
  return blank;
}

void take_forecasts(LeadTimeForecasts& to, const LeadTimeForecasts& from) {
  constexpr auto nowhere = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> places;
  for (const auto time : from.issue_time) {
    const auto found = std::ranges::lower_bound(to.issue_time, time);
    const bool there = found != to.issue_time.end() && *found == time;
    places.push_back(there ? static_cast<std::size_t>(found - to.issue_time.begin()) : nowhere);
  }
  const auto put = [&](std::vector<float>& column, const std::vector<float>& values) {
    column.resize(to.issue_time.size(), missing);
    for (std::size_t i = 0; i < places.size(); ++i)
      if (places[i] != nowhere) column[places[i]] = values[i];
  };
  using Column = std::vector<float> LeadTimeForecasts::*;
  for (const Column column : {&LeadTimeForecasts::forecast_nt, &LeadTimeForecasts::q05_nt,
                              &LeadTimeForecasts::q50_nt, &LeadTimeForecasts::q95_nt}) {
    if (!(from.*column).empty()) put(to.*column, from.*column);
  }
  for (const auto& [name, values] : from.baselines_nt)
    if (to.baselines_nt.contains(name)) put(to.baselines_nt[name], values);
}

ForecastTable late_forecasts(const FoldRun& run, const Ensemble& alone, FoldData data, const DataAges& ages) {
  const auto rows = late_rows(run, data);
  auto table = late_blank(*run.kind, rows, data);
  for (const auto& part : late_parts(run, rows)) {
    const auto forecasts = hindcast_with_late_data(alone, part.data, ages, part.range);
    for (std::size_t l = 0; l < table.leads.size(); ++l)
      take_forecasts(table.leads[l], forecasts.table.leads[l]);
  }
  return table;
}

}  // namespace symh
