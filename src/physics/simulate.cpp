#include "physics/simulate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "physics/coupling.h"
#include "physics/random.h"
#include "physics/ring_current.h"

namespace symh {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double minutes_a_day = 1440.0;

/// A coronal mass ejection as it passes: sheath from `shock` to `cloud`, flux rope from `cloud` to `end`
/// (minutes).
struct Ejection {
  double shock, cloud, end;
  double speed_jump_km_s, compression, cloud_field_nt, rotation_sign, tilt;
};

struct Wind {
  double bx, by, bz, speed, density, temperature;
};

std::vector<Ejection> draw_ejections(const SimulationOptions& options, Random& random) {
  std::vector<Ejection> ejections;
  if (options.storms_per_month <= 0) return ejections;
  const double mean_wait = 30.4 * minutes_a_day / options.storms_per_month;
  for (double time = random.exponential(mean_wait); time < options.days * minutes_a_day;) {
    Ejection e{};
    const double strength = std::min(4.0, 0.5 + random.exponential(0.75));  // many weak, few great storms
    e.shock = time;
    e.cloud = time + random.uniform(5, 13) * 60;
    e.end = e.cloud + random.uniform(14, 30) * 60;
    e.speed_jump_km_s = 110 * strength + random.uniform(0, 120);
    e.compression = random.uniform(2.0, 3.8);
    e.cloud_field_nt = 9 + 11 * strength + random.uniform(-2, 4);
    e.rotation_sign = random.uniform() < 0.5 ? -1 : 1;
    e.tilt = random.uniform(-0.6, 0.6);
    ejections.push_back(e);
    time = e.end + 12 * 60 + random.exponential(mean_wait);
  }
  return ejections;
}

/// The quiet wind with its slow waves and a stream every few days.
class QuietWind {
 public:
  explicit QuietWind(Random& random)
      : bx_(random, 60),
        by_(random, 80),
        bz_(random, 45),
        speed_(random, 1500),
        density_(random, 700),
        phase_(random.uniform(0, 2 * pi)) {}

  Wind at(double minute) {
    // Two high-speed streams a solar rotation of 27 days.
    const double stream =
        std::pow(std::max(0.0, std::sin(4 * pi * minute / (27 * minutes_a_day) + phase_)), 3);
    Wind wind{};
    wind.bx = 3.0 * bx_.next();
    wind.by = 3.2 * by_.next();
    wind.bz = (2.2 + 1.2 * stream) * bz_.next();
    wind.speed = 380 + 40 * speed_.next() + 220 * stream;
    wind.density = std::exp(1.7 + 0.35 * density_.next() - 0.6 * stream);
    wind.temperature = 5e4 * std::pow(wind.speed / 400, 3);
    return wind;
  }

 private:
  Correlated bx_, by_, bz_, speed_, density_;
  double phase_;
};

void add_sheath(Wind& wind, const Ejection& e, Correlated& turbulence, Correlated& across) {
  wind.speed += e.speed_jump_km_s;
  wind.density *= e.compression;
  wind.temperature *= 4;
  const double field = 0.45 * e.cloud_field_nt;
  wind.bz += field * turbulence.next();
  wind.by += field * across.next();
}

/// A flux rope seen from inside: the field turns half round while it passes, the speed falls.
void add_cloud(Wind& wind, const Ejection& e, double minute) {
  const double share = (minute - e.cloud) / (e.end - e.cloud);
  const double envelope = std::sin(pi * std::min(1.0, 0.12 + 0.88 * share));
  const double angle = pi * share + e.tilt;
  wind.bz += e.rotation_sign * e.cloud_field_nt * envelope * std::cos(angle);
  wind.by += e.cloud_field_nt * envelope * std::sin(angle);
  wind.bx *= 0.5;
  wind.speed += e.speed_jump_km_s * (1.0 - 0.6 * share);
  wind.density *= 0.8;
  wind.temperature *= 0.4;
}

Series empty_series(Time start, std::size_t count, const std::vector<std::string>& channels) {
  Series series;
  if (count > 0) series.segments = {{start, 0, count}};
  series.status.assign(count, Status::definitive);
  for (const auto& name : channels) series.add(name);
  return series;
}

void store_wind(Series& series, std::size_t row, const Wind& wind) {
  const double total = std::sqrt(wind.bx * wind.bx + wind.by * wind.by + wind.bz * wind.bz);
  const double values[] = {wind.bx, wind.by, wind.bz, total, wind.speed, wind.density, wind.temperature};
  const double grain[] = {100, 100, 100, 100, 10, 100, 1};
  for (std::size_t c = 0; c < series.channels.size(); ++c)
    series.channels[c].values[row] = static_cast<float>(std::round(values[c] * grain[c]) / grain[c]);
}

/// The state of magnetosphere and instruments.
class Indices {
 public:
  explicit Indices(Random& random) : noise_{{random, 20}, {random, 30}, {random, 25}, {random, 30}} {}

