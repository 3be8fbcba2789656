#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "formats/text/writers.h"
#include "sources/http/answer.h"
#include "sources/monthly.h"
#include "sources/provider.h"
#include "sources/providers/hapi_dataset.h"

namespace symh {
namespace {

/// The names of the request parameters, which differ before and from version 3.
struct Words {
  const char *dataset, *start, *stop;
};

Words words_of(int version) {
  return version >= 3 ? Words{"dataset", "start", "stop"} : Words{"id", "time.min", "time.max"};
}

class Hapi : public Source {
 public:
  Hapi(std::string name, HapiSettings settings) : table_(std::move(name)), settings_(std::move(settings)) {
    while (settings_.server.ends_with('/')) settings_.server.pop_back();
  }
  std::string name() const override { return "hapi/" + table_; }
  std::optional<Minutes> default_period() const override { return settings_.habits.default_period; }

  void fetch(FetchContext& context) const override {
    if (context.mode.dry_run) return plan_only(context);
    int version = 0;
    HapiDataset dataset;
    const FileReport step{.file = context.folder, .address = shown("")};
    const auto files = context.report.files.size();
    attempt_step(context.report, step, [&] {
      version = version_of(context);
      dataset = dataset_of(context, version);
    });
    if (context.report.files.size() > files) return;  // the request failed, and the report says so
    std::ranges::move(dataset.warnings, std::back_inserter(context.report.warnings));
    fetch_data(context, dataset, version);
  }

 private:
  /// The first data request for a server of version 3. A real fetch would first ask for the server's version.
  void plan_only(FetchContext& context) const {
    HapiDataset dataset;
    std::vector<std::string> names;
    for (const auto& entry : settings_.parameters) names.push_back(percent_encode(entry.first));
    dataset.parameters = fmt::format("{}", fmt::join(names, ","));
    fetch_data(context, dataset, 3);
  }

  void fetch_data(FetchContext& context, const HapiDataset& dataset, int version) const {
    MonthlyPlan plan{.source = name(), .recheck = settings_.habits.recheck};
    plan.file_name = [&](std::chrono::year_month month) {
      return fmt::format("{}_{:04}-{:02}.csv", table_, int{month.year()}, unsigned{month.month()});
    };
    const auto words = words_of(version);
    plan.address = [&](const TimeRange& days) {
      const auto limits = clipped(days, dataset);
      return fmt::format("{}/data?{}={}&parameters={}&{}={}&{}={}", settings_.server, words.dataset,
                         percent_encode(settings_.dataset), dataset.parameters, words.start,
                         format_time(limits.from), words.stop, format_time(limits.to));
    };
    plan.parse = [&](const std::string& body, const std::string& shown) {
      return read_answer(body, shown, dataset, context.report.warnings);
    };
    plan.write = write_csv;
    const auto range = clipped(*context.range, dataset);
    if (range.from >= range.to)
      return context.report.warnings.push_back(
          fmt::format("{}: the dataset has {} to {}, nothing of the period asked for", name(),
                      format_time(dataset.available->from), format_time(dataset.available->to)));
    FetchContext inside = context;
    inside.range = range;
    fetch_months(plan, inside);
  }

  static TimeRange clipped(const TimeRange& range, const HapiDataset& dataset) {
    if (!dataset.available) return range;
    return {std::max(range.from, dataset.available->from), std::min(range.to, dataset.available->to)};
  }

  Arrival read_answer(const std::string& body, const std::string& shown, const HapiDataset& dataset,
                      std::vector<std::string>& warnings) const {
    const auto origin = fmt::format("{}: {}", name(), shown);
    refuse_web_page(body, name(), shown);
    if (body.starts_with("{") && !hapi_has_data(body, origin)) return {std::nullopt, "no data (HAPI 1201)"};
    auto series = read_hapi_data(body, dataset, origin, warnings);
    if (!series) return {std::nullopt, "no values in this period"};
    series->solar_wind_at = settings_.solar_wind_at;
    return {std::move(series)};
  }

