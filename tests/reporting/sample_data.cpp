#include "reporting/sample_data.h"

#include <fmt/format.h>

#include <cmath>
#include <map>

#include "verification/metrics.h"

namespace symh::test {
namespace {

/// A storm of depth `depth_nt` with its main phase after a day and a recovery of 12 hours.
float storm_shape(double hours, double depth_nt) {
  const double onset = hours - 24;
  if (onset < 0) return static_cast<float>(5 * std::sin(hours));
  const double shape = std::exp(-onset / 12) - std::exp(-onset / 2);
  return static_cast<float>(-1.6 * depth_nt * shape + 6 * std::sin(3 * hours));
}

LeadTimeForecasts sample_lead(Minutes lead_time, int storms) {
  LeadTimeForecasts lead;
  lead.lead_time = lead_time;
  const double lead_hours = static_cast<double>(lead_time.count()) / 60;
  for (int storm = 0; storm < storms; ++storm) {
    const double depth = 60 + 45.0 * storm;
    for (int step = 0; step < 4 * 288; ++step) {
      if (step > 500 && step < 560) continue;
      const double hours = step / 12.0;
      lead.issue_time.push_back(make_time(2003, 10, 1) + Minutes{step * 5} + Minutes{storm * 30 * 1440});
      lead.storm.push_back(storm);
      lead.observed_nt.push_back(storm_shape(hours + lead_hours, depth));
      lead.forecast_nt.push_back(0.9F * storm_shape(hours + 0.8 * lead_hours, depth));
      lead.baselines_nt["persistence"].push_back(storm_shape(hours, depth));
      lead.baselines_nt["burton"].push_back(storm_shape(hours + 0.5 * lead_hours, depth));
    }
  }
  return lead;
}

/// A metric that has no value here is half the RMSE.
Scores sample_scores(std::size_t samples, double rmse) {
  const std::map<std::string_view, double> values{{"rmse", rmse}, {"mae", 0.7 * rmse},
                                                  {"bias", -0.4}, {"correlation", 0.94},
                                                  {"r2", 0.88},   {"bfe", 1.9 * rmse}};
  Scores scores{samples, {}};
  for (const auto& metric : all_metrics()) {
    const auto found = values.find(metric.key);
    scores.values.push_back(found == values.end() ? 0.5 * rmse : found->second);
  }
  return scores;
}

StormScores sample_storm(const std::string& label, double rmse) {
  StormScores storm;
  storm.storm = label;
  storm.model = sample_scores(1093, rmse);
  storm.baselines["persistence"] = sample_scores(1093, 1.4 * rmse);
  storm.skill["persistence"] = 0.49;
  storm.thresholds = {{-50, 98, 7, 3, 985, 0.93, 0.03, 0.95, 0.92},
                      {-250, 0, 0, 0, 1093, NAN, NAN, NAN, NAN}};
  storm.peak = {-153, -139.5, 13.5, 35};
  return storm;
}

LeadTimeScores sample_lead_scores(const LeadTimeForecasts& forecasts, const ForecastTable& table) {
  const double rmse = 3 + static_cast<double>(forecasts.lead_time.count()) / 30;
  LeadTimeScores lead;
  lead.lead_time = forecasts.lead_time;
  lead.missing = 17;
  lead.model = sample_scores(forecasts.issue_time.size(), rmse);
  lead.rmse_interval = {0.9 * rmse, 1.1 * rmse};
  lead.baselines["burton"] = sample_scores(forecasts.issue_time.size(), 1.2 * rmse);
  lead.baselines["persistence"] = sample_scores(forecasts.issue_time.size(), 1.5 * rmse);
  lead.skill = {{"burton", 0.02}, {"persistence", 0.55}};
  lead.skill_interval = {{"burton", {-0.03, 0.07}}, {"persistence", {0.41, 0.62}}};
  lead.thresholds = {{-50, 812, 60, 71, 5000, 0.93, 0.08, 0.9, 0.92},
                     {-100, 301, 44, 20, 5600, 0.87, 0.06, 0.88, 0.86},
                     {-250, 0, 0, 0, 6000, NAN, NAN, NAN, NAN}};
  for (const auto& storm : table.storms) lead.storms.push_back(sample_storm(storm, rmse));
  lead.persistence_thresholds = lead.thresholds;
  lead.baseline_rmse_interval["persistence"] = {1.4 * rmse, 1.6 * rmse};
  lead.best_lag_samples = 3;
  lead.best_lag = Minutes{15};
  return lead;
}

}  // namespace

ForecastTable sample_table(int storms) {
  ForecastTable table;
  table.model = "lstm";
  for (int storm = 0; storm < storms; ++storm) {
    table.storms.push_back(fmt::format("2003-{:02}-02 -{:.0f} nT", storm + 1, 60 + 45.0 * storm));
  }
  table.leads = {sample_lead(Minutes{60}, storms), sample_lead(Minutes{240}, storms)};
  return table;
}

Verification sample_verification(const ForecastTable& table) {
  Verification verification;
  verification.model = table.model;
  verification.target = table.target;
  for (const auto& lead : table.leads) verification.leads.push_back(sample_lead_scores(lead, table));
  return verification;
}

TrainingCurves sample_curves() {
  TrainingCurves curves;
  curves.title = "Training of lstm";
  for (int epoch = 1; epoch <= 40; ++epoch) {
    curves.epoch.push_back(epoch);
    curves.train_loss.push_back(0.9 * std::exp(-epoch / 9.0) + 0.02);
    curves.validation_loss.push_back(0.9 * std::exp(-epoch / 8.0) + 0.05 + 0.002 * epoch);
    curves.learning_rate.push_back(1e-3 * std::pow(0.5, epoch / 10));
    curves.clipped_share.push_back(0.6 * std::exp(-epoch / 6.0));
  }
  return curves;
}

GradientProfile sample_gradients() {
  GradientProfile profile;
  profile.title = "Gradients of rnn";
  profile.epochs = {"untrained", "epoch 10", "epoch 40"};
  profile.norm.resize(3);
  for (int lag = 0; lag < 48; ++lag) {
    profile.lag.push_back(lag);
    profile.norm[0].push_back(0.8 * std::exp(-0.35 * lag));
    profile.norm[1].push_back(0.5 * std::exp(-0.01 * lag));
    profile.norm[2].push_back(0.2 * std::exp(0.12 * lag));
  }
  return profile;
}

}  // namespace symh::test
