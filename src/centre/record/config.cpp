#include "centre/record/config.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>

#include "config/config_file.h"
#include "config/options.h"
#include "core/error.h"
#include "core/secret_file.h"

namespace symh {
namespace {

std::vector<Option> options_of(CentreConfig& c) {
  return {
      {"centre", &c.centre, "name of the centre on its page"},
      {"state", &c.state,
       "folder of the log, products, page and downloads; empty: STATE_DIRECTORY (as systemd sets it), else "
       "XDG_STATE_HOME/symh or ~/.local/state/symh"},
      {"fetch.sources", &c.fetch.sources,
       "sources to download from, in this order: those of `symh fetch --help`, hapi:NAME for a dataset of "
       "[hapi.NAME]; empty: download nothing"},
      {"fetch.settings", &c.fetch.settings, "a changed copy of configs/sources.toml"},
      {"fetch.period", &c.fetch.period, "how far back from now to download"},
      {"fetch.budget", &c.fetch.budget,
       "time for all sources together, such as 60s or 2m: symh asks them side by side, then stops waiting "
       "and "
       "forecasts from the data that it has"},
      {"data.paths", &c.data.paths, "files, folders or globs to read beside the downloads"},
      {"data.stations", &c.data.stations,
       "files, folders or globs of H of observatories by the minute, beside those of the source stations; "
       "symh estimates a late SYM-H from them"},
      {"data.tolerant", &c.data.tolerant, "skip bad lines and report how many"},
      {"data.keep_implausible", &c.data.keep_implausible,
       "keep values that cannot be, such as a SYM-H that falls by 900 nT in 5 minutes; false: they count as "
       "missing"},
      {"data.solar_wind_at", &c.data.solar_wind_at,
       "where the solar wind was measured, for formats that do not say"},
      {"data.max_index_age", &c.data.max_index_age,
       "issue no forecast (exit 4) if the newest SYM-H is older than this; 0m: no limit, SYM-H is estimated "
       "from "
       "the solar wind up to now"},
      {"data.max_wind_age", &c.data.max_wind_age,
       "issue no forecast (exit 4) if the newest data that it rests on are older than this: the solar wind "
       "where it bridges a late SYM-H, else SYM-H"},
      {"data.max_age", &c.data.max_age, "the name of data.max_index_age in 0.1.0; 0m: not given"},
      {"model.run", &c.model.run,
       "run folder of the model or name of a bundled one; empty: the best bundled model for the data at "
       "hand"},
      {"model.fallback", &c.model.fallback,
       "run folder or name of the model that forecasts without solar wind; empty: the bundled one"},
      {"products.observation_days", &c.products.observation_days, "days of data in observations.csv", 1, 366},
      {"products.keep_days", &c.products.keep_days, "days to keep old products", 1, 36600},
      {"page.days", &c.products.page_days, "days that the page looks back", 1, 30},
      {"alerts.thresholds_nt", &c.alerts.thresholds_nt,
       "issue an alert when SYM-H is forecast or observed at or below one of these [nT]", -5000, 500},
      {"alerts.hysteresis_nt", &c.alerts.hysteresis_nt,
       "an alert by value is over when SYM-H and every forecast are above threshold + this [nT]", 0, 1000},
      {"alerts.rules", &c.alerts.rules,
       "more rules, such as \"P(min <= -100 within 3h) >= 0.5\" by the chance in the sample paths, or \"min "
       "<= "
       "-70 within 2h\" by value"},
      {"alerts.hysteresis_share", &c.alerts.hysteresis_share,
       "an alert by chance is over when the chance is below this share of the one in its rule", 0, 1},
      {"alerts.extend_before", &c.alerts.extend_before,
       "extend an alert that is not over when its validity ends within this time"},
      {"alerts.command", &c.alerts.command,
       "command that sh runs with SYMH_ALERT_* in its environment; empty: none"},
      {"alerts.webhook", &c.alerts.webhook, "address that gets the alert as JSON by HTTP POST; empty: none"},
      {"alerts.webhook_file", &c.alerts.webhook_file,
       "file of mode 600 with the address of the webhook, if that is secret; in place of alerts.webhook"},
      {"alerts.timeout_seconds", &c.alerts.timeout_seconds,
       "give up the command or the webhook after this [s]", 1, 600},
  };
}

/// `60s`, `2m`, `1m30s`; nullopt for anything else and for more than an hour.
std::optional<std::chrono::seconds> parse_seconds(std::string_view text) {
  constexpr std::int64_t most = 3600;
  std::int64_t total = 0;
  while (!text.empty()) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (error != std::errc{} || number < 0 || number > most || text.empty()) return std::nullopt;
    if (text.front() != 's' && text.front() != 'm') return std::nullopt;
    total += text.front() == 'm' ? number * 60 : number;
    text.remove_prefix(1);
  }
  return total > 0 && total <= most ? std::optional(std::chrono::seconds{total}) : std::nullopt;
}

/// A path as it is meant, seen from the folder of the file that names it.
void resolve(std::string& path, const std::filesystem::path& folder) {
  if (!path.empty() && std::filesystem::path(path).is_relative()) path = (folder / path).string();
}

/// The same of a model, but a plain name that is no folder there stays: it names a bundled model.
void resolve_model(std::string& model, const std::filesystem::path& folder) {
  if (model.find('/') != std::string::npos || std::filesystem::exists(folder / model)) resolve(model, folder);
}

}  // namespace