  void step(Series& series, std::size_t row, const Wind& wind, double minute) {
    const double vbs = southward_electric_field(static_cast<float>(wind.speed), static_cast<float>(wind.bz));
    const double pressure =
        dynamic_pressure(static_cast<float>(wind.density), static_cast<float>(wind.speed));
    const auto& law = obrien_mcpherron_law;
    star_ = advance_ring_current(
        star_, ring_current_step(injection_nt_per_hour(law, vbs), decay_hours(law, vbs), 1.0 / 60));
    smooth_pressure_ += (pressure_term_nt(pressure) - smooth_pressure_) / 3;  // the compression takes minutes
    partial_ += (vbs - partial_) / 30;  // the partial ring current remembers half an hour
    const double local = 2 * pi * minute / minutes_a_day;
    const double values[] = {
        star_ + smooth_pressure_ + 3.0 * std::cos(local - 0.7) + 1.5 * noise_[0].next(),
        std::max(1.0, 14 + 13 * partial_ + 0.12 * std::abs(star_) + 4 * noise_[1].next()),
        2.0 * std::sin(local) + 0.8 * partial_ + 2 * noise_[2].next(),
        std::max(1.0, 12 + 10 * partial_ + 0.1 * std::abs(star_) + 4 * noise_[3].next())};
    for (std::size_t c = 0; c < 4; ++c)
      series.channels[c].values[row] = static_cast<float>(std::round(values[c]));
  }

 private:
  double star_ = -5, smooth_pressure_ = 0, partial_ = 0;
  Correlated noise_[4];
};

}  // namespace

struct Simulator::State {
  explicit State(const SimulationOptions& options)
      : start(options.start),
        end(options.start + std::chrono::days{options.days}),
        now(options.start),
        random(options.seed),
        ejections(draw_ejections(options, random)),
        quiet(random),
        turbulence(random, 35),
        across(random, 35),
        indices(random) {}

  Wind wind_at(double minute) {
    while (next < ejections.size() && minute >= ejections[next].end) ++next;
    Wind wind = quiet.at(minute);
    if (next < ejections.size() && minute >= ejections[next].cloud)
      add_cloud(wind, ejections[next], minute);
    else if (next < ejections.size() && minute >= ejections[next].shock)
      add_sheath(wind, ejections[next], turbulence, across);
    return wind;
  }

  Time start, end, now;
  Random random;
  std::vector<Ejection> ejections;
  QuietWind quiet;
  Correlated turbulence, across;
  Indices indices;
  std::size_t next = 0;  ///< the ejection that is passing, or else the next one
};

Simulator::Simulator(const SimulationOptions& options) : state_(std::make_unique<State>(options)) {}
Simulator::~Simulator() = default;

Simulation Simulator::advance(Time end) {
  auto& s = *state_;
  const auto count = static_cast<std::size_t>(std::max(Minutes{0}, std::min(end, s.end) - s.now).count());
  Simulation piece{
      empty_series(s.now, count, {"sym_h", "asy_h", "sym_d", "asy_d"}),
      empty_series(s.now, count,
                   {"bx_gsm", "by_gsm", "bz_gsm", "b_total", "speed", "density", "temperature"})};
  for (std::size_t row = 0; row < count; ++row, s.now += Minutes{1}) {
    const auto minute = static_cast<double>((s.now - s.start).count());
    const Wind wind = s.wind_at(minute);
    store_wind(piece.solar_wind, row, wind);
    s.indices.step(piece.indices, row, wind, minute);
  }
  return piece;
}

Simulation simulate(const SimulationOptions& options) { return Simulator(options).advance(Time::max()); }

}  // namespace symh
