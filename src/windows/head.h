#pragma once
#include <span>
#include <string>
#include <vector>

#include "config/config.h"
#include "windows/prepare.h"

namespace symh {

/// The channels of the files that a model's forecasts come from, by alphabet: those it names, those that its
/// derived channels and masks are computed from, and `speed` and `bz_gsm` where it takes physics.
std::vector<std::string> input_channels(const WindowsConfig& config);

/// True where the configuration needs solar wind: among its channels, at its head, or as what it corrects.
bool uses_solar_wind(const WindowsConfig& config);

/// True for the entries of windows.head that are not channels: last, physics, bank, drive.
bool is_head_group(const std::string& entry);

/// The ring-current models that windows.head names: of `physics`, then of `bank`.
std::vector<RingCurrentModel> head_ring_current_models(const WindowsConfig& config);

/// Stretches of physics.drive_step that `drive` averages the arriving wind over, up to the longest lead time.
std::int64_t drive_stretches(const WindowsConfig& config);

/// The horizon in samples.
std::vector<std::int64_t> lead_steps(const WindowsConfig& config);

/// The features that windows.head stands for, by name, in order: `last`, `obrien_mcpherron@1h` …
std::vector<std::string> head_features(const WindowsConfig& config);

/// Their values at the given rows, [row][feature], unscaled, NaN = missing; each from rows up to its own
/// alone. Ring-current forecasts [nT] stand less the last value; drives in mV/m and nPa^1/2.
std::vector<float> head_values(const Prepared& prepared, const WindowsConfig& config,
                               std::span<const std::int64_t> rows);

/// What a network's output is added to at each row and lead time, [row][lead] nT: the last value (change), 0
/// (level) or the forecast of physics.reference (correction).
std::vector<float> base_nt(const Prepared& prepared, const WindowsConfig& config,
                           std::span<const std::int64_t> rows);

/// Every ring-current baseline at the given rows, [row][model][lead] nT, in the order of
/// baseline_ring_current_models(); empty where the data have no solar wind.
std::vector<float> physics_nt(const Prepared& prepared, const WindowsConfig& config,
                              std::span<const std::int64_t> rows);

}  // namespace symh
