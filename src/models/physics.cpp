#include "job/config.h"
#include "models/closed_form_parts.h"

namespace symh {
namespace {

/// The physics.reference forecast unchanged, so that it can be a member of an ensemble.
class Physics : public ClosedForm {
 public:
  std::string name() const override { return "physics"; }
  std::int64_t every(std::int64_t, std::int64_t) const override { return 0; }
  void fit(const BatchSource&) override {}
  torch::Tensor forecast_nt(const Batch& batch) const override { return batch.base_nt; }
  nlohmann::json state() const override { return nlohmann::json::object(); }
  void set_state(const nlohmann::json&) override {}
  graph::Value graph_nt(const GraphWindow& window) const override { return window.base_nt; }
};

}  // namespace

std::unique_ptr<ClosedForm> make_physics(const Config& config) {
  if (config.windows.predict != Predict::correction)
    throw UsageError("model.kind = \"physics\" needs windows.predict = \"correction\"");
  return std::make_unique<Physics>();
}

}  // namespace symh
