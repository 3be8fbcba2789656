#include "sources/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "core/error.h"
#include "core/text.h"
#include "sources/registry.h"

namespace symh {

namespace assets {
std::string_view sources_toml();  // configs/sources.toml, embedded by cmake/EmbedFile.cmake
}

namespace {

std::vector<Option> http_options(HttpSettings& http) {
  return {
      {"http.connect_timeout_seconds", &http.connect_timeout_seconds, "give up connecting after this time", 1,
       3600},
      {"http.low_speed_bytes", &http.low_speed_bytes,
       "stop a transfer and try again if it brings fewer bytes a second than this for low_speed_seconds", 1,
       1e9},
      {"http.low_speed_seconds", &http.low_speed_seconds, "see low_speed_bytes", 1, 3600},
      {"http.total_seconds", &http.total_seconds, "stop a transfer that takes longer, and try again", 1,
       86400},
      {"http.attempts", &http.attempts, "how often to try a request in all", 1, 100},
      {"http.backoff_seconds", &http.backoff_seconds,
       "wait before the second attempt; each later wait is twice as long, shortened at random", 0, 3600},
      {"http.longest_wait_seconds", &http.longest_wait_seconds,
       "wait no longer than this; give up on a server that asks for more (Retry-After)", 0, 86400},
      {"http.delay_seconds", &http.delay_seconds, "least time between two requests to one host", 0, 3600},
      {"http.size_limit_mib", &http.size_limit_mib, "refuse a larger answer", 1, 4096},
      {"http.redirects", &http.redirects, "refuse more redirects of one request than this", 0, 50},
  };
}

}  // namespace

SourcesSettings::SourcesSettings() : providers_(make_providers()) {}
SourcesSettings::~SourcesSettings() = default;
SourcesSettings::SourcesSettings(SourcesSettings&&) noexcept = default;
SourcesSettings& SourcesSettings::operator=(SourcesSettings&&) noexcept = default;

std::vector<Option> SourcesSettings::options() {
  auto options = http_options(http);
  for (const auto& provider : providers_) std::ranges::move(provider->options(), std::back_inserter(options));
  return options;
}

void SourcesSettings::apply(const std::string& text, const std::string& origin) {
  for (const auto& provider : providers_) provider->add_tables(text, origin);
  apply_toml(text, origin, options());
  for (const auto& provider : providers_) provider->check(origin);
}

SourcesSettings default_sources() {
  SourcesSettings settings;
  settings.apply(std::string(assets::sources_toml()), "configs/sources.toml");
  return settings;
}

SourcesSettings parse_sources(const std::string& text, const std::string& origin) {
  auto settings = default_sources();
  settings.apply(text, origin);
  return settings;
}

std::vector<std::string> source_names() {
  std::vector<std::string> names;
  for (const auto& provider : make_providers()) names.push_back(provider->name());
  return names;
}

std::vector<std::string> importing_source_names() {
  std::vector<std::string> names;
  for (const auto& provider : make_providers())
    if (provider->imports()) names.push_back(provider->name());
  return names;
}

std::shared_ptr<const Source> make_source(const SourcesSettings& settings, const std::string& name,
                                          const std::string& dataset) {
  for (const auto& provider : settings.providers())
    if (provider->name() == name) return provider->source(dataset);
  throw UsageError(
      fmt::format("'{}' is not a source; the nearest is '{}'", name, nearest(name, source_names())));
}

}  // namespace symh
