#pragma once
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "config/options.h"

namespace symh {

class Provider;
class Source;

/// `[http]`: settings of every request.
struct HttpSettings {
  std::int64_t connect_timeout_seconds = 0;
  std::int64_t low_speed_bytes = 0;  ///< a second
  std::int64_t low_speed_seconds = 0;
  std::int64_t total_seconds = 0;  ///< of one transfer; 0: no limit
  std::int64_t attempts = 0;
  double backoff_seconds = 0;
  double longest_wait_seconds = 0;
  double delay_seconds = 0;
  std::int64_t size_limit_mib = 0;
  std::int64_t redirects = 0;
};

/// The content of configs/sources.toml: the settings of all requests and of each provider.
class SourcesSettings {
 public:
  SourcesSettings();
  ~SourcesSettings();
  SourcesSettings(SourcesSettings&&) noexcept;
  SourcesSettings& operator=(SourcesSettings&&) noexcept;

  /// All keys, bound to their values.
  std::vector<Option> options();
  /// The value of a key, such as value<std::string>("kyoto.email"). Throws std::out_of_range for an unknown
  /// key, std::bad_variant_access for another type.
  template <class Value>
  Value& value(const std::string& key) {
    for (const auto& option : options())
      if (option.key == key) return *std::get<Value*>(option.value);
    throw std::out_of_range("the settings of the sources have no key " + key);
  }
  /// Sets the values that a TOML text gives. Throws UsageError with `origin`:line:column, the key, and the
  /// nearest known key.
  void apply(const std::string& text, const std::string& origin);

  const std::vector<std::unique_ptr<Provider>>& providers() const { return providers_; }

  HttpSettings http;

 private:
  std::vector<std::unique_ptr<Provider>> providers_;
};

/// The default settings: configs/sources.toml as it was when symh was compiled.
SourcesSettings default_sources();

/// The default settings, overridden by those of `text`. Throws as SourcesSettings::apply does.
SourcesSettings parse_sources(const std::string& text, const std::string& origin);

/// The names of all providers, and of those that import files which the user downloaded.
std::vector<std::string> source_names();
std::vector<std::string> importing_source_names();

/// The source of the provider `name`, one of source_names(). For `hapi`, `dataset` names one of the datasets
/// in the settings (default: omni). Throws UsageError for an unknown name.
std::shared_ptr<const Source> make_source(const SourcesSettings& settings, const std::string& name,
                                          const std::string& dataset = "");

}  // namespace symh
