#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "centre/record/database.h"
#include "products/folder.h"
#include "series/series.h"
#include "verification/forecast_table.h"

namespace symh {

/// One lead time of a forecast as it was issued.
struct LoggedForecast {
  Time issue_time;
  Minutes lead_time{0};
  std::string model;
  double forecast_nt = 0;
  std::optional<double> q05_nt, q95_nt;
  double persistence_nt = 0;
  Time issued_at;  ///< by the clock
  /// Of the newest value of the target; issued_at - last_observed is the age of the data.
  Time last_observed = issue_time;
};

/// One call of `symh forecast`.
struct LoggedRun {
  Time started;
  int exit_code = 0;
  std::string note;  ///< what failed; empty where nothing did
};

/// How an observation was taken in.
struct ObservationChanges {
  std::size_t added = 0;
  std::size_t replaced = 0;  ///< by data of a better status, or later data of the same
};

/// The memory of a forecast centre: what was issued, each once and never changed, and what was observed. A
/// forecast is joined to the observation at its valid time whenever it is asked for, so that better data
/// count as soon as they are there. Every call is one transaction.
class ForecastLog {
 public:
  /// Opens or creates the database. Throws RunError where it cannot, or where a newer symh wrote it.
  explicit ForecastLog(const std::filesystem::path& path);

  /// Keeps what was not issued before for the same issue and lead time, and, where that is anything, how it
  /// is published in the place of published(); both or neither. Returns how many.
  std::size_t add(const std::vector<LoggedForecast>& forecasts,
                  const std::optional<PublishedForecast>& published = {});
  /// The newest forecast as it is published, so that a run can write what a killed one left unwritten.
  std::optional<PublishedForecast> published() const;
  std::optional<Time> newest_issue_time() const;
  /// Takes the values of `channel` [nT] at the series' stamps.
  ObservationChanges observe(const Series& series, const std::string& channel);
  void add(const LoggedRun& run);

  /// With issue times in [from, to], by issue and lead time.
  std::vector<LoggedForecast> forecasts(Time from, Time to) const;
  /// Started in [from, to].
  std::vector<LoggedRun> runs(Time from, Time to) const;
  /// The observed value and its time, in [from, to].
  std::vector<std::pair<Time, float>> observations(Time from, Time to) const;
  /// Forecasts with issue times in [from, to] beside what was observed (NaN where nothing is yet), ready for
  /// verify().
  ForecastTable joined(Time from, Time to) const;

  const Database& database() const { return database_; }

 private:
  Database database_;
};

}  // namespace symh
