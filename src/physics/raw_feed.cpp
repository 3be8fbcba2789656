#include "physics/raw_feed.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "physics/random.h"

namespace symh {
namespace {

constexpr std::array field_channels{"bx_gsm", "by_gsm", "bz_gsm", "b_total"};
constexpr std::array plasma_channels{"speed", "density", "temperature"};

double steps_a_day(const Series& series) { return 1440.0 / static_cast<double>(series.cadence.count()); }

/// Adds a number of the standard deviation that `deviation` gives for a value.
template <class Deviation>
void add_noise(Series& series, const char* name, Random& random, const Deviation& deviation) {
  auto* channel = series.find(name);
  if (channel == nullptr) return;
  for (auto& value : channel->values)
    value += static_cast<float>(random.normal() * deviation(static_cast<double>(value)));
}

void add_spikes(Series& series, Random& random, const RawFeed& feed) {
  const double chance = feed.spikes_a_day / steps_a_day(series);
  for (std::size_t row = 0; row < series.size(); ++row) {
    if (random.uniform() >= chance) continue;
    const auto spike_nt = static_cast<float>(random.uniform(-40, 40));
    for (const auto* name : field_channels)
      if (auto* channel = series.find(name)) channel->values[row] = spike_nt;
    if (auto* total = series.find("b_total")) total->values[row] = std::abs(spike_nt);
  }
}

/// True where the field is strong, as it is when protons blind the instrument.
std::vector<bool> strong_field(const Series& series) {
  constexpr float strong_nt = 15;
  std::vector<bool> strong(series.size(), false);
  for (const auto* name : field_channels)
    if (const auto* channel = series.find(name))
      for (std::size_t row = 0; row < series.size(); ++row)
        strong[row] = strong[row] || std::abs(channel->values[row]) >= strong_nt;
  return strong;
}

/// Outages begin at rows with a strong field alone; their rate is that of all rows.
void add_outages(Series& series, Random& random, const RawFeed& feed) {
  const auto strong = strong_field(series);
  const auto rows = static_cast<double>(series.size());
  const auto strong_rows = static_cast<double>(std::ranges::count(strong, true));
  const double chance = feed.outages_a_month / 30 / steps_a_day(series) * rows / std::max(strong_rows, 1.0);
  for (const auto& segment : series.segments)
    for (std::size_t i = 0; i < segment.count; ++i) {
      if (!strong[segment.first + i] || random.uniform() >= chance) continue;
      const double minutes = random.exponential(static_cast<double>(feed.mean_outage.count()));
      const auto length = static_cast<std::size_t>(minutes / static_cast<double>(series.cadence.count())) + 1;
      const auto end = std::min(segment.count, i + length);
      for (const auto* name : plasma_channels)
        if (auto* channel = series.find(name))
          std::fill(channel->values.begin() + static_cast<std::ptrdiff_t>(segment.first + i),
                    channel->values.begin() + static_cast<std::ptrdiff_t>(segment.first + end), missing);
      i = end;
    }
}

}  // namespace

Series as_raw_feed(Series series, std::uint64_t seed, const RawFeed& feed) {
  Random random(seed);
  for (const auto* name : field_channels)
    add_noise(series, name, random, [&](double) { return feed.field_nt; });
  add_noise(series, "speed", random, [&](double) { return feed.speed_km_s; });
  add_noise(series, "density", random, [&](double value) { return feed.density_share * value; });
  add_noise(series, "temperature", random, [&](double value) { return feed.temperature_share * value; });
  for (const auto* name : {"density", "temperature", "b_total"})  // noise makes none of these negative
    if (auto* channel = series.find(name))
      for (auto& value : channel->values) value = std::isnan(value) ? value : std::max(value, 0.F);
  add_spikes(series, random, feed);
  add_outages(series, random, feed);
  return series;
}

}  // namespace symh
