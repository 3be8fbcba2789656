#include "products/plausible.h"

#include <fmt/format.h>

#include <cmath>

namespace symh {

std::string implausible_forecast(const IssuedForecast& forecast) {
  if (forecast.target != "sym_h") return "";
  const double now_nt = forecast.estimated ? forecast.estimated->value_nt : forecast.last_nt;
  for (const auto& lead : forecast.leads) {
    const double most = 350 + 5.0 * static_cast<double>(lead.lead_time.count());
    if (std::abs(lead.value_nt - now_nt) > most)
      return fmt::format(
          "the forecast {} ahead, {:.0f} nT, is implausible: SYM-H is {:.0f} nT, and no storm of 1998-2017 "
          "changed "
          "it by half as much in that time; check the inputs",
          format_duration(lead.lead_time), lead.value_nt, now_nt);
  }
  return "";
}

}  // namespace symh
