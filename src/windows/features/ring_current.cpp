#include "windows/ring_current.h"

#include <fmt/format.h>

#include "windows/features/group.h"
#include "windows/graph_ring_current.h"
#include "windows/head.h"

namespace symh {
namespace {

/// Every combination that [physics] names.
std::vector<RingCurrentModel> bank_models(const WindowsConfig& config) {
  const auto& physics = config.physics;
  std::vector<RingCurrentModel> bank;
  for (const auto coupling : physics.couplings)
    for (const double delay : physics.delay_factors)
      for (const auto hold : physics.holds)
        for (const double recovery : physics.recovery_factors)
          bank.push_back({.name = fmt::format("{}_delay{}_hold{}_recovery{}", name_of(coupling), delay,
                                              format_duration(hold), recovery),
                          .coupling = coupling,
                          .delay_factor = delay,
                          .hold_minutes = static_cast<double>(hold.count()),
                          .recovery_factor = recovery});
  return bank;
}

std::vector<RingCurrentModel> baseline_models(const WindowsConfig&) { return baseline_ring_current_models(); }

/// Forecasts of ring-current models at each lead time less the last value [nT], [model][lead].
class RingCurrentGroup final : public FeatureGroup {
 public:
  using ModelsOf = std::vector<RingCurrentModel> (*)(const WindowsConfig&);
  explicit RingCurrentGroup(ModelsOf models_of) : models_of_(models_of) {}

  std::vector<std::string> features(const WindowsConfig& config) const override {
    std::vector<std::string> names;
    for (const auto& model : models_of_(config))
      for (const auto lead : config.horizon)
        names.push_back(fmt::format("{}@{}", model.name, format_duration(lead)));
    return names;
  }

  FeatureNeeds needs(const WindowsConfig& config) const override {
    return ring_current_needs(config, models_of_(config));
  }

  void values(const Prepared& prepared, const WindowsConfig& config, std::span<const std::int64_t> rows,
              FeatureColumns out) const override {
    const auto models = models_of_(config);
    const auto leads = lead_steps(config);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = static_cast<std::size_t>(rows[i]);
      float* to = out.row(i);
      ring_current_forecasts(prepared, models, leads, row, to);
      for (std::size_t k = 0; k < models.size() * leads.size(); ++k) to[k] -= prepared.last_nt(row);
    }
  }

  graph::Value graph(const GraphIssue& issue) const override {
    const GraphRingCurrent outlook(issue.series, issue.config.fill_limit, issue.position, issue.last_nt);
    const auto models = models_of_(issue.config);
    const auto leads = lead_steps(issue.config);
    const auto forecasts = outlook.forecasts(models, leads);
    return reshape(forecasts, {-1, std::ssize(models) * std::ssize(leads)}) - unsqueeze(issue.last_nt, 1);
  }

 private:
  ModelsOf models_of_;
};

}  // namespace

const FeatureGroup& physics_group() {
  static const RingCurrentGroup group(baseline_models);
  return group;
}

const FeatureGroup& bank_group() {
  static const RingCurrentGroup group(bank_models);
  return group;
}

}  // namespace symh
