#include <fmt/format.h>

#include "sources/http/answer.h"
#include "sources/index_files.h"
#include "sources/provider.h"

namespace symh {
namespace {

struct KyotoSettings {
  std::string address;
  std::string email;
  Habits habits;
};

std::vector<Option> options_of(KyotoSettings& settings) {
  auto options = options_of("kyoto", settings.habits);
  options.push_back({"kyoto.address", &settings.address,
                     "address of a request, with placeholders in braces; the service needs this order"});
  options.push_back({"kyoto.email", &settings.email, "your address: the service asks for it"});
  return options;
}

/// The service wants dates and durations as tens and units: 2015 as 201 and 5, 17 as 1 and 7.
std::map<std::string, std::string> parameters(const TimeRange& range, const std::string& email) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(range.from)};
  const int year = int{date.year()};
  const auto day = unsigned{date.day()};
  const auto days = (range.to - range.from) / Minutes{1440};
  return {{"year_tens", fmt::format("{}", year / 10)},
          {"year_unit", fmt::format("{}", year % 10)},
          {"month", fmt::format("{:02}", unsigned{date.month()})},
          {"day_tens", fmt::format("{}", day / 10)},
          {"day_unit", fmt::format("{}", day % 10)},
          {"days_tens", fmt::format("{:02}", days / 10)},
          {"days_unit", fmt::format("{}", days % 10)},
          {"email", percent_encode(email)}};
}

/// The answer is sometimes inside HTML, which the reader skips; a page without data gives no series.
Arrival read_answer(const std::string& body, const std::string& shown) {
  if (body.find("IAGA-2002") == std::string::npos) {
    refuse_web_page(body, "kyoto", shown);
    throw DataError(
        fmt::format("kyoto: {}: found '{}', expected IAGA-2002 data; try again later, or check the "
                    "address in the settings (--sources)",
                    shown, first_words(body)));
  }
  auto series = read_index_text("answer", body);
  if (!series) return {std::nullopt, "no values yet"};
  return {std::move(series)};
}

class Kyoto : public Source {
 public:
  explicit Kyoto(const KyotoSettings& settings) : settings_(settings) {}
  std::string name() const override { return "kyoto"; }
  std::optional<Minutes> default_period() const override { return settings_.habits.default_period; }

  void fetch(FetchContext& context) const override {
    auto plan = index_plan(name(), settings_.habits.recheck);
    plan.address = [&](const TimeRange& days) {
      return fill_address(settings_.address, parameters(days, settings_.email), "kyoto.address");
    };
    plan.parse = read_answer;
    fetch_months(plan, context);
  }

  void import_text(const std::string& file, std::string_view text, const std::filesystem::path& folder,
                   FetchReport& report) const override {
    import_index_text(name(), file, text, folder, report);
  }

 private:
  KyotoSettings settings_;
};

}  // namespace

std::unique_ptr<Provider> kyoto_provider() {
  return std::make_unique<SingleProvider<Kyoto, KyotoSettings>>("kyoto");
}

}  // namespace symh
