#pragma once
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
Simulation simulate(const SimulationOptions& options);

}  // namespace symh
