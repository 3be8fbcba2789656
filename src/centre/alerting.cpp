#include "centre/alerting.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "centre/record/alert_text.h"
#include "centre/record/deliver.h"
#include "core/json.h"

namespace symh {
std::vector<std::string> deliver(const AlertMessage& message, const CentreAlerts& settings,
                                 Listener& listener) {
  listener.warn("alert: " + headline(message));
  const std::chrono::seconds timeout{settings.timeout_seconds};
  std::vector<std::string> faults;
  const auto note = [&](const char* way, const std::string& fault) {
    if (!fault.empty()) faults.push_back(fmt::format("{}: {}", way, fault));
  };
  if (!settings.command.empty())
    note("command", run_command(settings.command, to_environment(message), timeout));
  if (settings.webhook.empty()) return faults;
  auto json = to_json(message);
  json["text"] = headline(message);
  note("webhook", post_json(settings.webhook, json_text(json), timeout));
  return faults;
}

ExitCode test_alerts(const CentreAlerts& settings, Time now, Listener& listener) {
  const auto rules = alert_rules(settings);
  const auto rule = rules.empty() ? AlertRule{} : rules.front();
  const Minutes lead_time{60};
  AlertMessage message;  // its serial 0 makes it a test
  message.rule = to_text(rule);
  message.threshold_nt = rule.threshold_nt;
  message.issue_time = message.issued_at = message.valid_from = now;
  message.value_time = now + lead_time;
  message.valid_to = now + 2 * lead_time;
  message.chance = rule.chance;
  message.chance_within = rule.within.value_or(lead_time);
  message.value_nt = rule.threshold_nt - 1;
  message.lead_time = lead_time;
  const auto faults = deliver(message, settings, listener);
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
