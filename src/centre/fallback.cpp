#include "centre/fallback.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "centre/model.h"

namespace symh::cli {
namespace {

/// Nothing where no bundled model can stand in.
std::optional<StatedModel> bundled_fallback(const Ensemble& driven, const Series& series) {
  const auto models = installed_models();
  const auto* best = best_without_solar_wind(models, series, driven.windows().horizon);
  if (best == nullptr || driven.windows().target != "sym_h") return std::nullopt;
  return load_stated_model(best->folder.string());
}

StatedModel named_fallback(const Ensemble& driven, const std::string& folder) {
  auto fallback = load_stated_model(folder);
  if (uses_solar_wind(fallback.ensemble))
    throw UsageError(
        fmt::format("--fallback {}: needs solar wind itself; give a model of the indices alone", folder));
  if (fallback.ensemble.windows().target != driven.windows().target)
    throw UsageError(fmt::format("--fallback {}: forecasts {}, the model {}; give one of the same channel",
                                 folder, fallback.ensemble.windows().target, driven.windows().target));
  return fallback;
}

}  // namespace

void add_fallback_flags(CLI::App& command, FallbackFlags& flags) {
  auto* fallback = command.add_option("--fallback", flags.model,
                                      "run folder that forecasts where the solar wind fails (default: the "
                                      "bundled model of the indices)");
  command.add_flag("--no-fallback", flags.none, "exit 3 there instead")->excludes(fallback);
}

IssuedForecast issue_or_fall_back(const StatedModel& model, const Series& series, const FallbackFlags& flags,
                                  std::optional<Time> at) {
  const auto& driven = model.ensemble;
  const auto fallback = flags.model.empty() ? bundled_fallback(driven, series)
                                            : std::optional(named_fallback(driven, flags.model));
  const auto reason = fallback ? why_fall_back(model, *fallback, series, at) : std::string();
  if (reason.empty()) return issue_forecast(driven, series, at);
  if (flags.none)
    throw DataError(fmt::format("'{}' cannot forecast: {}; give newer solar wind, or leave out --no-fallback",
                                driven.name, reason));
  auto forecast = issue_fallback(driven, fallback->ensemble, reason, series, at);
  spdlog::warn("warning: '{}' forecasts in place of '{}': {}", forecast.model, driven.name, reason);
  for (const auto lead : forecast.fallback->not_served)
    spdlog::warn("warning: no forecast at {}: '{}' has no such lead time", format_duration(lead),
                 forecast.model);
  return forecast;
}

}  // namespace symh::cli
