#include "experiments/draw.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "physics/random.h"

namespace symh {
namespace {

/// FNV-1a, 64 bits: unlike std::hash the same on every platform.
std::uint64_t hash_of(const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

double between(double low, double high, TuneScale scale, double share) {
  return scale == TuneScale::log ? std::exp(std::log(low) + share * (std::log(high) - std::log(low)))
                                 : low + share * (high - low);
}

/// Draws below high + 1, so that each whole number n has its own stretch, [n, n + 1).
double whole_between(double low, double high, TuneScale scale, double share) {
  return std::clamp(std::floor(between(low, high + 1, scale, share)), low, high);
}

double four_digits(double value) { return std::strtod(fmt::format("{:.4g}", value).c_str(), nullptr); }

Drawn choice(const TuneRange& range, double share) {
  const auto last = static_cast<double>(range.choices.size() - 1);
  const double position = whole_between(0, last, TuneScale::linear, share);
  return {range.key, range.choices[static_cast<std::size_t>(position)], position};
}

Drawn draw(const TuneRange& range, Minutes cadence, double share) {
  switch (range.kind) {
    case TuneRange::Kind::choice:
      return choice(range, share);
    case TuneRange::Kind::whole: {
      const double value = whole_between(range.low, range.high, range.scale, share);
      return {range.key, fmt::format("{:.0f}", value), value};
    }
    case TuneRange::Kind::duration: {
      const auto step = static_cast<double>(cadence.count());
      const double low = std::ceil(range.low / step), high = std::floor(range.high / step);
      const double minutes = step * whole_between(low, std::max(low, high), range.scale, share);
      return {range.key, fmt::format("\"{:.0f}m\"", minutes), minutes};
    }
    case TuneRange::Kind::real:
      break;
  }
  const double value =
      std::clamp(four_digits(between(range.low, range.high, range.scale, share)), range.low, range.high);
  return {range.key, fmt::format("{}", value), value};
}

}  // namespace

std::vector<Drawn> draw_trial(const Config& config, std::int64_t trial) {
  std::vector<Drawn> drawn;
  for (const auto& range : config.tune.ranges) {
    Random random(hash_of(fmt::format("{}/{}/{}", config.seed, trial, range.key)));
    drawn.push_back(draw(range, config.windows.cadence, random.uniform()));
  }
  return drawn;
}

std::vector<std::string> settings_of(const std::vector<Drawn>& drawn) {
  std::vector<std::string> settings;
  settings.reserve(drawn.size());
  for (const auto& one : drawn) settings.push_back(one.key + "=" + one.value);
  return settings;
}

}  // namespace symh
