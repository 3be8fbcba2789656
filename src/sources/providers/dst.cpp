#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "formats/format.h"
#include "formats/text/swpc_feed.h"
#include "formats/text/writers.h"
#include "series/hourly_dst.h"
#include "series/transforms.h"
#include "sources/http/answer.h"
#include "sources/monthly.h"
#include "sources/provider.h"

namespace symh {
namespace {

struct DstSettings {
  std::string final_address, provisional_address, realtime_address, newest_address;
  Habits habits;
};

std::vector<Option> options_of(DstSettings& settings) {
  auto options = options_of("dst", settings.habits);
  options.push_back({"dst.final_address", &settings.final_address,
                     "address of Kyoto's page of a month of final Dst, with {year} and {month}"});
  options.push_back({"dst.provisional_address", &settings.provisional_address,
                     "the same for provisional Dst, asked where there is no final Dst"});
  options.push_back({"dst.realtime_address", &settings.realtime_address,
                     "the same for real-time Dst, asked where there is no provisional Dst"});
  options.push_back(
      {"dst.newest_address", &settings.newest_address, "address of SWPC's copy of the last week of Dst"});
  return options;
}

std::string month_text(std::chrono::year_month month) {
  return fmt::format("{:04}-{:02}", int{month.year()}, unsigned{month.month()});
}

/// Kyoto's page holds the table of a month, so it is kept as it came; its title gives the status.
Arrival read_page(const std::string& body, const std::string& shown) {
  const auto& page = format_named("Kyoto Dst page");
  if (!page.sniff(body)) {
    refuse_web_page(body, "dst", shown);
    throw DataError(
        fmt::format("dst: {}: found '{}', expected Kyoto's table of hourly Dst; try again later, or "
                    "check the address in the settings (--sources)",
                    shown, first_words(body)));
  }
  return {page.parse({body, "answer", false}, {}).series};
}

/// Hourly Dst of WDC Kyoto by the month, and of the last week from SWPC, which copies Kyoto's real-time Dst.
class Dst : public Source {
 public:
  explicit Dst(const DstSettings& settings) : settings_(settings) {}
  std::string name() const override { return "dst"; }
  std::optional<Minutes> default_period() const override { return settings_.habits.default_period; }

  void fetch(FetchContext& context) const override {
    constexpr Minutes a_week{7 * 1440};
    if (context.range->to > context.now - a_week && !fetch_newest(context)) return;
    MonthlyPlan plan{
        .source = name(), .recheck = settings_.habits.recheck, .whole_months = true, .absent_at_404 = true};
    plan.file_name = [](std::chrono::year_month month) { return "dst_" + month_text(month) + ".txt"; };
    plan.address = [&](const TimeRange& days) {
      return of_month(settings_.final_address, "dst.final_address", days);
    };
    plan.other_addresses = [&](const TimeRange& days) {
      return std::vector<Address>{of_month(settings_.provisional_address, "dst.provisional_address", days),
                                  of_month(settings_.realtime_address, "dst.realtime_address", days)};
    };
    plan.parse = read_page;
    fetch_months(plan, context);
  }

 private:
  static std::string of_month(const std::string& pattern, const std::string& key, const TimeRange& days) {
    const auto day = format_time(days.from);
    return fill_address(pattern, {{"year", day.substr(0, 4)}, {"month", day.substr(5, 2)}}, key);
  }

  /// Returns false if the work must end.
  bool fetch_newest(FetchContext& context) const {
    const Address address(settings_.newest_address);
    const FileReport step{.file = context.folder / "newest", .address = address.shown()};
    if (context.mode.dry_run) {
      context.report.files.push_back(step);
      return true;
    }
    context.http.set_callbacks(callbacks_of(context.listener));
    return attempt_step(context.report, step, [&] {
      const auto answer =
          context.http.get({.source = name(), .address = address, .part = context.folder / ".newest.part"});
      refuse_web_page(answer.body, name(), step.address);
      auto reading = read_swpc(answer.body, name() + ": " + step.address);
      if (reading.series.find(dst_channel) == nullptr)
        throw DataError(
            fmt::format("dst: {}: found other data than Dst; check the address in the settings "
                        "(--sources)",
                        step.address));
      std::ranges::move(reading.warnings, std::back_inserter(context.report.warnings));
      const auto series = slice(reading.series, context.range->from, context.range->to);
      MonthlyPlan plan{.source = name(), .write = write_csv};
      plan.file_name = [](std::chrono::year_month month) { return "newest_" + month_text(month) + ".csv"; };
      if (!series.empty()) store_months(plan, series, context.folder, context.report);
    });
  }

  DstSettings settings_;
};

}  // namespace

std::unique_ptr<Provider> dst_provider() { return std::make_unique<SingleProvider<Dst, DstSettings>>("dst"); }

}  // namespace symh
