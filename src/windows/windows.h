#pragma once
#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "windows/keys/windows.h"
#include "windows/prepare.h"

namespace symh {

/// Standardisation, fitted on the training part only: scaled = (value - mean) / scale.
struct Scaling {
  std::vector<float> mean, scale;                      ///< one a channel
  std::vector<float> target_mean, target_scale;        ///< one a lead time, of the target less base_nt()
  std::vector<float> head_mean = {}, head_scale = {};  ///< one a feature of windows.head
};

/// Statistics over the samples that the training windows see, and over their targets.
Scaling fit_scaling(const Prepared& prepared, const Rows& training_rows, const WindowsConfig& config);

/// A batch of windows; B windows of T steps, C channels, L lead times.
struct Batch {
  /// [B, T, C] scaled; the memory runs time by time, as recurrent layers read it. A shorter history lies at
  /// the end, with zeros before it.
  torch::Tensor inputs;
  std::int64_t every = 1;      ///< `inputs` holds every `every`-th step of the history, T in all
  torch::Tensor lengths;       ///< [B] int64, the number of steps of each history
  torch::Tensor targets;       ///< [B, L] scaled change or level; NaN where not observed
  torch::Tensor step_targets;  ///< [B, T, L] targets at every step (many to many); empty unless requested
  torch::Tensor head;          ///< [B, H] scaled features of windows.head at issue time; 0 where missing
  torch::Tensor last_nt;       ///< [B] target channel at issue time
  torch::Tensor base_nt;       ///< [B, L] the unscaled output is added to this: see base_nt()
  torch::Tensor observed_nt;   ///< [B, L] target channel at valid time; NaN where not observed
};

/// What the windows at `rows` have alike for every model, whatever its scaling; it takes long to compute.
struct WindowFeatures {
  torch::Tensor head;     ///< [windows, H] of windows.head, unscaled; NaN where missing
  torch::Tensor base_nt;  ///< [windows, L] if the models correct a forecast of physics; else undefined
};
WindowFeatures window_features(const Prepared& prepared, const WindowsConfig& config, const Rows& rows);

/// Windows over one prepared series: a window is copied only into the batch that holds it, straight from the
/// series, so that memory does not grow with lookback.
class Windows {
 public:
  Windows(std::shared_ptr<const Prepared> prepared, const WindowsConfig& config, Scaling scaling, Rows rows);
  /// With the window_features() of these rows.
  Windows(std::shared_ptr<const Prepared> prepared, const WindowsConfig& config, Scaling scaling, Rows rows,
          const WindowFeatures& features);

  std::int64_t size() const { return static_cast<std::int64_t>(rows_.size()); }
  Time issue_time(std::int64_t window) const;
  const Scaling& scaling() const { return scaling_; }
  const WindowsConfig& config() const { return config_; }
  const Prepared& prepared() const { return *prepared_; }
  const Rows& rows() const { return rows_; }

  struct Request {
    /// Batch::inputs holds every so many steps, counted from the newest; undefined with 0.
    std::int64_t every = 1;
    bool step_targets = false;
    /// Draws each history's length, by this seed, between lookback_min and the steps that are there.
    std::optional<std::uint64_t> random_length_seed;
    bool operator==(const Request&) const = default;
  };
  Batch batch(std::span<const std::int64_t> windows, const Request& request) const;
  Batch batch(std::span<const std::int64_t> windows) const { return batch(windows, Request{}); }
  /// Windows [first, first + count).
  Batch batch(std::int64_t first, std::int64_t count, const Request& request) const;
  Batch batch(std::int64_t first, std::int64_t count) const { return batch(first, count, Request{}); }

  /// Batch::lengths of some windows.
  torch::Tensor history_lengths(std::span<const std::int64_t> windows, const Request& request) const;
  /// The C scaled inputs of a row of prepared(); 0 where missing.
  void scaled_row(std::size_t row, float* to) const;
  /// Batch::step_targets of the step that lies on a row of prepared(): L values.
  void step_targets_at(std::int64_t row, float* to) const;

 private:
  torch::Tensor histories(std::span<const std::int64_t> windows, const torch::Tensor& lengths,
                          std::int64_t every) const;
  void fill_targets(Batch& batch, std::span<const std::int64_t> windows) const;
  void fill_step_targets(Batch& batch, std::span<const std::int64_t> windows) const;
  torch::Tensor base_of(std::span<const std::int64_t> windows) const;
  float scaled_target(std::int64_t row, std::size_t lead, float base_nt) const;

  std::shared_ptr<const Prepared> prepared_;
  WindowsConfig config_;
  Scaling scaling_;
  Rows rows_;
  torch::Tensor head_;     ///< [windows, H] scaled
  torch::Tensor base_nt_;  ///< as WindowFeatures::base_nt
};

/// Network output [B, L] in nT: unscaled, and added to its base.
torch::Tensor to_nt(const torch::Tensor& output, const torch::Tensor& base_nt, const Scaling& scaling);

}  // namespace symh
