#include "centre/record/forecast_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "centre/record/alert_messages.h"
#include "centre/record/logged_odds.h"
#include "core/error.h"

namespace symh {
namespace {

constexpr std::int64_t schema_version = 4;
constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS forecasts (
  issue_time INTEGER NOT NULL, lead_minutes INTEGER NOT NULL, model TEXT NOT NULL, forecast_nt REAL NOT NULL,
  q05_nt REAL, q95_nt REAL, persistence_nt REAL, issued_at INTEGER NOT NULL,
  last_observed INTEGER NOT NULL, drive_mv_m REAL, PRIMARY KEY (issue_time, lead_minutes)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS observations (
  time INTEGER PRIMARY KEY, value_nt REAL NOT NULL, status INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS published (
  one INTEGER PRIMARY KEY CHECK (one = 1), issue_time INTEGER NOT NULL, json TEXT NOT NULL, csv TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS runs (
  started INTEGER NOT NULL, exit_code INTEGER NOT NULL, note TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS runs_by_start ON runs (started);
)";
/// Version 1 had no column last_observed. SQLite demands a default for a new column that may not be NULL.
constexpr const char* add_last_observed =
    "ALTER TABLE forecasts ADD COLUMN last_observed INTEGER NOT NULL DEFAULT 0;"
    "UPDATE forecasts SET last_observed = issue_time;";
/// Versions 1 to 3 had no column drive_mv_m.
constexpr const char* add_drive = "ALTER TABLE forecasts ADD COLUMN drive_mv_m REAL;";

std::int64_t version_of(const Database& database) {
  auto version = database.prepare("PRAGMA user_version");
  version.step();
  return version.integer(0);
}

void create(const Database& database) {
  const auto version = version_of(database);
  if (version > schema_version)
    throw RunError(fmt::format(
        "the forecast log was written by a newer symh (version {} of the log; this symh knows {}): "
        "install the newer symh, or start a new state folder",
        version, schema_version));
  Transaction whole(database);
  if (version == 1) database.execute(add_last_observed);
  if (version >= 1 && version <= 3) database.execute(add_drive);
  database.execute(fmt::format("{} {} {}", schema, alert_messages_schema, logged_odds_schema));
  if (version == 1 || version == 2) database.execute(move_alerts_of_version_2);
  database.execute(fmt::format("PRAGMA user_version = {};", schema_version));
  whole.commit();
}

double value_or_nan(const std::optional<double>& value) { return value.value_or(std::nan("")); }

/// The entry of a lead time, which is added where the table has none yet.
LeadTimeForecasts& lead_of(ForecastTable& table, Minutes lead_time) {
  const auto found = std::ranges::find(table.leads, lead_time, &LeadTimeForecasts::lead_time);
  if (found != table.leads.end()) return *found;
  table.leads.emplace_back().lead_time = lead_time;
  return table.leads.back();
}

/// A table has a band for all forecasts or for none: removes the band if no forecast has one.
void drop_empty_bands(LeadTimeForecasts& lead) {
  const auto there = [](float value) { return std::isfinite(value); };
  if (std::ranges::any_of(lead.q05_nt, there)) return;
  for (auto* quantile : {&lead.q05_nt, &lead.q50_nt, &lead.q95_nt}) quantile->clear();
}

}  // namespace

ForecastLog::ForecastLog(const std::filesystem::path& path) : database_(path) { create(database_); }

std::size_t ForecastLog::add(const std::vector<LoggedForecast>& forecasts,
                             const std::optional<PublishedForecast>& published,
                             const std::optional<Odds>& odds) {
  Transaction whole(database_);
  auto insert = database_.prepare(
      // Not INSERT OR IGNORE, which would also pass over a forecast that is not a number.
      "INSERT INTO forecasts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (issue_time, lead_minutes) "
      "DO NOTHING");
  std::size_t added = 0;
  for (const auto& f : forecasts) {
    insert.bind(f.issue_time).bind(std::int64_t{f.lead_time.count()}).bind(f.model);
    insert.bind(std::optional(f.forecast_nt)).bind(f.q05_nt).bind(f.q95_nt);
    insert.bind(std::optional(f.persistence_nt)).bind(f.issued_at);
    insert.bind(f.last_observed).bind(f.drive_mv_m).run();
    added += static_cast<std::size_t>(database_.changes());
  }
  if (published && added > 0)
    database_.prepare("INSERT OR REPLACE INTO published VALUES (1, ?, ?, ?)")
        .bind(published->issue_time)
        .bind(published->json)
        .bind(published->csv)
        .run();
  if (odds && added > 0) add_odds(database_, *odds);
  whole.commit();
  return added;
}

std::optional<PublishedForecast> ForecastLog::published() const {
  auto select = database_.prepare("SELECT issue_time, json, csv FROM published");
  if (!select.step()) return std::nullopt;
  return PublishedForecast{select.time(0), select.text(1), select.text(2)};
}

std::optional<Time> ForecastLog::newest_issue_time() const {
  auto select = database_.prepare("SELECT max(issue_time) FROM forecasts");
  if (!select.step() || !select.number(0)) return std::nullopt;
  return select.time(0);
}

ObservationChanges ForecastLog::observe(const Series& series, const std::string& channel) {
  const auto& values = series.at(channel).values;
  Transaction whole(database_);
  auto known = database_.prepare("SELECT value_nt, status FROM observations WHERE time = ?");
  auto insert = database_.prepare("INSERT OR REPLACE INTO observations VALUES (?, ?, ?)");
  ObservationChanges changes;
  for (std::size_t row = 0; row < series.size(); ++row) {
    if (!std::isfinite(values[row])) continue;
    const auto time = series.time_of(row);
    const auto status = static_cast<std::int64_t>(series.status[row]);
    known.bind(time);
    const bool there = known.step();
    const bool keep = there && (known.integer(1) > status ||
                                (known.integer(1) == status && known.number(0) == double{values[row]}));
    known.reset();
    if (keep) continue;
    ++(there ? changes.replaced : changes.added);
    insert.bind(time).bind(std::optional<double>(values[row])).bind(status).run();
  }
  whole.commit();
  return changes;
}

std::int64_t ForecastLog::add(const LoggedRun& run) {
  auto insert = database_.prepare("INSERT INTO runs VALUES (?, ?, ?) RETURNING rowid");
  insert.bind(run.started).bind(std::int64_t{run.exit_code}).bind(run.note);
  insert.step();
  const auto key = insert.integer(0);
  insert.step();  // the row is kept when the statement has ended
  return key;
}

void ForecastLog::amend(std::int64_t key, const LoggedRun& run) {
  database_.prepare("UPDATE runs SET started = ?, exit_code = ?, note = ? WHERE rowid = ?")
      .bind(run.started)
      .bind(std::int64_t{run.exit_code})
      .bind(run.note)
      .bind(key)
      .run();
}

std::vector<LoggedForecast> ForecastLog::forecasts(Time from, Time to) const {
  auto select = database_.prepare(
      "SELECT issue_time, lead_minutes, model, forecast_nt, q05_nt, q95_nt, persistence_nt, issued_at, "
      "last_observed, drive_mv_m FROM forecasts WHERE issue_time BETWEEN ? AND ? ORDER BY issue_time, "
      "lead_minutes");
  select.bind(from).bind(to);
  std::vector<LoggedForecast> list;
  while (select.step())
    list.push_back({select.time(0), Minutes{select.integer(1)}, select.text(2),
                    value_or_nan(select.number(3)), select.number(4), select.number(5),
                    value_or_nan(select.number(6)), select.time(7), select.time(8), select.number(9)});
  return list;
}

std::vector<LoggedRun> ForecastLog::runs(Time from, Time to) const {
  auto select = database_.prepare(
      "SELECT started, exit_code, note FROM runs WHERE started BETWEEN ? AND ? ORDER BY started, rowid");
  select.bind(from).bind(to);
  std::vector<LoggedRun> list;
  while (select.step()) list.push_back({select.time(0), static_cast<int>(select.integer(1)), select.text(2)});
  return list;
}

std::vector<std::pair<Time, float>> ForecastLog::observations(Time from, Time to) const {
  auto select =
      database_.prepare("SELECT time, value_nt FROM observations WHERE time BETWEEN ? AND ? ORDER BY time");
  select.bind(from).bind(to);
  std::vector<std::pair<Time, float>> list;
  while (select.step()) list.emplace_back(select.time(0), static_cast<float>(value_or_nan(select.number(1))));
  return list;
}

ForecastTable ForecastLog::joined(Time from, Time to) const {
  auto select = database_.prepare(
      "SELECT f.issue_time, f.lead_minutes, f.forecast_nt, f.q05_nt, f.q95_nt, f.persistence_nt, o.value_nt, "
      "f.last_observed, f.drive_mv_m "
      "FROM forecasts f LEFT JOIN observations o ON o.time = f.issue_time + f.lead_minutes "
      "WHERE f.issue_time BETWEEN ? AND ? ORDER BY f.lead_minutes, f.issue_time");
  select.bind(from).bind(to);
  ForecastTable table;
  table.model = "the forecast centre, as issued";
  while (select.step()) {
    auto& lead = lead_of(table, Minutes{select.integer(1)});
    const auto number = [&](int column) { return static_cast<float>(value_or_nan(select.number(column))); };
    lead.issue_time.push_back(select.time(0));
    lead.storm.push_back(-1);
    lead.forecast_nt.push_back(number(2));
    lead.q05_nt.push_back(number(3));
    lead.q50_nt.push_back(number(2));
    lead.q95_nt.push_back(number(4));
    lead.baselines_nt["persistence"].push_back(number(5));
    lead.observed_nt.push_back(number(6));
    lead.lateness.push_back(lead.issue_time.back() - select.time(7));
    lead.drive_mv_m.push_back(number(8));
  }
  for (auto& lead : table.leads) drop_empty_bands(lead);
  table.windows = logged_windows(database_, from, to);
  return table;
}

}  // namespace symh
