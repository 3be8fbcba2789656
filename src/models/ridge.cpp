#include "models/ridge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "core/json.h"
#include "job/config.h"
#include "models/closed_form_parts.h"

namespace symh {
namespace {

using torch::Tensor;

/// Sums of squares and products of a linear regression of L targets on D features.
struct Normal {
  Tensor xx;     ///< [D, D]
  Tensor xy;     ///< [D, L]
  double n = 0;  ///< samples

  void add(const Tensor& x, const Tensor& y) {
    if (x.size(0) == 0) return;
    xx = xx.defined() ? xx.addmm_(x.t(), x) : x.t().mm(x);
    xy = xy.defined() ? xy.addmm_(x.t(), y) : x.t().mm(y);
    n += static_cast<double>(x.size(0));
  }
};

/// The sums of one target.
Normal lead_of(const Normal& normal, std::int64_t lead) {
  return normal.xx.defined() ? Normal{normal.xx, normal.xy.narrow(1, lead, 1), normal.n} : normal;
}

Normal operator+(const Normal& a, const Normal& b) {
  if (!a.xx.defined()) return b;
  return b.xx.defined() ? Normal{a.xx + b.xx, a.xy + b.xy, a.n + b.n} : a;
}

/// Weights [D, L] with `penalty` per sample on every feature but the last, the constant. Empty if the matrix
/// is singular in double precision.
std::optional<Tensor> solve(const Normal& normal, double penalty) {
  const auto ridge = at::full({normal.xx.size(0)}, penalty * normal.n, normal.xx.options());
  ridge[-1].zero_();
  const auto [factor, info] = at::linalg_cholesky_ex(normal.xx + at::diag(ridge));
  if (info.item<int>() != 0) return std::nullopt;
  return at::cholesky_solve(normal.xy, factor);
}

/// Squared error [L] of the weights on the samples in `normal`, less the sum of squares of the targets.
Tensor relative_error(const Normal& normal, const Tensor& weights) {
  return (weights * (normal.xx.mm(weights) - 2 * normal.xy)).sum(0);
}

constexpr std::array<double, 9> penalties{1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2};
/// Brings the products of the head with the last value to the size of the other features.
constexpr double typical_storm_nt = 100.0;
constexpr double penalty_without_held_out = 1e-2;

/// Weights [D, L] from the fitted and the held-out part of the training windows: each target gets the penalty
/// with the least error on the held-out part, then its weights are solved on both parts.
Tensor choose_and_solve(const Normal& fitted, const Normal& held_out) {
  const auto both = fitted + held_out;
  auto weights = solve(both, penalty_without_held_out).value_or(at::zeros_like(both.xy));
  if (!held_out.xx.defined() || !fitted.xx.defined()) return weights;
  auto least = at::full({both.xy.size(1)}, std::numeric_limits<double>::infinity(), both.xy.options());
  for (const double penalty : penalties) {
    const auto part = solve(fitted, penalty), whole = solve(both, penalty);
    if (!part || !whole) continue;
    const auto error = relative_error(held_out, *part);
    weights = at::where(error.lt(least).unsqueeze(0), *whole, weights);
    least = at::minimum(least, error);
  }
  return weights;
}

/// The sums of both parts. The last fifth of every batch is held out: neighbouring windows overlap, so that
/// a held-out part must be a stretch of them and not every fifth.
struct Parts {
  Normal fitted, held_out;

  void add(const Tensor& x, const Tensor& y) {
    const auto kept = x.size(0) - x.size(0) / 5;
    fitted.add(x.slice(0, 0, kept), y.slice(0, 0, kept));
    held_out.add(x.slice(0, kept), y.slice(0, kept));
  }
};

/// Linear autoregression: the change since issue time from the scaled inputs of the window (each of the
/// newest steps, then every third), the features of the head and their products with the last value, the last
/// value and a constant, by ridge regression in closed form, penalised by its size per sample. A sample
/// without a target counts for the other lead times; a lead time without any sample is forecast by
/// persistence.
class Ridge : public ClosedForm {
 public:
  explicit Ridge(std::int64_t leads) : leads_(leads) {}
  std::string name() const override { return "ridge"; }
  bool reads_last_nt() const override { return true; }
  std::int64_t every(std::int64_t steps, std::int64_t channels) const override {
    return channels == 1 ? 1 : (steps * channels + quick - 1) / quick;
  }
  void fit(const BatchSource& training) override;
  Tensor forecast_nt(const Batch& batch) const override;
  nlohmann::json state() const override;
  void set_state(const nlohmann::json& state) override;
  graph::Value graph_nt(const GraphWindow& window) const override;

