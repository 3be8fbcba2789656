#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "core/time.h"
#include "series/series.h"

namespace symh {

/// `[http]`: how every request is made.
struct HttpSettings {
  std::int64_t connect_timeout_seconds = 0;
  std::int64_t low_speed_bytes = 0;  ///< a second
  std::int64_t low_speed_seconds = 0;
  std::int64_t attempts = 0;
  double backoff_seconds = 0;
  double longest_wait_seconds = 0;
  double delay_seconds = 0;
  std::int64_t size_limit_mib = 0;
  std::int64_t redirects = 0;
};

/// What is fetched where the user names no period, and when data that may still improve are asked for again.
struct Habits {
  Minutes default_period{0};
  Minutes recheck{0};
};

struct IsgiSettings {
  std::string address;
  std::string token_file;
  Habits habits;
};

struct KyotoSettings {
  std::string address;
  std::string email;
  Habits habits;
};

struct OmniSettings {
  std::string address;
  Habits habits;
};

struct SwpcSettings {
  std::string mag_address;
  std::string wind_address;
};

/// `[hapi.NAME]`: one dataset of one server.
struct HapiSettings {
  std::string server;
  std::string dataset;
  std::map<std::string, std::string> parameters;  ///< of the dataset -> channel
  WindPosition solar_wind_at = WindPosition::unknown;
  Habits habits;
};

/// configs/sources.toml.
struct SourcesSettings {
  HttpSettings http;
  IsgiSettings isgi;
  KyotoSettings kyoto;
  OmniSettings omni;
  SwpcSettings swpc;
  std::map<std::string, HapiSettings> hapi;
};

/// The settings built in: configs/sources.toml as it was when symh was compiled.
SourcesSettings default_sources();

/// The built-in settings with what `text` says in their place; `origin` is named in errors. Throws UsageError
/// with origin:line:column, the key, and the nearest known key.
SourcesSettings parse_sources(const std::string& text, const std::string& origin);

}  // namespace symh