  /// Makes a small request. HAPI servers describe an error in JSON, whatever the HTTP status.
  std::string get(FetchContext& context, const std::string& what) const {
    HttpRequest request{.source = name(),
                        .address = fmt::format("{}/{}", settings_.server, what),
                        .part = context.folder / ".info.part"};
    try {
      auto answer = context.http.get(request);
      refuse_web_page(answer.body, name(), request.address.shown());
      return std::move(answer.body);
    } catch (const NetworkError& error) {
      if (error.body.find("\"status\"") != std::string::npos)
        hapi_has_data(error.body, fmt::format("{}: {}", name(), request.address.shown()));
      throw;
    }
  }

  int version_of(FetchContext& context) const {
    const auto answer = get(context, "capabilities");
    const auto json = parse_json_or_discard(answer);
    const auto text = json.is_object() && json.contains("HAPI") && json["HAPI"].is_string()
                          ? json["HAPI"].get<std::string>()
                          : std::string();
    int version = 0;
    std::from_chars(text.data(), text.data() + text.size(), version);
    if (version < 1)
      throw DataError(
          fmt::format("{}: {}: found '{}', expected {{\"HAPI\": \"3.0\" ...}}; check `server` in the "
                      "settings (--sources)",
                      name(), shown("/capabilities"), first_words(answer)));
    return version;
  }

  HapiDataset dataset_of(FetchContext& context, int version) const {
    const auto what = fmt::format("info?{}={}", words_of(version).dataset, percent_encode(settings_.dataset));
    return read_hapi_info(get(context, what), settings_, fmt::format("{}: {}", name(), shown("/" + what)));
  }

  /// An address of the server, as people may see it.
  std::string shown(const std::string& path) const { return Address(settings_.server + path).shown(); }

  std::string table_;
  HapiSettings settings_;
};

/// The folder in the cache has the table's name.
void require_whole(const std::string& name, const HapiSettings& settings, const std::string& origin) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  if (name.find_first_not_of(allowed) != std::string::npos)
    throw UsageError(
        fmt::format("{}: [hapi.{}]: use letters, digits, '_' and '-' for a dataset's name", origin, name));
  if (settings.server.empty() || settings.dataset.empty() || settings.parameters.empty())
    throw UsageError(fmt::format("{}: [hapi.{}] needs server, dataset and parameters", origin, name));
}

/// Settings with one table for each dataset.
class HapiProvider final : public Provider {
 public:
  std::string name() const override { return "hapi"; }

  void add_tables(const std::string& text, const std::string& origin) override {
    for (const auto& dataset : names_of_tables(text, origin, name())) datasets_.try_emplace(dataset);
  }

  std::vector<Option> options() override {
    std::vector<Option> options;
    for (auto& [dataset, settings] : datasets_) {
      const auto table = "hapi." + dataset;
      options.push_back({table + ".server", &settings.server, "address of the HAPI server"});
      options.push_back({table + ".dataset", &settings.dataset, "name of the dataset on the server"});
      options.push_back({table + ".parameters", &settings.parameters,
                         "parameters of the dataset and their channels; NAME[i] is component i, from 0, of a "
                         "vector"});
      options.push_back({table + ".solar_wind_at", &settings.solar_wind_at,
                         "where the solar wind was measured; auto: not known"});
      std::ranges::move(options_of(table, settings.habits), std::back_inserter(options));
    }
    return options;
  }

  void check(const std::string& origin) const override {
    for (const auto& [dataset, settings] : datasets_) require_whole(dataset, settings, origin);
  }

  std::shared_ptr<const Source> source(const std::string& dataset) const override {
    const auto found = datasets_.find(dataset.empty() ? "omni" : dataset);
    if (found != datasets_.end()) return std::make_shared<Hapi>(found->first, found->second);
    std::vector<std::string> names;
    for (const auto& entry : datasets_) names.push_back(entry.first);
    throw UsageError(
        fmt::format("hapi --dataset '{}': the settings have {}; add a table [hapi.NAME] (--sources)", dataset,
                    fmt::join(names, ", ")));
  }

 private:
  std::map<std::string, HapiSettings> datasets_;
};

}  // namespace

std::unique_ptr<Provider> hapi_provider() { return std::make_unique<HapiProvider>(); }

}  // namespace symh
