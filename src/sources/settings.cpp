#include "sources/settings.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "config/options.h"
#include "core/error.h"

namespace symh {

namespace assets {
std::string_view sources_toml();  // configs/sources.toml, embedded by cmake/EmbedFile.cmake
}

namespace {

std::vector<Option> http_options(HttpSettings& http) {
  return {
      {"http.connect_timeout_seconds", &http.connect_timeout_seconds, "", 1, 3600},
      {"http.low_speed_bytes", &http.low_speed_bytes, "", 1, 1e9},
      {"http.low_speed_seconds", &http.low_speed_seconds, "", 1, 3600},
      {"http.attempts", &http.attempts, "", 1, 100},
      {"http.backoff_seconds", &http.backoff_seconds, "", 0, 3600},
      {"http.longest_wait_seconds", &http.longest_wait_seconds, "", 0, 86400},
      {"http.delay_seconds", &http.delay_seconds, "", 0, 3600},
      {"http.size_limit_mib", &http.size_limit_mib, "", 1, 4096},
      {"http.redirects", &http.redirects, "", 0, 50},
  };
}

void add_habits(std::vector<Option>& options, const std::string& table, Habits& habits) {
  options.push_back({table + ".default_period", &habits.default_period, ""});
  options.push_back({table + ".recheck", &habits.recheck, ""});
}

std::vector<Option> options_of(SourcesSettings& settings) {
  auto options = http_options(settings.http);
  options.push_back({"isgi.address", &settings.isgi.address, ""});
  options.push_back({"isgi.token_file", &settings.isgi.token_file, ""});
  add_habits(options, "isgi", settings.isgi.habits);
  options.push_back({"kyoto.address", &settings.kyoto.address, ""});
  options.push_back({"kyoto.email", &settings.kyoto.email, ""});
  add_habits(options, "kyoto", settings.kyoto.habits);
  options.push_back({"omni.address", &settings.omni.address, ""});
  add_habits(options, "omni", settings.omni.habits);
  options.push_back({"swpc.mag_address", &settings.swpc.mag_address, ""});
  options.push_back({"swpc.wind_address", &settings.swpc.wind_address, ""});
  for (auto& [name, hapi] : settings.hapi) {
    const auto table = "hapi." + name;
    options.push_back({table + ".server", &hapi.server, ""});
    options.push_back({table + ".dataset", &hapi.dataset, ""});
    options.push_back({table + ".parameters", &hapi.parameters, ""});
    options.push_back({table + ".solar_wind_at", &hapi.solar_wind_at, ""});
    add_habits(options, table, hapi.habits);
  }
  return options;
}

/// A table's name is also that of its folder in the cache.
void check_hapi(const std::string& name, const HapiSettings& hapi, const std::string& origin) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  if (name.find_first_not_of(allowed) != std::string::npos)
    throw UsageError(
        fmt::format("{}: [hapi.{}]: use letters, digits, '_' and '-' for a dataset's name", origin, name));
  if (hapi.server.empty() || hapi.dataset.empty() || hapi.parameters.empty())
    throw UsageError(fmt::format("{}: [hapi.{}] needs server, dataset and parameters", origin, name));
}

void apply(SourcesSettings& settings, const std::string& text, const std::string& origin) {
  constexpr Habits habits{.default_period = Minutes{7 * 1440}, .recheck = Minutes{1440}};
  for (const auto& name : names_of_tables(text, origin, "hapi"))
    settings.hapi.try_emplace(name, HapiSettings{.server = "",
                                                 .dataset = "",
                                                 .parameters = {},
                                                 .solar_wind_at = WindPosition::unknown,
                                                 .habits = habits});
  apply_toml(text, origin, options_of(settings));
  for (const auto& [name, hapi] : settings.hapi) check_hapi(name, hapi, origin);
}

}  // namespace

SourcesSettings default_sources() {
  SourcesSettings settings;
  apply(settings, std::string(assets::sources_toml()), "configs/sources.toml");
  return settings;
}

SourcesSettings parse_sources(const std::string& text, const std::string& origin) {
  auto settings = default_sources();
  apply(settings, text, origin);
  return settings;
}

}  // namespace symh
