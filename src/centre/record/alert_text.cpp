#include "centre/record/alert_text.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/spoken.h"
#include "products/odds_text.h"
#include "products/wind_age.h"

namespace symh {
namespace {

/// `SYM-H forecast -143 nT at 22:00 UTC, 10 May`
std::string value_text(const AlertMessage& m) {
  return fmt::format("SYM-H {} {:.0f} nT at {}",
                     m.lead_time > Minutes{0} ? "forecast"
                     : m.estimated            ? "estimated"
                                              : "observed",
                     m.value_nt, spoken_time(m.value_time, m.issued_at));
}

std::string begin_of(const AlertMessage& m) {
  if (m.serial == 0) return "TEST: ";
  const auto follows = m.follows.value_or(m.alert);
  switch (m.kind) {
    case MessageKind::escalate:
      return fmt::format("Alert {} escalates {}: ", m.serial, follows);
    case MessageKind::extend:
      return fmt::format("Alert {} extends {}: ", m.serial, follows);
    case MessageKind::cancel:
      return fmt::format("Alert {} cancels {}: ", m.serial, follows);
    case MessageKind::issue:
      break;
  }
  return fmt::format("Alert {}: ", m.serial);
}

std::string end_text(const AlertMessage& m) {
  auto text = fmt::format("SYM-H is no longer expected at or below {:g} nT", m.threshold_nt);
  if (!m.lowest_observed_nt) return text;
  return fmt::format("{}; lowest observed {:.0f} nT", text, *m.lowest_observed_nt);
}

}  // namespace

std::string headline(const AlertMessage& m) {
  if (m.kind == MessageKind::cancel) return begin_of(m) + end_text(m);
  const bool by_chance = m.rule.starts_with('P');
  const auto chance = m.chance ? chance_text(*m.chance) : "";
  std::string text;
  if (by_chance)
    text = fmt::format("chance {} that SYM-H is at or below {:g} nT within {}; {}", chance, m.threshold_nt,
                       spaced(m.chance_within), value_text(m));
  else
    text = fmt::format("{}: at or below {:g} nT", value_text(m), m.threshold_nt);
  if (!by_chance && m.chance) text += fmt::format("; chance {} within {}", chance, spaced(m.chance_within));
  return begin_of(m) + text + "; valid until " + spoken_time(m.valid_to, m.issued_at);
}

std::string brief(const AlertMessage& m) {
  auto text = fmt::format("Alert {}: SYM-H at or below {:g} nT until {}", m.alert, m.threshold_nt,
                          spoken_time(m.valid_to, m.issued_at));
  if (m.chance) text += fmt::format(", chance {} within {}", chance_text(*m.chance), spaced(m.chance_within));
  return text;
}

nlohmann::json to_json(const AlertMessage& m) {
  const auto number = [](const auto& value) { return value ? nlohmann::json(*value) : nlohmann::json(); };
  return {{"serial", m.serial},
          {"alert", m.alert},
          {"follows", number(m.follows)},
          {"kind", std::string(to_text(m.kind))},
          {"rule", m.rule},
          {"threshold_nt", m.threshold_nt},
          {"issue_time", format_time(m.issue_time)},
          {"issued_at", format_time(m.issued_at)},
          {"valid_from", format_time(m.valid_from)},
          {"valid_to", format_time(m.valid_to)},
          {"chance", number(m.chance)},
          {"chance_within_minutes", m.chance_within.count()},
          {"value_nt", m.value_nt},
          {"lead_time_minutes", m.lead_time.count()},
          {"estimated", m.estimated},
          {"valid_time", format_time(m.value_time)},
          {"lowest_observed_nt", number(m.lowest_observed_nt)}};
}

std::map<std::string, std::string> to_environment(const AlertMessage& m) {
  return {{"SYMH_ALERT_TEXT", headline(m)},
          {"SYMH_ALERT_SERIAL", std::to_string(m.serial)},
          {"SYMH_ALERT_ALERT", std::to_string(m.alert)},
          {"SYMH_ALERT_FOLLOWS", m.follows ? std::to_string(*m.follows) : ""},
          {"SYMH_ALERT_KIND", std::string(to_text(m.kind))},
          {"SYMH_ALERT_RULE", m.rule},
          {"SYMH_ALERT_THRESHOLD_NT", fmt::format("{:.0f}", m.threshold_nt)},
          {"SYMH_ALERT_VALUE_NT", fmt::format("{:.1f}", m.value_nt)},
          {"SYMH_ALERT_VALID_TIME", format_time(m.value_time)},
          {"SYMH_ALERT_LEAD_MINUTES", std::to_string(m.lead_time.count())},
          {"SYMH_ALERT_CHANCE", m.chance ? fmt::format("{:g}", *m.chance) : ""},
          {"SYMH_ALERT_CHANCE_MINUTES", std::to_string(m.chance_within.count())},
          {"SYMH_ALERT_VALID_FROM", format_time(m.valid_from)},
          {"SYMH_ALERT_VALID_TO", format_time(m.valid_to)}};
}

}  // namespace symh
