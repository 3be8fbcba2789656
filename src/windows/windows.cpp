#include "windows/windows.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "windows/head.h"

namespace symh {
namespace {

struct Moments {
  double n = 0, sum = 0, squares = 0;
  void add(double value) {
    if (std::isnan(value)) return;
    n += 1;
    sum += value;
    squares += value * value;
  }
  float mean() const { return n > 0 ? static_cast<float>(sum / n) : 0.F; }
  /// 1 for a constant, so that scaling never divides by 0.
  float deviation() const {
    if (n < 2) return 1.F;
    const double variance = squares / n - (sum / n) * (sum / n);
    return variance > 1e-12 ? static_cast<float>(std::sqrt(variance)) : 1.F;
  }
};

/// Per grid row: true if a training window covers it.
std::vector<bool> rows_seen(const Prepared& prepared, const Rows& issue, std::int64_t longest) {
  std::vector<bool> seen(prepared.rows(), false);
  std::int64_t done = -1;  // issue rows rise, so each grid row is marked once
  for (const auto row : issue) {
    const auto length = std::min(longest, prepared.history(static_cast<std::size_t>(row)));
    for (auto r = std::max(done + 1, row - length + 1); r <= row; ++r)
      seen[static_cast<std::size_t>(r)] = true;
    done = row;
  }
  return seen;
}

/// base_nt() of a step inside a window: the level there, or 0. Corrections have no base at such steps.
float step_base_nt(const Prepared& prepared, const WindowsConfig& config, std::int64_t row) {
  return config.predict == Predict::change ? prepared.last_nt(static_cast<std::size_t>(row)) : 0.F;
}

/// Calls `work` with some thousand rows at a time, so that no table of all rows is needed.
template <class Work>
void for_each_part(const Rows& rows, const Work& work) {
  constexpr std::size_t at_once = 4096;
  for (std::size_t first = 0; first < rows.size(); first += at_once)
    work(first, rows.part(first, std::min(at_once, rows.size() - first)));
}

/// [rows, width]: values_of() of all rows.
template <class Values>
torch::Tensor table_of(const Rows& rows, std::size_t width, const Values& values_of) {
  auto table = torch::empty({static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(width)});
  for_each_part(rows, [&](std::size_t first, const std::vector<std::int64_t>& part) {
    std::ranges::copy(values_of(part), table.data_ptr<float>() + first * width);
  });
  return table;
}

void append(const std::vector<Moments>& moments, std::vector<float>& mean, std::vector<float>& scale) {
  for (const auto& m : moments) {
    mean.push_back(m.mean());
    scale.push_back(m.deviation());
  }
}

}  // namespace

Scaling fit_scaling(const Prepared& prepared, const Rows& training_rows, const WindowsConfig& config) {
  const std::size_t width = prepared.channels.size();
  std::vector<Moments> channels(width), targets(config.horizon.size());
  const auto seen = rows_seen(prepared, training_rows, longest_history(config));
  for (std::size_t c = 0; c < width; ++c)
    for (std::size_t row = 0; row < seen.size(); ++row)
      if (seen[row]) channels[c].add(prepared.inputs[c][row]);
  std::vector<Moments> head(head_features(config).size());
  for_each_part(training_rows, [&](std::size_t, const std::vector<std::int64_t>& part) {
    const auto base = base_nt(prepared, config, part);
    for (std::size_t i = 0; i < part.size(); ++i)
      for (std::size_t l = 0; l < targets.size(); ++l)
        targets[l].add(observed_after(prepared, part[i], config.horizon[l]) - base[i * targets.size() + l]);
    const auto values = head_values(prepared, config, part);
    for (std::size_t i = 0; i < values.size(); ++i) head[i % head.size()].add(values[i]);
  });
  Scaling scaling;
  append(channels, scaling.mean, scaling.scale);
  append(targets, scaling.target_mean, scaling.target_scale);
  append(head, scaling.head_mean, scaling.head_scale);
  return scaling;
}

WindowFeatures window_features(const Prepared& prepared, const WindowsConfig& config, const Rows& rows) {
  WindowFeatures features;
  if (config.predict == Predict::correction)
    features.base_nt = table_of(rows, config.horizon.size(),
                                [&](const auto& part) { return base_nt(prepared, config, part); });
  features.head = table_of(rows, head_features(config).size(),
                           [&](const auto& part) { return head_values(prepared, config, part); });
  return features;
}

Windows::Windows(std::shared_ptr<const Prepared> prepared, const WindowsConfig& config, Scaling scaling,
                 Rows rows)
    : Windows(prepared, config, std::move(scaling), rows, window_features(*prepared, config, rows)) {}

Windows::Windows(std::shared_ptr<const Prepared> prepared, const WindowsConfig& config, Scaling scaling,
                 Rows rows, const WindowFeatures& features)
    : prepared_(std::move(prepared)),
      config_(config),
      scaling_(std::move(scaling)),
      rows_(std::move(rows)),
      head_(features.head),
      base_nt_(features.base_nt) {
  if (!scaling_.head_mean.empty())
    head_ =
        ((head_ - torch::tensor(scaling_.head_mean)) / torch::tensor(scaling_.head_scale)).nan_to_num(0.0);
}

Time Windows::issue_time(std::int64_t window) const {
  return prepared_->grid.time_of(static_cast<std::size_t>(rows_[static_cast<std::size_t>(window)]));
}

torch::Tensor Windows::history_lengths(std::span<const std::int64_t> windows, const Request& request) const {
  const auto longest = longest_history(config_), shortest = shortest_history(config_);
  auto lengths = torch::empty({static_cast<std::int64_t>(windows.size())}, torch::kInt64);
  auto* out = lengths.data_ptr<std::int64_t>();
  std::mt19937_64 generator(request.random_length_seed.value_or(0));
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const auto row = static_cast<std::size_t>(rows_[static_cast<std::size_t>(windows[i])]);
    const auto there = std::min(longest, prepared_->history(row));
    const auto choices = static_cast<std::uint64_t>(there - shortest + 1);
    out[i] = request.random_length_seed ? shortest + static_cast<std::int64_t>(generator() % choices) : there;
  }
  return lengths;
}

