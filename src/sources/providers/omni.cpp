#include <fmt/format.h>

#include "formats/format.h"
#include "sources/http/answer.h"
#include "sources/monthly.h"
#include "sources/provider.h"

namespace symh {
namespace {

struct OmniSettings {
  std::string address;
  Habits habits;
  Minutes final_after{0};
};

std::vector<Option> options_of(OmniSettings& settings) {
  auto options = options_of("omni", settings.habits);
  options.push_back(
      {"omni.address", &settings.address, "address of the file of a month, with {year} and {month}"});
  options.push_back(
      {"omni.final_after", &settings.final_after,
       "do not ask again for a month in the cache that was last asked for so long after its end; "
       "--force asks"});
  return options;
}

Arrival read_answer(const std::string& body, const std::string& shown) {
  refuse_web_page(body, "omni", shown);
  return {format_named("OMNI").parse({body, "answer"}, {}).series};
}

class Omni : public Source {
 public:
  explicit Omni(const OmniSettings& settings) : settings_(settings) {}
  std::string name() const override { return "omni"; }
  std::optional<Minutes> default_period() const override { return settings_.habits.default_period; }

  void fetch(FetchContext& context) const override {
    MonthlyPlan plan{.source = name(),
                     .recheck = settings_.habits.recheck,
                     .final_after = settings_.final_after,
                     .whole_months = true,
                     .absent_at_404 = true};
    plan.file_name = [](std::chrono::year_month month) {
      return fmt::format("omni_min{:04}{:02}.asc", int{month.year()}, unsigned{month.month()});
    };
    plan.address = [&](const TimeRange& days) {
      const auto day = format_time(days.from);
      return fill_address(settings_.address, {{"year", day.substr(0, 4)}, {"month", day.substr(5, 2)}},
                          "omni.address");
    };
    plan.parse = read_answer;
    fetch_months(plan, context);
  }

 private:
  OmniSettings settings_;
};

}  // namespace

std::unique_ptr<Provider> omni_provider() {
  return std::make_unique<SingleProvider<Omni, OmniSettings>>("omni");
}

}  // namespace symh
