#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "formats/text/writers.h"
#include "sources/http/answer.h"
#include "sources/monthly.h"
#include "sources/providers/hapi_dataset.h"
#include "sources/sources.h"

namespace symh {
namespace {

/// The names of a request's parameters, which changed with version 3.
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
    const FileReport step{.file = context.folder, .address = settings_.server};
    const auto files = context.report.files.size();
    attempt_step(context.report, step, [&] {
      version = version_of(context);
      dataset = dataset_of(context, version);
    });
    if (context.report.files.size() > files) return;  // it failed, and the report says so
    std::ranges::move(dataset.warnings, std::back_inserter(context.report.warnings));
    fetch_data(context, dataset, version);
  }

 private:
  /// What would be asked of a server of version 3; its own version is the first thing asked.
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

  /// A small request; what the server says of an error is in its JSON, whatever the HTTP status.
  std::string get(FetchContext& context, const std::string& what) const {
    HttpRequest request{.source = name(),
                        .address = fmt::format("{}/{}", settings_.server, what),
                        .part = context.folder / ".info.part"};
    try {
      auto answer = context.http.get(request);
      refuse_web_page(answer.body, name(), request.address);
      return std::move(answer.body);
    } catch (const NetworkError& error) {
      if (error.body.find("\"status\"") != std::string::npos)
        hapi_has_data(error.body, fmt::format("{}: {}", name(), request.address));
      throw;
    }
  }

  int version_of(FetchContext& context) const {
    const auto answer = get(context, "capabilities");
    const auto json = nlohmann::json::parse(answer, nullptr, false);
    const auto text = json.is_object() && json.contains("HAPI") && json["HAPI"].is_string()
                          ? json["HAPI"].get<std::string>()
                          : std::string();
    int version = 0;
    std::from_chars(text.data(), text.data() + text.size(), version);
    if (version < 1)
      throw DataError(
          fmt::format("{}: {}/capabilities: found '{}', expected {{\"HAPI\": \"3.0\" ...}}; check "
                      "`server` in the settings (--sources)",
                      name(), settings_.server, first_words(answer)));
    return version;
  }

  HapiDataset dataset_of(FetchContext& context, int version) const {
    const auto what = fmt::format("info?{}={}", words_of(version).dataset, percent_encode(settings_.dataset));
    return read_hapi_info(get(context, what), settings_,
                          fmt::format("{}: {}/{}", name(), settings_.server, what));
  }

  std::string table_;
  HapiSettings settings_;
};

}  // namespace

std::shared_ptr<const Source> hapi_source(const std::string& name, const HapiSettings& settings) {
  return std::make_shared<Hapi>(name, settings);
}

}  // namespace symh
