#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace symh {

/// When an alert is raised, and when it is over. By value, a rule holds if SYM-H now or a forecast is at or
/// below the threshold; by chance, if enough sample paths reach the threshold.
struct AlertRule {
  double threshold_nt = -100;
  /// How far ahead the rule looks; absent: as far as the model does. A rule by chance has one.
  std::optional<Minutes> within = {};
  std::optional<double> chance = {};  ///< absent: a rule by value
  /// A rule by value is over when SYM-H now and every forecast are above threshold + hysteresis.
  double hysteresis_nt = 20;
  /// A rule by chance is over when the chance is below this share of `chance`.
  double hysteresis_share = 0.5;
};

/// The name of a rule: `min <= -100`, `min <= -100 within 2h`, `P(min <= -100 within 3h) >= 0.5`. The
/// hysteresis is no part of it. parse_alert_rule() reads it.
std::string to_text(const AlertRule& rule);

/// Reads a rule. Words may have blanks between them. A time is `3h`, `3 hours` or `90m`; a chance is `0.5` or
/// `50 %`. Throws a UsageError that names the wrong part and says what symh expects in its place.
AlertRule parse_alert_rule(std::string_view text);

}  // namespace symh
