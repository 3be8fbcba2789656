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

}  // namespace symh::testing
