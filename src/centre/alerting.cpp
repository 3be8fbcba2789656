#include "centre/alerting.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "centre/record/deliver.h"
#include "core/json.h"

namespace symh {
namespace {

constexpr const char* test_rule = "test";

std::string text_of(const Alert& alert, Time valid) {
  return fmt::format("{}SYM-H {} {:.0f} nT at {}: at or below {:.0f} nT",
                     alert.rule.name == test_rule ? "TEST: " : "",
                     alert.deepest.lead_time > Minutes{0} ? "forecast"
                     : alert.deepest.estimated            ? "estimated"
                                                          : "observed",
                     alert.deepest.value_nt, format_time(valid), alert.rule.threshold_nt);
}

std::map<std::string, std::string> environment_of(const Alert& alert, Time valid) {
  return {{"SYMH_ALERT_TEXT", text_of(alert, valid)},
          {"SYMH_ALERT_THRESHOLD_NT", fmt::format("{:.0f}", alert.rule.threshold_nt)},
          {"SYMH_ALERT_VALUE_NT", fmt::format("{:.1f}", alert.deepest.value_nt)},
          {"SYMH_ALERT_VALID_TIME", format_time(valid)},
          {"SYMH_ALERT_LEAD_MINUTES", std::to_string(alert.deepest.lead_time.count())}};
}

std::string json_of(const Alert& alert, Time valid) {
  return json_text({{"text", text_of(alert, valid)},
                    {"threshold_nt", alert.rule.threshold_nt},
                    {"value_nt", alert.deepest.value_nt},
                    {"valid_time", format_time(valid)},
                    {"issue_time", format_time(alert.deepest.issue_time)},
                    {"lead_time_minutes", alert.deepest.lead_time.count()}});
}

}  // namespace

std::vector<std::string> deliver(const Alert& alert, Time valid, const CentreAlerts& settings,
                                 Listener& listener) {
  listener.warn("alert: " + text_of(alert, valid));
  const std::chrono::seconds timeout{settings.timeout_seconds};
  std::vector<std::string> faults;
  const auto note = [&](const char* way, const std::string& fault) {
    if (!fault.empty()) faults.push_back(fmt::format("{}: {}", way, fault));
  };
  if (!settings.command.empty())
    note("command", run_command(settings.command, environment_of(alert, valid), timeout));
  if (!settings.webhook.empty()) note("webhook", post_json(settings.webhook, json_of(alert, valid), timeout));
  return faults;
}

ExitCode test_alerts(const CentreAlerts& settings, Time now, Listener& listener) {
  const double threshold = settings.thresholds_nt.empty() ? -100 : settings.thresholds_nt.front();
  const Minutes lead_time{60};
  const auto faults = deliver({{test_rule, threshold, 0}, {now, lead_time, threshold - 1}}, now + lead_time,
                              settings, listener);
  for (const auto& fault : faults) listener.fail("alerts: " + fault);
  if (!faults.empty()) return ExitCode::failed;
  if (settings.command.empty() && settings.webhook.empty())
    listener.warn(
        "alerts are only logged: the settings name no alerts.command, alerts.webhook or "
        "alerts.webhook_file");
  else
    listener.say("the alert was delivered");
  return ExitCode::done;
}

}  // namespace symh
