#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "centre/record/database.h"
#include "products/folder.h"
#include "series/series.h"
#include "trajectories/odds.h"
#include "verification/forecast_table.h"

namespace symh {

/// One lead time of a forecast as it was issued.
struct LoggedForecast {
  Time issue_time;
  Minutes lead_time{0};
  std::string model;
  double forecast_nt = 0;
  std::optional<double> q05_nt, q95_nt;
  double persistence_nt = 0;  ///< NaN without a value of the target
  Time issued_at;             ///< by the clock
  /// Stamp of the newest value of the target; issued_at - last_observed is the age of the data. Without any
  /// value it lies before longest_gap, so that the age is that of a run from quiet.
  Time last_observed = issue_time;
  std::optional<double> drive_mv_m = {};  ///< as IssuedForecast::drive_mv_m
};

/// One call of `symh forecast`.
struct LoggedRun {
  Time started;
  int exit_code = 0;
  std::string note;  ///< a line for each failure, the first one first; empty where no step failed
};

/// How many observations were new or better.
struct ObservationChanges {
  std::size_t added = 0;
  std::size_t replaced = 0;  ///< by data of a better status, or later data of the same
};

/// The memory of a forecast centre: the issued forecasts, each kept once and never changed, and the
/// observations. A forecast is joined to the observation at its valid time at each query, so that better data
/// count as soon as they arrive. Every call is one transaction.
class ForecastLog {
 public:
  /// Opens or creates the database. Throws RunError where that fails or a newer symh wrote the database.
  explicit ForecastLog(const std::filesystem::path& path);

  /// Adds the forecasts whose issue time and lead time are new and, if there are any, replaces published()
  /// and adds their odds; all or nothing. Returns the number of forecasts added.
  std::size_t add(const std::vector<LoggedForecast>& forecasts,
                  const std::optional<PublishedForecast>& published = {},
                  const std::optional<Odds>& odds = {});
  /// The newest forecast as it is published, so that a run can write the files that a killed run did not.
  std::optional<PublishedForecast> published() const;
  std::optional<Time> newest_issue_time() const;
  /// Adds the values of `channel` [nT]; a value replaces a known one of a worse status, or of the same status
  /// if it differs.
  ObservationChanges observe(const Series& series, const std::string& channel);
  /// Returns the key of the run, for amend().
  std::int64_t add(const LoggedRun& run);
  /// Replaces the row that add() wrote for a run.
  void amend(std::int64_t key, const LoggedRun& run);

  /// The forecasts with issue times in [from, to], by issue time and lead time.
  std::vector<LoggedForecast> forecasts(Time from, Time to) const;
  /// The runs that started in [from, to].
  std::vector<LoggedRun> runs(Time from, Time to) const;
  /// The observations in [from, to]: time and value [nT].
  std::vector<std::pair<Time, float>> observations(Time from, Time to) const;
  /// The forecasts with issue times in [from, to] and the observations at their valid times (NaN where there
  /// is none yet), with the odds of the windows, ready for verify().
  ForecastTable joined(Time from, Time to) const;

  const Database& database() const { return database_; }

 private:
  Database database_;
};

}  // namespace symh
