#include "centre/fetching.h"

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <thread>

#include "config/config_file.h"
#include "sources/cache.h"
#include "sources/fetch.h"
#include "sources/settings.h"
#include "sources/source.h"

namespace symh {
namespace {

/// Lets several threads report to one listener. Its progress is the mean of theirs.
class SharedListener : public Listener {
 public:
  SharedListener(Listener& listener, std::size_t sources) : listener_(listener), sources_(sources) {}
  void progress(const std::string& label, double share, const std::string& words) override {
    const std::lock_guard one_at_a_time(mutex_);
    shares_[label] = share;
    double sum = 0;
    for (const auto& [name, done] : shares_) sum += done;
    listener_.progress("fetch", sum / static_cast<double>(sources_), fmt::format("{} {}", label, words));
  }
  void say(const std::string& line) override { pass(&Listener::say, line); }
  void say_more(const std::string& line) override { pass(&Listener::say_more, line); }
  void warn(const std::string& line) override { pass(&Listener::warn, line); }
  void fail(const std::string& line) override { pass(&Listener::fail, line); }
  bool stop_asked() const override {
    const std::lock_guard one_at_a_time(mutex_);
    return listener_.stop_asked();
  }

 private:
  void pass(void (Listener::*tell)(const std::string&), const std::string& line) {
    const std::lock_guard one_at_a_time(mutex_);
    (listener_.*tell)(line);
  }

  mutable std::mutex mutex_;
  Listener& listener_;
  std::size_t sources_;
  std::map<std::string, double> shares_;
};

/// One source and the client that asks it.
struct Asked {
  FetchedSource result;
  std::shared_ptr<const Source> source;
  std::unique_ptr<HttpClient> http;
};

void ask(Asked& asked, const FetchPeriod& period, Time now, const std::filesystem::path& cache,
         Listener& listener) {
  auto& result = asked.result;
  const auto failed = [&](ExitCode code, const std::string& fault) {
    result.code = code;
    result.fault = fault;
  };
  try {
    const auto report = fetch(*asked.source, period, now, cache, *asked.http, listener);
    for (const auto& warning : report.warnings) listener.warn("warning: " + warning);
    if (report.code != ExitCode::done)
      failed(report.code, report.errors.empty() ? "failed" : report.errors.front());
  } catch (const Error& error) {
    failed(error.code(), error.what());
  } catch (const std::exception& error) {
    failed(ExitCode::failed, error.what());
  }
}

SourcesSettings settings_of(const CentreFetch& fetch) {
  return fetch.settings.empty() ? default_sources()
                                : parse_sources(read_config_file(fetch.settings), fetch.settings);
}

}  // namespace

std::vector<FetchedSource> fetch_side_by_side(const CentreFetch& settings, Time now, Time files_since,
                                              const std::filesystem::path& cache, Listener& listener) {
  if (settings.sources.empty()) return {};
  const auto sources = settings_of(settings);
  const auto pace = std::make_shared<HostPace>();
  const HttpDeadline deadline{std::chrono::steady_clock::now() + settings.budget_seconds(),
                              "fetch.budget = " + settings.budget};
  std::vector<Asked> all;
  for (const auto& name : settings.sources) {
    const auto colon = name.find(':');
    const auto provider = name.substr(0, colon);
    const auto dataset = colon == std::string::npos ? "" : name.substr(colon + 1);
    auto http = std::make_unique<HttpClient>(sources.http, HttpCallbacks{}, pace);
    http->end_by(deadline);
    all.push_back({{.name = name, .of_stations = provider == "stations"},
                   make_source(sources, provider, dataset),
                   std::move(http)});
  }
  SharedListener shared(listener, all.size());
  const FetchPeriod period{now - settings.period, {}};
  {
    std::vector<std::jthread> threads;
    for (auto& one : all) threads.emplace_back([&, &one = one] { ask(one, period, now, cache, shared); });
  }
  listener.progress_ended();
  std::vector<FetchedSource> results;
  for (auto& one : all) {
    for (const auto& file : cached_since(cache / one.source->name(), files_since))
      one.result.files.push_back(file.string());
    results.push_back(std::move(one.result));
  }
  return results;
}

}  // namespace symh
