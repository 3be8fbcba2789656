#pragma once
#include <string>
#include <vector>

#include "centre/record/forecast_log.h"
#include "centre/record/skill.h"

namespace symh {

/// How old the newest value of one source of data is.
struct DataHealth {
  std::string channel;
  std::string newest;  ///< ISO 8601; empty where there is none
  std::string age;     ///< such as `12 min`
};

/// What the page of a forecast centre shows.
struct CentrePage {
  std::string centre;               ///< its name
  Time made_at;                     ///< by the clock
  std::vector<LoggedForecast> now;  ///< the newest issue time, by lead time
  std::string note;                 ///< what the reader must know first, such as a fallback; or empty
  std::vector<std::pair<Time, float>> observations;  ///< of the last days
  std::vector<LoggedForecast> past;                  ///< forecasts with valid times in the last days
  OperationalSkill skill;                            ///< over the last 30 days
  std::vector<DataHealth> health;
};

/// One self-contained page that any web server or a browser without one shows; loads itself again every five
/// minutes. Without JavaScript the tables stand alone.
std::string centre_page(const CentrePage& page);

}  // namespace symh
