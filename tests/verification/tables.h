#pragma once
#include <cmath>
#include <string>

#include "series/series.h"
#include "verification/verify.h"

namespace symh::testing {

/// A smooth, aperiodic SYM-H of many storms [nT] at sample i of 5 minutes.
inline float wave(long i) {
  const double t = static_cast<double>(i);
  return static_cast<float>(-60 + 70 * std::sin(t / 60) + 40 * std::sin(t / 37.7 + 1));
}

/// Forecasts of wave() issued every 5 minutes that err by sin(i) * `error_nt`; persistence is exact.
inline ForecastTable make_table(long samples, Minutes lead_time = Minutes{60}, double error_nt = 3) {
  ForecastTable table{"toy", "sym_h", Minutes{5}, {}, {}};
  LeadTimeForecasts lead;
  lead.lead_time = lead_time;
  lead.baselines_nt["persistence"] = {};
  const long ahead = lead_time / Minutes{5};
  for (long i = 0; i < samples; ++i) {
    lead.issue_time.push_back(make_time(2003, 11, 20) + Minutes{5} * i);
    lead.storm.push_back(-1);
    lead.observed_nt.push_back(wave(i + ahead));
    lead.forecast_nt.push_back(wave(i + ahead) + static_cast<float>(error_nt * std::sin(double(i))));
    lead.baselines_nt["persistence"].push_back(wave(i));
  }
  table.leads.push_back(std::move(lead));
  return table;
}

/// Everything at once: long names, huge errors, storms, classes, many samples.
inline ForecastTable awkward_table() {
  auto table = make_table(3000);
  table.model = std::string(120, 'm');
  table.storms = {"2003-11-20 -490 nT", std::string(50, 's')};
  auto& lead = table.leads[0];
  for (std::size_t i = 0; i < 3000; ++i) lead.storm[i] = i < 1000 ? 0 : 1;
  lead.baselines_nt["exponential_recovery"] = lead.forecast_nt;
  lead.baselines_nt["huge"].assign(3000, -1e20F);
  lead.baselines_nt["absent"].assign(3000, missing);
  lead.level_probabilities.assign(3000, {0.25F, 0.25F, 0.25F, 0.25F});
  return table;
}

/// 100 hours of observations 1, 2 ... 100 nT below zero, forecast 10 nT too high, persistence zero, in a band
/// that reaches from 20 nT below the forecast to `above` above it.
inline ForecastTable banded(float above) {
  ForecastTable table;
  table.model = "banded";
  LeadTimeForecasts lead;
  lead.lead_time = Minutes{60};
  for (int i = 1; i <= 100; ++i) {
    const auto observed = static_cast<float>(-i);
    lead.issue_time.push_back(make_time(2003, 11, 20) + Minutes{60 * i});
    lead.storm.push_back(-1);
    lead.observed_nt.push_back(observed);
    lead.forecast_nt.push_back(observed + 10);
    lead.q05_nt.push_back(observed - 10);
    lead.q50_nt.push_back(observed + 10);
    lead.q95_nt.push_back(observed + 10 + above);
    lead.baselines_nt["persistence"].push_back(0.F);
  }
  table.leads.push_back(std::move(lead));
  return table;
}

}  // namespace symh::testing
