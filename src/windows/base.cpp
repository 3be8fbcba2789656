#include "windows/base.h"

#include <algorithm>

#include "graph/number.h"
#include "physics/number.h"
#include "windows/graph_ring_current.h"
#include "windows/ring_current.h"

namespace symh {
namespace {

/// The laws of physics.reference: one, or two where the first hands over to the second.
std::vector<RingCurrentModel> reference(const WindowsConfig& config) {
  if (config.physics.reference == PhysicsReference::obrien_burton)
    return {ring_current_model("obrien_mcpherron"), ring_current_model("burton")};
  return {ring_current_model(std::string(name_of(config.physics.reference)))};
}

/// The forecast of physics.reference at each lead time, into `out`.
void reference_forecast(const Prepared& prepared, const std::vector<RingCurrentModel>& models,
                        const std::vector<std::int64_t>& leads, std::size_t row, float* out) {
  ring_current(prepared).forecast(models.front(), row, leads, out);
  if (models.size() == 1) return;
  std::vector<float> deep(leads.size());
  ring_current(prepared).forecast(models.back(), row, leads, deep.data());
  for (std::size_t l = 0; l < leads.size(); ++l)
    out[l] = as_channel(hand_over_when_deep(precise(out[l]), precise(deep[l])));
}

}  // namespace

std::vector<std::int64_t> lead_steps(const WindowsConfig& config) {
  std::vector<std::int64_t> steps;
  for (const auto lead : config.horizon) steps.push_back(lead / config.cadence);
  return steps;
}

FeatureNeeds base_needs(const WindowsConfig& config) {
  FeatureNeeds needs;
  if (config.predict == Predict::level) return needs;
  if (config.predict == Predict::correction) needs = ring_current_needs(config, reference(config));
  needs.channels.insert(config.target);
  needs.last = true;
  return needs;
}

std::vector<float> base_nt(const Prepared& prepared, const WindowsConfig& config,
                           std::span<const std::int64_t> rows) {
  const auto leads = lead_steps(config);
  std::vector<float> base(rows.size() * leads.size(), 0.F);
  if (config.predict == Predict::level) return base;
  float* out = base.data();
  const auto models = reference(config);
  for (const auto issue : rows) {
    const auto row = static_cast<std::size_t>(issue);
    if (config.predict == Predict::change)
      std::fill_n(out, leads.size(), prepared.last_nt(row));
    else
      reference_forecast(prepared, models, leads, row, out);
    out += leads.size();
  }
  return base;
}

graph::Value graph_base(const GraphIssue& issue) {
  const auto& config = issue.config;
  if (config.predict == Predict::correction) {
    const GraphRingCurrent outlook(issue.series, config.fill_limit, issue.position, issue.last_nt);
    const auto models = reference(config);
    const auto forecasts = outlook.forecasts(models, lead_steps(config));
    const auto first = select(forecasts, 1, 0);
    if (models.size() == 1) return first;
    return as_channel(hand_over_when_deep(precise(first), precise(select(forecasts, 1, 1))));
  }
  const auto leads = std::ssize(config.horizon);
  const auto zeros =
      issue.series.graph().constant(std::vector<float>(config.horizon.size(), 0.F), {1, leads});
  const auto level = where(is_nan(issue.last_nt), 0.0, issue.last_nt) * 0.0;
  return unsqueeze(config.predict == Predict::change ? issue.last_nt : level, 1) + zeros;
}

std::vector<float> physics_nt(const Prepared& prepared, const WindowsConfig& config,
                              std::span<const std::int64_t> rows) {
  if (!prepared.ring_current) return {};
  const auto& models = baseline_ring_current_models();
  const auto leads = lead_steps(config);
  const std::size_t width = models.size() * leads.size();
  std::vector<float> values(rows.size() * width);
  for (std::size_t i = 0; i < rows.size(); ++i)
    ring_current_forecasts(prepared, models, leads, static_cast<std::size_t>(rows[i]),
                           values.data() + i * width);
  return values;
}

}  // namespace symh