float Windows::scaled_target(std::int64_t row, std::size_t lead, float base_nt) const {
  const float raw = observed_after(*prepared_, row, config_.horizon[lead]) - base_nt;
  return (raw - scaling_.target_mean[lead]) / scaling_.target_scale[lead];
}

void Windows::fill_targets(Batch& batch, std::span<const std::int64_t> windows) const {
  const auto leads = config_.horizon.size();
  const auto count = static_cast<std::int64_t>(windows.size());
  batch.targets = torch::empty({count, static_cast<std::int64_t>(leads)});
  batch.observed_nt = torch::empty_like(batch.targets);
  batch.last_nt = torch::empty({count});
  auto* target = batch.targets.data_ptr<float>();
  auto* observed = batch.observed_nt.data_ptr<float>();
  auto* last = batch.last_nt.data_ptr<float>();
  const auto* base = batch.base_nt.data_ptr<float>();
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const auto row = rows_[static_cast<std::size_t>(windows[i])];
    last[i] = prepared_->last_nt(static_cast<std::size_t>(row));
    for (std::size_t l = 0; l < leads; ++l) {
      target[i * leads + l] = scaled_target(row, l, base[i * leads + l]);
      observed[i * leads + l] = observed_after(*prepared_, row, config_.horizon[l]);
    }
  }
}