std::chrono::seconds CentreFetch::budget_seconds() const {
  const auto seconds = parse_seconds(budget);
  if (!seconds)
    throw UsageError(fmt::format(
        "fetch.budget = \"{}\": expected a time of at most an hour such as 60s, 2m or 1m30s", budget));
  return *seconds;
}

std::vector<AlertRule> alert_rules(const CentreAlerts& alerts) {
  std::vector<AlertRule> rules;
  const auto add = [&](AlertRule rule, const std::string& key) {
    rule.hysteresis_nt = alerts.hysteresis_nt;
    rule.hysteresis_share = alerts.hysteresis_share;
    for (const auto& other : rules)
      if (to_text(other) == to_text(rule))
        throw UsageError(fmt::format("{}: the rule '{}' stands twice; keep one", key, to_text(rule)));
    rules.push_back(rule);
  };
  for (const double threshold_nt : alerts.thresholds_nt)
    add({.threshold_nt = threshold_nt}, "alerts.thresholds_nt");
  for (const auto& text : alerts.rules) {
    AlertRule rule;
    try {
      rule = parse_alert_rule(text);
    } catch (const UsageError& error) {
      throw UsageError(fmt::format("alerts.rules: {}", error.what()));
    }
    add(rule, "alerts.rules");
  }
  return rules;
}

std::chrono::seconds time_limit(const CentreConfig& config) {
  constexpr std::chrono::seconds for_the_rest{120};
  constexpr int ways = 2;  // the command and the webhook
  const auto rules = config.alerts.thresholds_nt.size() + config.alerts.rules.size();
  const auto alerts = ways * static_cast<std::int64_t>(rules);
  return config.fetch.budget_seconds() + alerts * std::chrono::seconds{config.alerts.timeout_seconds} +
         for_the_rest;
}

CentreConfig read_centre_config(const std::string& path) {
  CentreConfig config;
  apply_toml(read_config_file(path), path, options_of(config));
  const auto folder = std::filesystem::path(path).parent_path();
  for (auto* one : {&config.state, &config.fetch.settings, &config.alerts.webhook_file})
    resolve(*one, folder);
  for (auto* one : {&config.model.run, &config.model.fallback}) resolve_model(*one, folder);
  for (auto& one : config.data.paths) resolve(one, folder);
  try {
    config.fetch.budget_seconds();
    alert_rules(config.alerts);
  } catch (const UsageError& error) {
    throw UsageError(fmt::format("{}: {}", path, error.what()));
  }
  if (config.fetch.sources.empty() && config.data.paths.empty())
    throw UsageError(
        fmt::format("{}: fetch.sources and data.paths are both empty: nothing to forecast from", path));
  require(config.alerts.webhook.empty() || config.alerts.webhook_file.empty(), path,
          "alerts.webhook and alerts.webhook_file are both given; keep one");
  return config;
}

void read_webhook(CentreAlerts& alerts) {
  if (!alerts.webhook_file.empty())
    alerts.webhook = read_secret_file(alerts.webhook_file, "alerts.webhook_file");
}

}  // namespace symh
