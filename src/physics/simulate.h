#pragma once
#include <memory>

#include "series/series.h"

namespace symh {

struct SimulationOptions {
  Time start = make_time(2001, 1, 1);
  int days = 30;
  unsigned seed = 1;
  double storms_per_month = 2.0;
};

/// Simulated, never observed: 1-minute indices [nT] and the solar wind that drove them.
struct Simulation {
  Series indices;     ///< sym_h asy_h sym_d asy_d, whole nT, stamped by the beginning
  Series solar_wind;  ///< bx_gsm by_gsm bz_gsm b_total speed density temperature
};

/// Random solar wind (quiet flow, high-speed streams, storms of shock, turbulent sheath and rotating magnetic
/// cloud) drives the ring current of O'Brien & McPherron (2000) with its pressure term, so that shocks give
/// sudden commencements; a quiet-day variation and noise are added and the indices rounded to 1 nT. The same
/// options give the same values on every platform.
///
/// The values come piece by piece, so that decades need no more memory than one piece. The pieces together
/// are the same values as the whole simulation at once.
class Simulator {
 public:
  explicit Simulator(const SimulationOptions& options);
  ~Simulator();
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;
  /// The next piece, up to but not including `end` or the end of the simulation; empty after the last one.
  Simulation advance(Time end);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The whole simulation at once.
Simulation simulate(const SimulationOptions& options);

}  // namespace symh
