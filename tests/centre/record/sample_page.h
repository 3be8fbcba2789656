#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "centre/record/page.h"
#include "verification/metrics.h"

namespace symh::test {

inline const Time page_issue = make_time(2003, 11, 20, 16);

/// Odds that fit the forecast of sample_page().
inline Odds sample_odds() {
  Odds odds;
  odds.members = 200;
  odds.reach = Minutes{360};
  const TimeSpread when{page_issue + Minutes{90}, page_issue + Minutes{125}, page_issue + Minutes{200}};
  odds.minimum = {{Minutes{60}, -107, -131, -106, -92, when, {1, 1, 0.615, 0}},
                  {Minutes{120}, -138, -181, -137, -104, when, {1, 1, 0.955, 0.005}},
                  {Minutes{180}, -143, -188, -142, -105, when, {1, 1, 0.965, 0.01}},
                  {Minutes{360}, -144, -190, -143, -105, when, {1, 1, 0.97, 0.015}}};
  odds.onset = {{-30, 1, when}, {-50, 1, when}, {-100, 0.97, when}, {-250, 0.015, when}};
  odds.all_clear = 0;
  return odds;
}

/// A forecast from data until page_issue, one and two hours ahead, by a model with odds.
inline ShownForecast sample_forecast() {
  ShownForecast forecast;
  forecast.model = "storms-l1";
  forecast.target = "sym_h";
  forecast.issue_time = page_issue;
  forecast.last_observed = page_issue;
  forecast.last_nt = -90;
  forecast.wind_at_earth = page_issue + Minutes{40};
  forecast.leads = {{Minutes{60},
                     page_issue + Minutes{60},
                     -105,
                     "intense",
                     {{-130, -85}},
                     {{-115, -97}},
                     {{0, 0.4, 0.6, 0}}},
                    {Minutes{120},
                     page_issue + Minutes{120},
                     -140,
                     "intense",
                     {{-180, -100}},
                     {{-155, -124}},
                     {{0, 0.05, 0.94, 0.01}}}};
  forecast.odds = sample_odds();
  return forecast;
}

/// Two days of a storm, forecast 10 nT too high all along; the newest forecast goes on for two hours.
inline CentrePage sample_page() {
  CentrePage page{.centre = "Centre <north>", .made_at = page_issue + Minutes{4}};
  for (int step = 0; step < 576; ++step) {
    const Time time = page_issue - Minutes{5 * step};
    const auto value = static_cast<float>(-90.0 * std::exp(-step / 200.0));
    page.observations.emplace_back(time, value);
    page.past.push_back({time - Minutes{60}, Minutes{60}, "storms-l1", value + 10.0, value - 10.0,
                         value + 30.0, value + 5.0, time});
    page.past.push_back({time - Minutes{120}, Minutes{120}, "storms-l1", value + 20.0, value - 20.0,
                         value + 40.0, value + 5.0, time});
    page.wind.push_back({time + Minutes{40}, -static_cast<float>(step % 40) / 4, 12, 520, 6});
  }
  std::ranges::reverse(page.observations);
  std::ranges::reverse(page.wind);
  std::ranges::sort(page.past, {},
                    [](const LoggedForecast& past) { return std::pair(past.issue_time, past.lead_time); });
  page.forecast = sample_forecast();
  page.health = {{"sym_h", page_issue}, {"bz_gsm", page_issue - Minutes{56}}, {"speed", {}}};
  page.sources = {{"kyoto", true, {}, {}}, {"swpc", false, page_issue - Minutes{20}, "no <answer>"}};
  page.skill.runs = {12, 1, 2, Minutes{5}, "fetch: no answer"};
  return page;
}

/// A message that an alert is issued an hour before the page, for the next two hours.
inline AlertMessage sample_alert(std::int64_t serial, double threshold_nt) {
  AlertMessage message;
  message.serial = message.alert = serial;
  message.rule = fmt::format("min <= {:g}", threshold_nt);
  message.threshold_nt = threshold_nt;
  message.issue_time = message.issued_at = message.valid_from = page_issue - Minutes{60};
  message.valid_to = page_issue + Minutes{60};
  message.chance = 0.62;
  message.chance_within = Minutes{120};
  message.value_nt = threshold_nt - 12;
  message.lead_time = Minutes{60};
  message.value_time = page_issue;
  return message;
}

/// An alert of each outcome, and an onset that was missed.
inline AlertHistory sample_history() {
  AlertHistory history;
  RuleScores scores;
  scores.rule = "min <= -50";
  scores.threshold_nt = -50;
  scores.alerts = 5;
  scores.warned = scores.late = scores.again = scores.false_alarms = scores.open = scores.missed = 1;
  history.rules = {scores};
  using enum AlertOutcome;
  for (const auto outcome : {warned, late, again, false_alarm, open}) {
    JudgedAlert alert;
    alert.messages = {sample_alert(1 + static_cast<std::int64_t>(history.alerts.size()), -50)};
    alert.outcome = outcome;
    const auto issued = alert.messages[0].issued_at;
    if (outcome == warned) alert.reached = issued + Minutes{40};
    if (outcome == late || outcome == again) alert.reached = issued - Minutes{20};
    if (outcome != open) alert.lowest_nt = -43 - 20 * static_cast<int>(alert.reached.has_value());
    history.alerts.push_back(alert);
  }
  history.missed = {{"min <= -50", -50, page_issue - Minutes{24 * 60}, -64}};
  return history;
}

/// With everything that a page may say.
inline CentrePage full_page() {
  auto page = sample_page();
  for (const int hours : {1, 2, 3, 4, 5, 6}) {
    auto& lead = page.skill.verification.leads.emplace_back();
    lead.lead_time = Minutes{60 * hours};
    lead.model.values.assign(all_metrics().size(), 12.34);
    lead.model.samples = 8640;
    lead.baselines["persistence"] = lead.model;
    lead.skill["persistence"] = 0.25;
    lead.band.emplace().coverage = 0.91;
    lead.thresholds.push_back({.threshold_nt = -50});
  }
  page.skill.issued = 1;
  for (const int hours : {3, 4, 5, 6}) {
    auto lead = page.forecast->leads.back();
    lead.lead_time = Minutes{60 * hours};
    lead.valid_time = page_issue + lead.lead_time;
    page.forecast->leads.push_back(lead);
  }
  page.undelivered = {sample_alert(1, -50), sample_alert(2, -100)};
  page.in_force = page.undelivered;
  page.skill.alerts = sample_history();
  page.delivery_faults = {"webhook: status 500"};
  page.forecast->warnings = {"assuming l1"};
  page.note = "the newest solar wind (07:20 UTC, 20 November) has passed.";
  return page;
}

}  // namespace symh::test
