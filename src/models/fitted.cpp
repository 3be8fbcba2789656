#include "models/fitted.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>

#include "models/baseline_parts.h"

// A line a kind: its name in model.kind and its maker.
#define SYMH_FITTED(KIND)                   \
  KIND("ridge", make_ridge_model)           \
  KIND("boosted_trees", make_boosted_trees) \
  KIND("physics", make_physics)

namespace symh {

#define SYMH_DECLARE(name, make) std::unique_ptr<Baseline> make(const Config&);
SYMH_FITTED(SYMH_DECLARE)
#undef SYMH_DECLARE

namespace {

/// The forecast that others correct, as a model of its own (a member of an ensemble).
class Physics : public Baseline {
 public:
  std::string name() const override { return "physics"; }
  void fit(const BatchSource&) override {}
  torch::Tensor forecast_nt(const Batch& batch) const override { return batch.base_nt; }
  nlohmann::json state() const override { return nlohmann::json::object(); }
  void restore(const nlohmann::json&) override {}
};

}  // namespace

std::unique_ptr<Baseline> make_physics(const Config& config) {
  if (config.windows.predict != Predict::correction)
    throw UsageError("model.kind = \"physics\" needs windows.predict = \"correction\"");
  return std::make_unique<Physics>();
}

std::unique_ptr<Baseline> make_ridge_model(const Config& config) {
  return make_ridge(static_cast<std::int64_t>(config.windows.horizon.size()));
}

namespace {

struct Kind {
  const char* name;
  std::unique_ptr<Baseline> (*make)(const Config&);
};

#define SYMH_LIST(name, make) Kind{name, make},
constexpr std::array kinds{SYMH_FITTED(SYMH_LIST)};
#undef SYMH_LIST

const Kind* find_kind(const std::string& name) {
  const auto found = std::ranges::find_if(kinds, [&](const Kind& kind) { return name == kind.name; });
  return found == kinds.end() ? nullptr : &*found;
}

}  // namespace

bool is_fitted_kind(const std::string& kind) { return find_kind(kind) != nullptr; }

std::vector<std::string> fitted_kinds() {
  std::vector<std::string> names;
  for (const auto& kind : kinds) names.emplace_back(kind.name);
  return names;
}

std::unique_ptr<Baseline> make_fitted(const Config& config) {
  if (config.model.task != Task::regression)
    throw UsageError("model.kind = \"" + config.model.kind + "\" forecasts values; classes need a network");
  return find_kind(config.model.kind)->make(config);
}

}  // namespace symh
