#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "centre/model.h"
#include "config/operational.h"
#include "centre/record/alerts.h"
#include "centre/record/forecast_log.h"
#include "sources/fetch.h"
#include "cli/commands.h"

namespace symh::cli {

/// One run of a forecast centre at the time `now`: each step by itself, so that one that fails leaves what
/// stands and lets the others go on. `now` is the clock; nothing stamped after it is looked at.
class Centre {
 public:
  Centre(CentreConfig config, Time now, const Common& common);

  /// Fetch, read, forecast, log, publish, page, alerts. The exit code of the first step that failed.
  ExitCode run();

 private:
  template <class Work>
  bool step(const char* name, Work work);
  void fail(const char* name, ExitCode code, const std::string& what);

  void finish_last();
  void fetch_from(const Source& source, HttpClient& http);
  void fetch_all();
  void read();
  void issue();
  void observe();
  void publish();
  void draw();
  void alert();

  CentreConfig config_;
  Time now_;
  const Common& common_;
  std::filesystem::path state_;
  ForecastLog log_;
  std::vector<std::string> paths_;  ///< what there is to forecast from
  std::optional<ModelAndData> data_;
  std::optional<IssuedForecast> forecast_;
  std::vector<LoggedForecast> logged_;
  ExitCode code_ = ExitCode::done;
  std::string note_;
};

}  // namespace symh::cli
