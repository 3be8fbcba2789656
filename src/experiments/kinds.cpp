#include "experiments/kinds.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "models/kinds.h"
#include "models/model.h"
#include "physics/raw_feed.h"
#include "series/channels.h"
#include "windows/head.h"
#include "windows/quiet.h"
#include "windows/split.h"

namespace symh {
namespace {

std::shared_ptr<const Prepared> prepare_part(Series series, const Config& config, const char* part,
                                             nlohmann::json& provenance) {
  auto prepared = std::make_shared<Prepared>(prepare(std::move(series), config.windows, IndexAge::drawn()));
  provenance[part]["filled_values"] = prepared->filled;
  return prepared;
}

Rows usable_rows(const Prepared& prepared, const Config& config, const char* part, nlohmann::json& provenance,
                 Listener& listener) {
  auto rows = issue_rows(prepared, config.windows, true);
  provenance[part]["missing_inputs"] = rows.missing_inputs;
  provenance[part]["missing_targets"] = rows.missing_targets;
  listener.say(fmt::format(
      "{}: {} windows; left out: {} without an unbroken history, {} without a target; {} values held over "
      "gaps",
      part, rows.rows.size(), rows.missing_inputs, rows.missing_targets, prepared.filled));
  return std::move(rows.rows);
}

/// Throws DataError for an input that has no value at all: no window could be made.
void require_values(const Series& series, const Config& config, const std::string& key) {
  for (const auto& channel : input_channels(config.windows)) {
    const auto* found = series.find(channel);
    const bool may_be_absent = is_solar_wind_channel(channel) && config.windows.drivers == Drivers::optional;
    if (found == nullptr || may_be_absent) continue;
    if (std::ranges::all_of(found->values, [](float value) { return std::isnan(value); }))
      throw DataError(fmt::format(
          "{}: {} has no value at all in these files; give files that have it, or leave it out of "
          "windows.channels and windows.head",
          key, channel));
  }
}

/// Throws DataError that says why a part has no windows.
void require_windows(const Fold& fold, std::size_t rows) {
  if (!fold.train.empty() && !fold.validation.empty()) return;
  if (fold.train.empty() && !fold.validation.empty() && rows > 0 && fold.embargoed >= rows)
    throw DataError(
        "no training windows are left: data.train and data.validation hold the same times, or times within "
        "split.embargo of each other; give other files to data.validation, or leave it out, so that [split] "
        "takes a part of data.train");
  throw DataError(
      "no windows are left for training or validation; check gaps with `symh inspect`, shorten "
      "windows.lookback or raise windows.fill_limit");
}

std::vector<std::shared_ptr<const Prepared>> prepare_degraded(const Series& series,
                                                              const WindowsConfig& config) {
  std::vector<std::shared_ptr<const Prepared>> all;
  for (auto& degraded : degraded_series(series, config))
    all.push_back(std::make_shared<Prepared>(prepare(std::move(degraded), config, IndexAge::drawn())));
  return all;
}

void prepare_fresh(KindData& kind, const Series& data, const WindowsConfig& windows) {
  if (!bridges_gap(windows)) return;
  kind.fresh = std::make_shared<Prepared>(prepare(data, windows));
  if (auto degraded = degraded_series(data, windows); !degraded.empty())
    kind.fresh_without_wind = std::make_shared<Prepared>(prepare(std::move(degraded.back()), windows));
}

/// True if prepare() gives both the same. It asks of `predict` only whether the model needs the last value.
bool see_the_same(WindowsConfig a, WindowsConfig b) {
  if ((a.predict == Predict::level) != (b.predict == Predict::level)) return false;
  a.predict = b.predict;
  return !first_changed(options_of(a), options_of(b));
}

/// Throws DataError if thinning the quiet hours left nothing to train on.
void require_training_windows(const Fold& fold) {
  if (fold.train.empty())
    throw DataError(
        "windows.quiet_stride leaves a fold without training windows; give more data or a shorter "
        "windows.quiet_stride");
}

/// Says how many training windows are of storms, out of all windows, if the quiet ones are thinned.
void tell_balance(const KindData& kind, Rows training, Listener& listener) {
  const auto& windows = kind.config.windows;
  if (windows.quiet_stride == Minutes{0}) return;
  listener.say(kind.config.name + ": " +
               balance_text(thin_quiet(*kind.prepared, training, windows), windows));
}

}  // namespace

std::vector<Fold> storm_folds(const KindData& kind) {
  return make_folds(*kind.prepared, kind.rows, kind.config.folds,
                    effective_embargo(kind.config.split, kind.config.windows), kind.config.split.fold_by);
}

KindData make_kind(Config config, const Series& data, const FoldMaker& folds, const KindData* alike) {
  KindData kind;
  if (alike != nullptr) {
    kind = *alike;
  } else {
    kind.prepared = std::make_shared<Prepared>(prepare(data, config.windows, IndexAge::drawn()));
    kind.degraded = prepare_degraded(data, config.windows);
    prepare_fresh(kind, data, config.windows);
  }
  kind.config = std::move(config);
  require_values(data, kind.config, "data.train");
  const auto& windows = kind.config.windows;
  kind.rows = issue_rows(*kind.prepared, windows, true).rows;
  kind.folds = folds(kind);
  for (auto& fold : kind.folds) {
    thin_quiet(*kind.prepared, fold.train, windows);
    require_training_windows(fold);
  }
  return kind;
}

std::vector<KindData> make_kinds(const Config& config, const Series& data, const FoldMaker& folds,
                                 Listener& listener) {
  std::vector<KindData> kinds;
  auto configs = member_configs(config);
  for (auto& kind_config : configs) {
    kind_config.data.solar_wind_at = known_position(data.solar_wind_at, config);
    const auto alike = std::ranges::find_if(kinds, [&](const KindData& earlier) {
      return see_the_same(earlier.config.windows, kind_config.windows);
    });
    auto kind = make_kind(std::move(kind_config), data, folds, alike == kinds.end() ? nullptr : &*alike);
    listener.say(fmt::format("{}: {} windows in {} fold{}", kind.config.name, kind.rows.size(),
                             kind.folds.size(), kind.folds.size() == 1 ? "" : "s"));
    tell_balance(kind, kind.rows, listener);
    kinds.push_back(std::move(kind));
  }
  return kinds;
}

void score_at_ages(std::vector<KindData>& kinds, const Series& data, const std::vector<DataAges>& ages) {
  const auto shared = ages.empty() ? nullptr : std::make_shared<const Series>(data);
  for (auto& kind : kinds) {
    kind.data = shared;
    kind.ages = ages;
  }
}

void add_raw_feed(std::vector<KindData>& kinds, const Series& data) {
  const auto driven = [](const KindData& kind) { return uses_solar_wind(kind.config.windows); };
  if (std::ranges::none_of(kinds, driven)) return;
  const auto raw = as_raw_feed(data);
  for (auto& kind : kinds) kind.raw_feed = std::make_shared<Prepared>(prepare(raw, kind.config.windows));
}

KindData make_single_kind(Config config, JobSeries series, nlohmann::json& provenance, Listener& listener) {
  KindData kind;
  kind.config = std::move(config);
  kind.config.data.solar_wind_at = known_position(series.train.solar_wind_at, kind.config);
  const auto& windows = kind.config.windows;
  provenance = std::move(series.provenance);
  require_values(series.train, kind.config, "data.train");
  if (series.validation) require_values(*series.validation, kind.config, "data.validation");
  kind.degraded = prepare_degraded(series.train, windows);
  prepare_fresh(kind, series.train, windows);
  kind.prepared = prepare_part(std::move(series.train), kind.config, "train", provenance);
  kind.rows = usable_rows(*kind.prepared, kind.config, "train", provenance, listener);
  Fold fold;
  if (!series.validation) {
    auto split = split_rows(*kind.prepared, kind.rows, kind.config.split, windows);
    fold.train = std::move(split.train);
    fold.validation = std::move(split.validation);
    fold.embargoed = split.embargoed;
  } else {
    kind.validation_prepared =
        prepare_part(std::move(*series.validation), kind.config, "validation", provenance);
    fold.validation = usable_rows(*kind.validation_prepared, kind.config, "validation", provenance, listener);
    fold.train = kind.rows;
    fold.embargoed = apply_embargo(*kind.prepared, fold.train, time_spans(*kind.validation_prepared),
                                   effective_embargo(kind.config.split, windows));
  }
  tell_balance(kind, fold.train, listener);
  thin_quiet(*kind.prepared, fold.train, windows);
  require_windows(fold, kind.rows.size());
  provenance["embargoed"] = fold.embargoed;
  listener.say(fmt::format("{} training and {} validation windows, {} given up for the embargo",
                           fold.train.size(), fold.validation.size(), fold.embargoed));
  kind.folds.push_back(std::move(fold));
  return kind;
}

FoldWindows windows_of(const KindData& kind, const Fold& fold) {
  const auto& config = kind.config.windows;
  const auto scaling = fit_scaling(*kind.prepared, fold.train, config);
  const auto make = [&](const std::shared_ptr<const Prepared>& prepared, const Rows& rows) {
    return std::make_unique<Windows>(prepared, config, scaling, rows);
  };
  FoldWindows windows;
  windows.train = make(kind.prepared, fold.train);
  if (!fold.left_out.empty()) windows.left_out = make(kind.fresh ? kind.fresh : kind.prepared, fold.left_out);
  for (const auto& degraded : kind.degraded) windows.degraded.push_back(make(degraded, fold.train));
  if (windows.left_out && !kind.degraded.empty())
    windows.left_out_without_wind =
        make(kind.fresh ? kind.fresh_without_wind : kind.degraded.back(), fold.left_out);
  if (!fold.validation.empty())
    windows.validation =
        make(kind.validation_prepared ? kind.validation_prepared : kind.prepared, fold.validation);
  return windows;
}

void keep_members(Config& config, const std::vector<std::string>& names) {
  if (names.empty()) return;
  std::vector<std::string> known;
  for (const auto& member : config.member) known.push_back(member.name);
  for (const auto& name : names)
    if (std::ranges::find(known, name) == known.end())
      throw UsageError(
          fmt::format("--only {}: the file has no such member; it has: {}", name, fmt::join(known, ", ")));
  std::erase_if(config.member, [&](const MemberConfig& member) {
    return std::ranges::find(names, member.name) == names.end();
  });
}

void check_kinds(const Config& config) {
  for (const auto& kind : member_configs(config)) make_forecaster(kind);
}

}  // namespace symh
