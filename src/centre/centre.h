#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "centre/record/alerts.h"
#include "centre/record/config.h"
#include "centre/record/forecast_log.h"
#include "centre/record/page.h"
#include "core/error.h"
#include "core/listener.h"
#include "forecasting/issue.h"
#include "stations/add_estimates.h"

namespace symh {

/// One run of a forecast centre at the time `now`, which is its clock: data stamped later are not used. Data
/// stamped after the clock of the machine as well (`machine_now`) are said to be wrong. If a
/// step fails, its last good output stays, the listener hears of the failure, and later steps still run.
class Centre {
 public:
  /// Opens the log in the state folder. With `use_cache`, large text files are read from the archive kept of
  /// them.
  Centre(CentreConfig config, Time now, Time machine_now, bool use_cache, Listener& listener);

  /// Fetches, reads, forecasts, logs, publishes, draws the page and sends alerts. Returns the exit code of
  /// the first step that failed. While alerts are under way, the log and the page say that they are not
  /// delivered, so that a run that is killed then is no success.
  ExitCode run();

 private:
  template <class Work>
  bool step(const char* name, Work work);
  void fail(const char* name, ExitCode code, const std::string& what);

  void finish_last();
  void fetch_all();
  void read();
  void estimate_from_stations(Series& series);
  void issue();
  void observe();
  void publish();
  void draw();
  void show_forecast(CentrePage& page) const;
  void raise_alerts();
  void log_run();
  void deliver_alerts();

  CentreConfig config_;
  Time now_, machine_now_;
  bool use_cache_;
  Listener& listener_;
  std::filesystem::path state_;
  ForecastLog log_;
  std::vector<std::string> paths_, stations_;  ///< the files to forecast from, and those of observatories
  std::optional<QuickIndex> estimate_;
  std::optional<ModelAndData> data_;
  std::optional<IssuedForecast> forecast_;
  std::vector<LoggedForecast> logged_;
  ExitCode code_ = ExitCode::done;
  std::vector<std::string> failures_;  ///< of this run, the first one first
  std::optional<std::int64_t> run_;    ///< the key of this run in the log
  std::vector<AlertMessage> due_;
  std::vector<std::string> rules_not_judged_;  ///< a sentence for each
  std::vector<std::string> delivery_faults_;
  bool alerts_held_ = false;  ///< the forecast is implausible
};

}  // namespace symh