 private:
  Tensor features(const Batch& batch) const;
  std::int64_t width() const { return steps_ * channels_ + 2 * head_ + 2; }
  void choose_steps(const Batch& batch);
  void solve_leads(const Parts& complete, const std::vector<Parts>& partial);

  static constexpr std::int64_t quick = 600;  ///< values of a window that are used without thinning

  std::int64_t leads_;
  std::int64_t steps_ = 0;  ///< steps of the window that are used
  std::int64_t every_ = 1;  ///< samples from one of them to the next
  std::int64_t channels_ = 0;
  std::int64_t head_ = 0;
  Tensor weights_;  ///< [kept steps x channels + 2 head + 2, L]
};

/// The matrices of products grow with the square of the features, one for each lead time where targets are
/// missing. Of a window with many values every k-th step is taken, counted from the newest, so that fitting
/// takes seconds; what then is still too long is cut to its newest steps, to stay within 1 GiB.
void Ridge::choose_steps(const Batch& batch) {
  const double doubles = 1024.0 * 1024.0 * 1024.0 / 8.0;
  const auto most = std::min(1500.0, std::sqrt(doubles / (2.0 * static_cast<double>(leads_ + 1))));
  channels_ = std::max<std::int64_t>(1, batch.inputs.size(2));
  head_ = batch.head.defined() ? batch.head.size(1) : 0;
  every_ = batch.every > 1 ? batch.every : every(batch.inputs.size(1), channels_);
  steps_ = std::clamp<std::int64_t>(static_cast<std::int64_t>(most) / channels_, 1,
                                    (batch.inputs.size(1) - 1) * batch.every / every_ + 1);
}

Tensor Ridge::features(const Batch& batch) const {
  const auto stride = every_ / batch.every;
  const auto total = batch.inputs.size(1), oldest = total - 1 - stride * (steps_ - 1);
  const auto head = batch.head.defined() ? batch.head.size(1) : 0;
  if (batch.inputs.size(2) != channels_ || oldest < 0 || head != head_)
    throw DataError("ridge was fitted on " + std::to_string(steps_) + " steps of " +
                    std::to_string(channels_) + " channels and " + std::to_string(head_) +
                    " features of the head; these windows have " + std::to_string(total) + " of " +
                    std::to_string(batch.inputs.size(2)) + " and " + std::to_string(head));
  const auto last = cpu_double(batch.last_nt).unsqueeze(1);
  std::vector<Tensor> parts{cpu_double(batch.inputs.slice(1, oldest, total, stride)).flatten(1)};
  if (head_ > 0) {
    parts.push_back(cpu_double(batch.head));
    parts.push_back(parts.back() * last / typical_storm_nt);
  }
  parts.push_back(last);
  parts.push_back(at::ones_like(last));
  return at::cat(parts, 1);
}

void Ridge::fit(const BatchSource& training) {
  Parts complete;  // samples with every target: one matrix for all
  std::vector<Parts> partial(static_cast<std::size_t>(leads_));  // the others, by lead time
  steps_ = 0;
  training([&](const Batch& batch) {
    if (steps_ == 0) choose_steps(batch);
    const auto x = features(batch);
    const auto y = cpu_double(batch.observed_nt) - x.narrow(1, x.size(1) - 2, 1);
    const auto there = at::isfinite(y), all = there.all(1);
    const auto whole = at::nonzero(all).squeeze(1);
    complete.add(x.index_select(0, whole), y.index_select(0, whole));
    for (std::int64_t l = 0; l < leads_ && whole.size(0) < x.size(0); ++l) {
      const auto rows = at::nonzero(there.select(1, l).logical_and(all.logical_not())).squeeze(1);
      partial[static_cast<std::size_t>(l)].add(x.index_select(0, rows),
                                               y.index_select(0, rows).narrow(1, l, 1));
    }
  });
  solve_leads(complete, partial);
}

/// Leads with every target share one solution; the others have matrices of their own.
void Ridge::solve_leads(const Parts& complete, const std::vector<Parts>& partial) {
  weights_ = at::zeros({width(), leads_}, at::dtype(at::kDouble));
  bool seen = complete.fitted.xx.defined();
  if (seen) weights_ = choose_and_solve(complete.fitted, complete.held_out);
  for (std::int64_t l = 0; l < leads_; ++l) {
    const auto& extra = partial[static_cast<std::size_t>(l)];
    if (!extra.fitted.xx.defined()) continue;
    seen = true;
    weights_.narrow(1, l, 1).copy_(choose_and_solve(lead_of(complete.fitted, l) + extra.fitted,
                                                    lead_of(complete.held_out, l) + extra.held_out));
  }
  if (!seen) throw DataError("ridge: no training window has an observed target");
}

Tensor Ridge::forecast_nt(const Batch& batch) const {
  if (!weights_.defined()) throw RunError("ridge has not been fitted");
  const auto x = features(batch);
  return like_last(x.narrow(1, x.size(1) - 2, 1) + x.mm(weights_), batch);
}

nlohmann::json Ridge::state() const {
  if (!weights_.defined()) throw RunError("ridge has not been fitted");
  const auto flat = weights_.contiguous();
  const double* first = flat.data_ptr<double>();
  return {{"steps", steps_}, {"every", every_},
          {"head", head_},   {"channels", channels_},
          {"leads", leads_}, {"weights", std::vector<double>(first, first + flat.numel())}};
}

void Ridge::set_state(const nlohmann::json& state) {
  struct Saved {
    std::int64_t steps, every, channels, head, leads;
    std::vector<double> weights;
  };
  const auto saved = read_state(name(), [&] {
    constexpr std::int64_t most = 1'000'000;  // keeps the product below from overflowing
    return Saved{whole_number(state.at("steps"), 0, most),
                 state.contains("every") ? whole_number(state.at("every"), 1, most) : 1,
                 whole_number(state.at("channels"), 0, most),
                 state.contains("head") ? whole_number(state.at("head"), 0, most) : 0,
                 whole_number(state.at("leads"), 0, most),
                 state.at("weights")};
  });
  if (saved.leads != leads_ ||
      std::ssize(saved.weights) != (saved.steps * saved.channels + 2 * saved.head + 2) * leads_ ||
      !std::all_of(saved.weights.begin(), saved.weights.end(), [](double w) { return std::isfinite(w); }))
    throw DataError("the saved state of ridge does not fit its " + std::to_string(leads_) +
                    " lead times, or has weights that are not finite");
  steps_ = saved.steps;
  every_ = saved.every;
  head_ = saved.head;
  channels_ = saved.channels;
  weights_ = at::tensor(saved.weights, at::dtype(at::kDouble)).view({-1, leads_});
}

/// features() and forecast_nt() in float64.
graph::Value Ridge::graph_nt(const GraphWindow& window) const {
  if (!weights_.defined()) throw RunError("ridge has not been fitted");
  const auto precise = [](graph::Value x) { return cast(x, graph::DataType::float64); };
  const auto last = precise(unsqueeze(window.last_nt, 1));
  std::vector<graph::Value> parts{precise(newest_steps(window.inputs, steps_, every_, channels_))};
  if (window.head_count > 0) {
    parts.push_back(precise(window.head));
    parts.push_back(parts.back() * last / typical_storm_nt);
  }
  parts.push_back(last);
  parts.push_back(last * 0.0 + 1.0);
  const auto flat = weights_.contiguous();
  const double* first = flat.data_ptr<double>();
  const auto table =
      last.graph().constant(std::vector<double>(first, first + flat.numel()), {width(), leads_});
  return cast(last + matmul(concat(parts, 1), table), graph::DataType::float32);
}

}  // namespace

std::unique_ptr<ClosedForm> make_ridge(std::int64_t leads) { return std::make_unique<Ridge>(leads); }

std::unique_ptr<ClosedForm> make_ridge_model(const Config& config) {
  return make_ridge(std::ssize(config.windows.horizon));
}

}  // namespace symh
