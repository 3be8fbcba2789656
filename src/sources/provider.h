#pragma once
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "config/options.h"
#include "sources/source.h"

namespace symh {

/// The settings that all providers have: the period to fetch if the user names none, and the age at which to
/// ask again for data that may still improve.
struct Habits {
  Minutes default_period{0};
  Minutes recheck{0};
};

/// The keys `table`.default_period and `table`.recheck.
std::vector<Option> options_of(const std::string& table, Habits& habits);

/// A row of registry.cpp: the settings of a provider, and the sources that they describe. To add a provider,
/// add its file in providers/, its row, and its keys in configs/sources.toml.
class Provider {
 public:
  Provider() = default;
  virtual ~Provider() = default;
  Provider(const Provider&) = delete;
  Provider& operator=(const Provider&) = delete;

  /// The name in `symh fetch` and in the table of its settings.
  virtual std::string name() const = 0;
  /// True if its source imports files that the user downloaded.
  virtual bool imports() const { return false; }
  /// Adds settings for each table [name.NAME] of a settings text, if the provider has a table for each
  /// dataset.
  virtual void add_tables(const std::string& /*text*/, const std::string& /*origin*/) {}
  /// The provider's keys, bound to its settings.
  virtual std::vector<Option> options() = 0;
  /// Checks the settings together. Throws UsageError that begins with `origin`.
  virtual void check(const std::string& /*origin*/) const {}
  /// The source, or the one named `dataset` (empty: the default). Throws UsageError for an unknown name.
  virtual std::shared_ptr<const Source> source(const std::string& dataset) const = 0;
};

/// A provider of one source. Needs options_of(Settings&) and SourceType(const Settings&).
template <class SourceType, class Settings>
class SingleProvider final : public Provider {
 public:
  explicit SingleProvider(std::string name) : name_(std::move(name)) {}
  std::string name() const override { return name_; }
  /// A source that imports has an import_text() of its own.
  bool imports() const override {
    return !std::is_same_v<decltype(&SourceType::import_text), decltype(&Source::import_text)>;
  }
  std::vector<Option> options() override { return options_of(settings_); }
  std::shared_ptr<const Source> source(const std::string&) const override {
    return std::make_shared<SourceType>(settings_);
  }

 private:
  std::string name_;
  Settings settings_;
};

}  // namespace symh
