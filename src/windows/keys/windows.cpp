#include "windows/keys/windows.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "physics/derived.h"
#include "series/channels.h"

namespace symh {
namespace {

constexpr double a_day = 1440;

std::string help_of_head() {
  std::string help = "inputs beside the window, as known at issue time: channels, and groups of features:";
#define GROUP(name, words) help += "\n  " #name ": " words;
#include "windows/keys/feature_groups.inc"
#undef GROUP
  return help;
}

bool is_group(const std::string& entry) {
#define GROUP(name, words) \
  if (entry == #name) return true;
#include "windows/keys/feature_groups.inc"
#undef GROUP
  return false;
}

/// A model that takes the target of any age must not see it in its window, nor a channel that may be as late.
void check_gap(const WindowsConfig& w, const std::string& origin) {
  const bool anchor = std::ranges::find(w.head, "anchor") != w.head.end();
  require(!anchor || std::ranges::find(w.head, "gap") != w.head.end(), origin,
          "windows.head: \"anchor\" corrects the estimate of \"gap\"; name \"gap\" too");
  const bool stations = std::ranges::find(w.head, "stations") != w.head.end();
  require(!stations || std::ranges::find(w.head, "gap") != w.head.end(), origin,
          "windows.head: \"stations\" corrects the estimate of \"gap\"; name \"gap\" too");
  if (std::ranges::find(w.head, "gap") == w.head.end()) return;
  require(w.target == "sym_h", origin,
          "windows.head: \"gap\" bridges a gap of sym_h; set windows.target = \"sym_h\"");
  require(
      std::ranges::find(w.head, "physics_errors") == w.head.end(), origin,
      "windows.head: \"physics_errors\" reads the newest SYM-H, which \"gap\" takes at any age; leave one "
      "of them out");
  auto channels = w.channels;
  std::ranges::copy_if(w.head, std::back_inserter(channels),
                       [](const auto& entry) { return !is_group(entry); });
  for (const auto& channel : channels) {
    const auto inputs = is_derived_channel(channel) ? derived_channel_inputs(channel) : std::vector{channel};
    require(
        std::ranges::all_of(inputs, is_solar_wind_channel), origin,
        fmt::format("windows: \"{}\" may come as late as sym_h, which \"gap\" in windows.head takes at any "
                    "age; leave it out of windows.channels and windows.head",
                    channel));
  }
}

/// What keeps windows in memory: a few thousand of them are cut at a time.
void check_sizes(const WindowsConfig& w, const std::string& origin) {
  constexpr std::size_t most_leads = 300, most_names = 100, most_laws = 1000, most_outlooks = 5000;
  constexpr std::int64_t most_steps = 20'000, most_values = 100'000;
  require(w.horizon.size() <= most_leads, origin,
          fmt::format("windows.horizon names {} lead times; name at most {}", w.horizon.size(), most_leads));
  for (const auto& [key, names] : {std::pair{"channels", &w.channels}, std::pair{"head", &w.head}})
    require(names->size() <= most_names, origin,
            fmt::format("windows.{} has {} entries; name at most {}", key, names->size(), most_names));
  const auto steps = w.lookback / w.cadence;
  require(steps <= most_steps, origin,
          fmt::format("windows.lookback is {} samples of windows.cadence, at most {} are possible; shorten "
                      "lookback or lengthen cadence",
                      steps, most_steps));
  require(steps * std::ssize(w.channels) <= most_values, origin,
          fmt::format("a window has {} samples of {} channels, at most {} values are possible; shorten "
                      "windows.lookback, lengthen windows.cadence or name fewer windows.channels",
                      steps, w.channels.size(), most_values));
  const auto& bank = w.physics;
  double laws = 1;
  for (const auto size :
       {bank.couplings.size(), bank.delay_factors.size(), bank.holds.size(), bank.recovery_factors.size()})
    laws *= static_cast<double>(size);
  require(laws <= most_laws && laws * static_cast<double>(w.horizon.size()) <= most_outlooks, origin,
          fmt::format("physics: the bank has {} laws at {} lead times, at most {} laws and {} forecasts are "
                      "possible; shorten couplings, delay_factors, holds or recovery_factors",
                      laws, w.horizon.size(), most_laws, most_outlooks));
}

}  // namespace

std::vector<Option> options_of(WindowsConfig& windows) {
  std::vector<Option> options{
      {"windows.cadence", &windows.cadence,
       "time between samples; finer data are averaged down and stamped at the end of each interval", 1,
       a_day},
      {"windows.lookback", &windows.lookback, "how far back a window sees", 1, 100 * a_day},
      {"windows.lookback_min", &windows.lookback_min,
       "shortest history accepted, and training draws lengths between the two; 0m: always the whole "
       "lookback",
       0, 100 * a_day},
      {"windows.horizon", &windows.horizon, "lead times of the forecast, up to 24h"},
      {"windows.stride", &windows.stride, "time between the issue times of training windows", 1, 30 * a_day},
      {"windows.quiet_stride", &windows.quiet_stride,
       "the same in quiet hours, so that years do not train on quiet hours almost alone; validation and the "
       "windows that folds leave out keep windows.stride; 0m: windows.stride",
       0, 30 * a_day},
      {"windows.storm_margin", &windows.storm_margin,
       "quiet_stride: an hour is quiet if no SYM-H <= -50 nT lies within this time of the issue time, of a "
       "valid "
       "time, or between them",
       0, 100 * a_day},
      {"windows.channels", &windows.channels,
       "inputs: channels of the files, derived channels (vbs, dynamic_pressure, hour_sin ...), masks "
       "(NAME_missing)"},
      {"windows.head", &windows.head, help_of_head()},
      {"windows.target", &windows.target, "the channel to forecast"},
      {"windows.predict", &windows.predict,
       "the model's output: the change since issue time, the level itself, or the correction of "
       "physics.reference"},
      {"windows.difference", &windows.difference,
       "feed first differences of the target channel instead of its level"},
      {"windows.fill_limit", &windows.fill_limit,
       "hold the last value over gaps up to this; a longer gap ends the window unless NAME_missing is a "
       "channel",
       0, 30 * a_day},
      {"windows.drivers", &windows.drivers,
       "required: skip windows without solar wind; optional: keep them, and drop whole inputs at random in "
       "training so that the model still forecasts when a feed fails"},
      {"windows.driver_dropout", &windows.driver_dropout,
       "drivers = optional: share of training batches that lose the field, the plasma, or both (this share "
       "for each)",
       0, 0.3},
  };
  for (auto& option : options_of(windows.physics)) options.push_back(std::move(option));
  return options;
}

void check_together(const WindowsConfig& w, const std::string& origin) {
  const auto multiple = [&](Minutes duration) { return duration % w.cadence == Minutes{0}; };
  require(w.cadence > Minutes{0} && Minutes{1440} % w.cadence == Minutes{0}, origin,
          "windows.cadence must divide a day, such as 1m, 5m, 1h");
  require(w.lookback >= w.cadence && multiple(w.lookback) && multiple(w.lookback_min), origin,
          "windows.lookback and lookback_min must be multiples of windows.cadence");
  check_sizes(w, origin);
  require(w.lookback_min <= w.lookback, origin, "windows.lookback_min is longer than windows.lookback");
  require(w.stride >= w.cadence && multiple(w.stride), origin,
          "windows.stride must be a multiple of windows.cadence");
  require(w.quiet_stride == Minutes{0} || w.quiet_stride % w.stride == Minutes{0}, origin,
          "windows.quiet_stride must be a multiple of windows.stride");
  require(w.quiet_stride == Minutes{0} || w.target == "sym_h", origin,
          "windows.quiet_stride finds the quiet hours by sym_h; set windows.target = \"sym_h\"");
  require(!w.horizon.empty() && !w.channels.empty(), origin,
          "windows.horizon and windows.channels must not be empty");
  for (const auto lead : w.horizon)
    require(lead > Minutes{0} && multiple(lead) && lead <= Minutes{1440}, origin,
            fmt::format("windows.horizon: {} must be a multiple of windows.cadence, at most 24h",
                        format_duration(lead)));
  require(std::set<Minutes>(w.horizon.begin(), w.horizon.end()).size() == w.horizon.size(), origin,
          "windows.horizon names a lead time twice");
  const bool drive = std::ranges::find(w.head, "drive") != w.head.end();
  require(!drive || (w.physics.drive_step >= w.cadence && multiple(w.physics.drive_step)), origin,
          "physics.drive_step must be a multiple of windows.cadence");
  check_gap(w, origin);
  require(
      w.target == "sym_h" || std::ranges::find(w.head, "physics_errors") == w.head.end(), origin,
      "windows.head: \"physics_errors\" are errors of forecasts of sym_h; set windows.target = \"sym_h\"");
  require(w.predict != Predict::correction || w.target == "sym_h", origin,
          "windows.predict = \"correction\" corrects forecasts of sym_h; set windows.target = \"sym_h\"");
}

}  // namespace symh
