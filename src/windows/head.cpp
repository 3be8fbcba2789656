#include "windows/head.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/error.h"
#include "physics/derived.h"

namespace symh {
namespace {

bool contains(const std::vector<std::string>& names, const char* name) {
  return std::ranges::find(names, name) != names.end();
}

/// What stands on the ring-current models, which speed and field drive.
bool is_driven_group(const std::string& entry) {
  return entry == "physics" || entry == "bank" || entry == "drive";
}

/// Every combination that [physics] names.
std::vector<RingCurrentModel> bank_models(const PhysicsConfig& config) {
  std::vector<RingCurrentModel> bank;
  for (const auto& coupling : config.couplings)
    for (const double delay : config.delay_factors)
      for (const auto hold : config.holds)
        for (const double recovery : config.recovery_factors)
          bank.push_back({.name = fmt::format("{}_delay{}_hold{}_recovery{}", coupling, delay,
                                              format_duration(hold), recovery),
                          .coupling = coupling == "newell" ? RingCurrentModel::Coupling::newell
                                                           : RingCurrentModel::Coupling::vbs,
                          .delay_factor = delay,
                          .hold_minutes = static_cast<double>(hold.count()),
                          .recovery_factor = recovery});
  return bank;
}

const RingCurrentForecasts& ring_current(const Prepared& prepared) {
  if (prepared.ring_current) return *prepared.ring_current;
  throw DataError(
      "the physics forecasts need the channels speed and bz_gsm and where they were measured; add them to "
      "the "
      "data, and data.solar_wind_at or --solar-wind-at");
}

/// Forecasts of every model at every lead time, [model][lead], into `out`.
void add_forecasts(const Prepared& prepared, const std::vector<RingCurrentModel>& models,
                   const std::vector<std::int64_t>& leads, std::size_t row, float* out) {
  for (const auto& model : models) {
    ring_current(prepared).forecast(model, row, leads, out);
    out += leads.size();
  }
}

}  // namespace

std::vector<std::int64_t> lead_steps(const WindowsConfig& config) {
  std::vector<std::int64_t> steps;
  for (const auto lead : config.horizon) steps.push_back(lead / config.cadence);
  return steps;
}

std::vector<RingCurrentModel> head_ring_current_models(const WindowsConfig& config) {
  std::vector<RingCurrentModel> models;
  if (contains(config.head, "physics")) models = baseline_ring_current_models();
  if (contains(config.head, "bank"))
    std::ranges::copy(bank_models(config.physics), std::back_inserter(models));
  return models;
}

std::int64_t drive_stretches(const WindowsConfig& config) {
  const auto longest = *std::ranges::max_element(config.horizon);
  return (longest + config.physics.drive_step - Minutes{1}) / config.physics.drive_step;
}

bool is_head_group(const std::string& entry) { return entry == "last" || is_driven_group(entry); }

std::vector<std::string> input_channels(const WindowsConfig& config) {
  std::set<std::string> inputs;
  const auto add = [&](const std::string& entry) {
    if (!is_derived_channel(entry))
      inputs.insert(entry);
    else
      for (const auto& input : derived_channel_inputs(entry)) inputs.insert(input);
  };
  for (const auto& entry : config.channels) add(entry);
  for (const auto& entry : config.head)
    if (!is_head_group(entry)) add(entry);
  if (config.predict != "level") inputs.insert(config.target);
  if (config.predict == "correction" || std::ranges::any_of(config.head, is_driven_group))
    inputs.insert({"speed", "bz_gsm"});
  return {inputs.begin(), inputs.end()};
}

bool uses_solar_wind(const WindowsConfig& config) {
  return std::ranges::any_of(input_channels(config), is_solar_wind_channel);
}

std::vector<std::string> head_features(const WindowsConfig& config) {
  std::vector<std::string> names;
  if (contains(config.head, "last")) names.emplace_back("last");
  for (const auto& model : head_ring_current_models(config))
    for (const auto lead : config.horizon)
      names.push_back(fmt::format("{}@{}", model.name, format_duration(lead)));
  if (contains(config.head, "drive"))
    for (std::int64_t i = 1; i <= drive_stretches(config); ++i)
      for (const auto* what : {"vbs", "newell", "sqrt_pressure"})
        names.push_back(fmt::format("arriving_{}@{}", what, format_duration(config.physics.drive_step * i)));
  for (const auto& entry : config.head)
    if (!is_head_group(entry)) names.push_back(entry);
  return names;
}

std::vector<float> head_values(const Prepared& prepared, const WindowsConfig& config,
                               std::span<const std::int64_t> rows) {
  const std::size_t width = head_features(config).size();
  const auto models = head_ring_current_models(config);
  const auto leads = lead_steps(config);
  const auto stretches = contains(config.head, "drive") ? drive_stretches(config) : 0;
  std::vector<float> values(rows.size() * width);
  float* out = values.data();
  for (const auto issue : rows) {
    const auto row = static_cast<std::size_t>(issue);
    if (contains(config.head, "last")) *out++ = prepared.last_nt(row);
    const std::size_t forecasts = models.size() * leads.size();
    add_forecasts(prepared, models, leads, row, out);
    for (std::size_t i = 0; i < forecasts; ++i) *out++ -= prepared.last_nt(row);
    if (stretches > 0)
      ring_current(prepared).arriving(row, config.physics.drive_step / config.cadence, stretches, out);
    out += 3 * stretches;
    for (std::size_t c = 0; c < prepared.head_channels; ++c)
      *out++ = prepared.head[row * prepared.head_channels + c];
  }
  return values;
}

std::vector<float> base_nt(const Prepared& prepared, const WindowsConfig& config,
                           std::span<const std::int64_t> rows) {
  const auto leads = lead_steps(config);
  std::vector<float> base(rows.size() * leads.size(), 0.F);
  if (config.predict == "level") return base;
  float* out = base.data();
  for (const auto issue : rows) {
    const auto row = static_cast<std::size_t>(issue);
    if (config.predict == "change")
      std::fill_n(out, leads.size(), prepared.last_nt(row));
    else
      ring_current(prepared).forecast(ring_current_model(config.physics.reference), row, leads, out);
    out += leads.size();
  }
  return base;
}

std::vector<float> physics_nt(const Prepared& prepared, const WindowsConfig& config,
                              std::span<const std::int64_t> rows) {
  if (!prepared.ring_current) return {};
  const auto& models = baseline_ring_current_models();
  const auto leads = lead_steps(config);
  const std::size_t width = models.size() * leads.size();
  std::vector<float> values(rows.size() * width);
  for (std::size_t i = 0; i < rows.size(); ++i)
    add_forecasts(prepared, models, leads, static_cast<std::size_t>(rows[i]), values.data() + i * width);
  return values;
}

}  // namespace symh
