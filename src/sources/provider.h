#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "config/options.h"
#include "sources/source.h"

namespace symh {

/// The settings that providers share: what is fetched where the user names no period, and after which time
/// data that may still improve are asked for again.
struct Habits {
  Minutes default_period{0};
  Minutes recheck{0};
};

/// The keys `table`.default_period and `table`.recheck.
std::vector<Option> options_of(const std::string& table, Habits& habits);

/// One row of registry.cpp: the settings of a provider, and the sources that they describe. A new provider is
/// its file in providers/, its row, and its keys in configs/sources.toml.
class Provider {
 public:
  Provider() = default;
  virtual ~Provider() = default;
  Provider(const Provider&) = delete;
  Provider& operator=(const Provider&) = delete;

  /// As `symh fetch` and the table of its settings call it.
  virtual std::string name() const = 0;
  /// Makes room for the tables [name.NAME] of a settings text, where the provider has a table for each
  /// dataset.
  virtual void add_tables(const std::string& /*text*/, const std::string& /*origin*/) {}
  /// Its keys, bound to its settings.
  virtual std::vector<Option> options() = 0;
  /// Throws UsageError, beginning with `origin`, for what no single key can check.
  virtual void check(const std::string& /*origin*/) const {}
  /// The source; of several, that of `dataset` (empty: the usual one). Throws UsageError for an unknown one.
  virtual std::shared_ptr<const Source> source(const std::string& dataset) const = 0;
};

/// A provider of one source: Settings has a function options_of(Settings&), SourceType is made from Settings.
template <class SourceType, class Settings>
class SingleProvider final : public Provider {
 public:
  explicit SingleProvider(std::string name) : name_(std::move(name)) {}
  std::string name() const override { return name_; }
  std::vector<Option> options() override { return options_of(settings_); }
  std::shared_ptr<const Source> source(const std::string&) const override {
    return std::make_shared<SourceType>(settings_);
  }

 private:
  std::string name_;
  Settings settings_;
};

}  // namespace symh
