#include "products/plausible.h"

#include <fmt/format.h>

#include <cmath>
#include <initializer_list>

#include "series/channels.h"

namespace symh {
namespace {

/// The rest of a sentence that begins with the lead time; empty if the numbers are a forecast.
std::string impossible_lead(const LeadForecast& lead, const ChannelInfo* channel) {
  if (!std::isfinite(lead.value_nt)) return " is not a number";
  if (channel != nullptr && (lead.value_nt < channel->low || lead.value_nt > channel->high))
    return fmt::format(", {:.6g} {}, is outside of what {} can be ({:.0f} to {:.0f} {})", lead.value_nt,
                       channel->unit, channel->name, channel->low, channel->high, channel->unit);
  const float span = channel == nullptr ? 0.F : channel->high - channel->low;
  for (const auto& edge : {lead.q05_nt, lead.q95_nt}) {
    if (!edge) continue;
    if (!std::isfinite(*edge)) return " has a band that is not a number";
    if (channel != nullptr && (*edge < channel->low - span || *edge > channel->high + span))
      return fmt::format(" has a band up to {:.6g} {}, far outside of what {} can be", *edge, channel->unit,
                         channel->name);
  }
  if (lead.q05_nt && lead.q95_nt && *lead.q05_nt > *lead.q95_nt)
    return fmt::format(" has a band that is upside down ({:.0f} to {:.0f})", *lead.q05_nt, *lead.q95_nt);
  for (const float chance : lead.class_probabilities)
    if (!(chance >= 0 && chance <= 1)) return " has a chance that is not from 0 to 1";
  return "";
}

}  // namespace

std::string impossible_forecast(const IssuedForecast& forecast) {
  if (forecast.leads.empty()) return "the model gave no lead time";
  const auto* channel = bounded_channel(forecast.target);
  for (const auto& lead : forecast.leads)
    if (const auto fault = impossible_lead(lead, channel); !fault.empty())
      return fmt::format("the forecast {} ahead{}", format_duration(lead.lead_time), fault);
  if (const auto& now = forecast.estimated;
      now && !(std::isfinite(now->value_nt) && std::isfinite(now->q05_nt) && std::isfinite(now->q95_nt)))
    return fmt::format("the estimate of {} at issue time is not a number", forecast.target);
  return "";
}

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
