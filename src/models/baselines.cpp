#include "models/baselines.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "models/closed_form_parts.h"
#include "models/ridge.h"

namespace symh {
namespace {

using torch::Tensor;

/// SYM-H keeps its last value.
class Persistence : public ClosedForm {
 public:
  explicit Persistence(std::int64_t leads) : leads_(leads) {}
  std::string name() const override { return "persistence"; }
  bool reads_last_nt() const override { return true; }
  std::int64_t every(std::int64_t, std::int64_t) const override { return 0; }
  void fit(const BatchSource&) override {}
  Tensor forecast_nt(const Batch& batch) const override {
    return batch.last_nt.unsqueeze(1).repeat({1, leads_});
  }
  nlohmann::json state() const override { return nlohmann::json::object(); }
  void set_state(const nlohmann::json&) override {}
  graph::Value graph_nt(const GraphWindow& window) const override {
    const std::vector<float> zeros(static_cast<std::size_t>(leads_), 0.F);
    return unsqueeze(window.last_nt, 1) + window.last_nt.graph().constant(zeros, {1, leads_});
  }

 private:
  std::int64_t leads_;
};

/// SYM-H decays to a quiet level q with time constant tau: q + (last - q) exp(-lead / tau), both fitted by
/// least squares over all lead times. Only sums are kept, so that the training data pass once.
class ExponentialRecovery : public ClosedForm {
 public:
  explicit ExponentialRecovery(const std::vector<Minutes>& lead_times) {
    for (const auto lead : lead_times) lead_hours_.push_back(static_cast<double>(lead.count()) / 60.0);
  }
  std::string name() const override { return "exponential_recovery"; }
  bool reads_last_nt() const override { return true; }
  std::int64_t every(std::int64_t, std::int64_t) const override { return 0; }
  void fit(const BatchSource& training) override;
  Tensor forecast_nt(const Batch& batch) const override;
  nlohmann::json state() const override { return {{"quiet_nt", quiet_nt_}, {"tau_hours", tau_hours_}}; }
  void set_state(const nlohmann::json& state) override;
  graph::Value graph_nt(const GraphWindow& window) const override;

 private:
  /// Sums over the samples of one lead time: x = last value, y = observed value.
  struct Sums {
    double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
  };
  static std::vector<Sums> add_up(const BatchSource& training, std::size_t leads);
  double best_quiet(const std::vector<Sums>& sums, double tau) const;
  double squared_error(const std::vector<Sums>& sums, double tau) const;
  double best_tau(const std::vector<Sums>& sums) const;