void Windows::fill_step_targets(Batch& batch, std::span<const std::int64_t> windows) const {
  const auto steps = longest_history(config_);
  const auto leads = config_.horizon.size();
  batch.step_targets = torch::full(
      {static_cast<std::int64_t>(windows.size()), steps, static_cast<std::int64_t>(leads)}, missing);
  auto* out = batch.step_targets.data_ptr<float>();
  const auto* lengths = batch.lengths.data_ptr<std::int64_t>();
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const auto row = rows_[static_cast<std::size_t>(windows[i])];
    for (auto step = steps - lengths[i]; step < steps; ++step) {
      const auto place = static_cast<std::size_t>(static_cast<std::int64_t>(i) * steps + step);
      step_targets_at(row - (steps - 1 - step), out + place * leads);
    }
  }
}

void Windows::step_targets_at(std::int64_t row, float* to) const {
  const float base_nt = step_base_nt(*prepared_, config_, row);
  for (std::size_t l = 0; l < config_.horizon.size(); ++l) to[l] = scaled_target(row, l, base_nt);
}

/// Writes step by step, as the memory of the batch runs, and reads the histories side by side.
torch::Tensor Windows::histories(std::span<const std::int64_t> windows, const torch::Tensor& lengths,
                                 std::int64_t every) const {
  const auto steps = longest_history(config_);
  const auto width = prepared_->inputs.size(), count = windows.size();
  auto inputs = torch::empty(
      {(steps - 1) / every + 1, static_cast<std::int64_t>(count), static_cast<std::int64_t>(width)},
      torch::kFloat32);
  const auto* there = lengths.data_ptr<std::int64_t>();
  std::vector<std::int64_t> oldest(count);  // lies before the series if the history is shorter
  for (std::size_t i = 0; i < count; ++i)
    oldest[i] = rows_[static_cast<std::size_t>(windows[i])] - (steps - 1);
  auto* to = inputs.data_ptr<float>();
  for (std::int64_t step = (steps - 1) % every; step < steps; step += every)
    for (std::size_t i = 0; i < count; ++i, to += width) {
      if (step < steps - there[i])
        std::fill_n(to, width, 0.F);
      else
        scaled_row(static_cast<std::size_t>(oldest[i] + step), to);
    }
  return inputs.transpose(0, 1);
}

void Windows::scaled_row(std::size_t row, float* to) const {
  for (std::size_t c = 0; c < prepared_->inputs.size(); ++c) {
    const float value = (prepared_->inputs[c][row] - scaling_.mean[c]) / scaling_.scale[c];
    to[c] = std::isnan(value) ? 0.F : value;  // a missing value becomes the mean
  }
}

torch::Tensor Windows::base_of(std::span<const std::int64_t> windows) const {
  std::vector<std::int64_t> rows;
  for (const auto window : windows) rows.push_back(rows_[static_cast<std::size_t>(window)]);
  return torch::tensor(symh::base_nt(*prepared_, config_, rows))
      .view({static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(config_.horizon.size())});
}

Batch Windows::batch(std::span<const std::int64_t> windows, const Request& request) const {
  const auto chosen = torch::tensor(std::vector<std::int64_t>(windows.begin(), windows.end()));
  Batch batch;
  batch.head = head_.index_select(0, chosen);
  batch.base_nt = base_nt_.defined() ? base_nt_.index_select(0, chosen) : base_of(windows);
  batch.lengths = history_lengths(windows, request);
  batch.every = std::max<std::int64_t>(request.every, 1);
  if (request.every > 0) batch.inputs = histories(windows, batch.lengths, request.every);
  fill_targets(batch, windows);
  if (request.step_targets) fill_step_targets(batch, windows);
  return batch;
}

Batch Windows::batch(std::int64_t first, std::int64_t count, const Request& request) const {
  std::vector<std::int64_t> windows;
  for (auto i = first; i < std::min(first + count, size()); ++i) windows.push_back(i);
  return batch(windows, request);
}

torch::Tensor to_nt(const torch::Tensor& output, const torch::Tensor& base_nt, const Scaling& scaling) {
  const auto scale = torch::tensor(scaling.target_scale).to(output.device());
  const auto mean = torch::tensor(scaling.target_mean).to(output.device());
  return output * scale + mean + base_nt;
}

}  // namespace symh
