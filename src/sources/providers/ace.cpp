#include "sources/daily.h"
#include "sources/http/answer.h"
#include "sources/provider.h"

namespace symh {
namespace {

struct AceSettings {
  std::string mag_address, swepam_address;
  Habits habits;
};

std::vector<Option> options_of(AceSettings& settings) {
  auto options = options_of("ace", settings.habits);
  options.push_back({"ace.mag_address", &settings.mag_address,
                     "address of a day's list of ACE's magnetic field, with {year}, {month} and {day}"});
  options.push_back({"ace.swepam_address", &settings.swepam_address, "the same for ACE's plasma"});
  return options;
}

/// The real-time lists of ACE by the minute, as SWPC wrote them for each day.
class Ace : public Source {
 public:
  explicit Ace(const AceSettings& settings) : settings_(settings) {}
  std::string name() const override { return "ace"; }
  std::optional<Minutes> default_period() const override { return settings_.habits.default_period; }

  void fetch(FetchContext& context) const override {
    const auto address_by = [](const std::string& pattern, const std::string& key) {
      return [&pattern, key](Time day) -> std::optional<std::string> {
        return fill_address(pattern, day_words(day), key);
      };
    };
    fetch_days(
        {.source = name(),
         .recheck = settings_.habits.recheck,
         .kinds = {{"mag", ".txt", "bz_gsm", address_by(settings_.mag_address, "ace.mag_address")},
                   {"swepam", ".txt", "speed", address_by(settings_.swepam_address, "ace.swepam_address")}}},
        context);
  }

 private:
  AceSettings settings_;
};

}  // namespace

std::unique_ptr<Provider> ace_provider() { return std::make_unique<SingleProvider<Ace, AceSettings>>("ace"); }

}  // namespace symh