  std::vector<double> lead_hours_;
  double quiet_nt_ = 0.0;
  double tau_hours_ = 10.0;
};

std::vector<ExponentialRecovery::Sums> ExponentialRecovery::add_up(const BatchSource& training,
                                                                   std::size_t leads) {
  std::vector<Sums> sums(leads);
  training([&](const Batch& batch) {
    const auto last = cpu_double(batch.last_nt).contiguous();
    const auto observed = cpu_double(batch.observed_nt).contiguous();
    const double* x = last.data_ptr<double>();
    const double* y = observed.data_ptr<double>();
    for (std::int64_t b = 0; b < last.size(0); ++b)
      for (std::size_t l = 0; l < leads; ++l, ++y) {
        if (!std::isfinite(x[b]) || !std::isfinite(*y)) continue;
        auto& s = sums[l];
        s.n += 1;
        s.x += x[b];
        s.y += *y;
        s.xx += x[b] * x[b];
        s.xy += x[b] * *y;
        s.yy += *y * *y;
      }
  });
  return sums;
}

double ExponentialRecovery::best_quiet(const std::vector<Sums>& sums, double tau) const {
  double above = 0, below = 0;
  for (std::size_t l = 0; l < sums.size(); ++l) {
    const double e = std::exp(-lead_hours_[l] / tau);
    above += (1 - e) * (sums[l].y - e * sums[l].x);
    below += (1 - e) * (1 - e) * sums[l].n;
  }
  return below > 0 ? above / below : 0.0;
}

double ExponentialRecovery::squared_error(const std::vector<Sums>& sums, double tau) const {
  const double q = best_quiet(sums, tau);
  double total = 0;
  for (std::size_t l = 0; l < sums.size(); ++l) {
    const auto& s = sums[l];
    const double e = std::exp(-lead_hours_[l] / tau), pull = q * (1 - e);
    total += s.yy - 2 * e * s.xy + e * e * s.xx - 2 * pull * (s.y - e * s.x) + pull * pull * s.n;
  }
  return total;
}

/// The best of a logarithmic grid from 1 h to 100 h, then golden sections between its neighbours.
double ExponentialRecovery::best_tau(const std::vector<Sums>& sums) const {
  constexpr int points = 60;
  const auto grid = [](double i) { return std::pow(100.0, std::clamp(i / points, 0.0, 1.0)); };
  const auto error = [&](double i) { return squared_error(sums, grid(i)); };
  int best = 0;
  for (int i = 1; i <= points; ++i)
    if (error(i) < error(best)) best = i;
  constexpr double golden = 0.6180339887498949;
  double low = best - 1, high = best + 1;
  for (int round = 0; round < 60; ++round) {
    const double left = high - golden * (high - low), right = low + golden * (high - low);
    (error(left) <= error(right) ? high : low) = error(left) <= error(right) ? right : left;
  }
  return grid((low + high) / 2);
}

void ExponentialRecovery::fit(const BatchSource& training) {
  const auto sums = add_up(training, lead_hours_.size());
  if (std::all_of(sums.begin(), sums.end(), [](const Sums& s) { return s.n == 0; }))
    throw DataError("baseline exponential_recovery: no training window has an observed target");
  tau_hours_ = best_tau(sums);
  quiet_nt_ = best_quiet(sums, tau_hours_);
}

Tensor ExponentialRecovery::forecast_nt(const Batch& batch) const {
  const auto leads = at::tensor(lead_hours_, at::dtype(at::kDouble));
  const auto decay = at::exp(-leads / tau_hours_).unsqueeze(0);
  const auto last = cpu_double(batch.last_nt).unsqueeze(1);
  return like_last(quiet_nt_ + (last - quiet_nt_) * decay, batch);
}

void ExponentialRecovery::set_state(const nlohmann::json& state) {
  const auto [quiet, tau] = read_state(name(), [&] {
    return std::pair(state.at("quiet_nt").get<double>(), state.at("tau_hours").get<double>());
  });
  if (!std::isfinite(quiet) || !(tau > 0))
    throw DataError(
        "the saved state of exponential_recovery has a tau that is not above 0 h, or a quiet level that is "
        "not finite");
  quiet_nt_ = quiet;
  tau_hours_ = tau;
}

graph::Value ExponentialRecovery::graph_nt(const GraphWindow& window) const {
  std::vector<double> decay;
  for (const double hours : lead_hours_) decay.push_back(std::exp(-hours / tau_hours_));
  const auto last = cast(unsqueeze(window.last_nt, 1), graph::DataType::float64);
  const auto by = last.graph().constant(decay, {1, std::ssize(decay)});
  return cast(quiet_nt_ + (last - quiet_nt_) * by, graph::DataType::float32);
}

}  // namespace

std::vector<std::unique_ptr<ClosedForm>> make_baselines(const std::vector<Minutes>& lead_times) {
  std::vector<std::unique_ptr<ClosedForm>> baselines;
  const auto leads = static_cast<std::int64_t>(lead_times.size());
  baselines.push_back(std::make_unique<Persistence>(leads));
  baselines.push_back(std::make_unique<ExponentialRecovery>(lead_times));
  baselines.push_back(make_ridge(leads));
  return baselines;
}

}  // namespace symh
