#include "centre/record/page_summary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/spoken.h"
#include "products/odds_text.h"
#include "products/wind_age.h"
#include "reporting/text.h"

namespace symh {
namespace {

constexpr std::array shown_windows{Minutes{60}, Minutes{180}, Minutes{360}, Minutes{1440}};

std::string nt(double value) { return fmt::format("{:.0f} nT", value); }

/// The headline for a level. It adds the word "storm" to "moderate" and "intense", which need it.
std::string level_title(const std::string& level) {
  if (level == storm_level_name(StormLevel::quiet)) return "Quiet";
  if (level == storm_level_name(StormLevel::moderate)) return "Moderate storm";
  if (level == storm_level_name(StormLevel::intense)) return "Intense storm";
  if (level == storm_level_name(StormLevel::superstorm)) return "Superstorm";
  return "Unknown";
}

struct Card {
  std::string what, level, value, when;
};

std::string card_html(const Card& card) {
  return fmt::format(
      "<div class=\"card {}\">\n<div class=\"what\">{}</div>\n<div class=\"level\">{}</div>\n"
      "<div class=\"value\">{}</div>\n<div>{}</div>\n</div>\n",
      card.level.empty() ? "unknown" : escape_html(card.level), escape_html(card.what),
      level_title(card.level), escape_html(card.value), escape_html(card.when));
}

std::string ago(Time time, Time now) {
  const auto spoken = spoken_time(time, now);
  return time > now ? spoken : fmt::format("{} ({} ago)", spoken, spaced(now - time));
}

Card card_of_now(const CentrePage& page) {
  const auto& forecast = *page.forecast;
  Card card{"Now", "", "There is no observed SYM-H.", ""};
  if (!std::isfinite(forecast.now_nt())) return card;
  card.level = level_of(forecast.now_nt());
  card.value = "SYM-H " + nt(forecast.now_nt());
  if (!forecast.estimated_nt) {
    card.when = "observed " + ago(forecast.last_observed.value_or(forecast.issue_time), page.made_at);
    return card;
  }
  if (const auto& band = forecast.estimated_band_nt)
    card.value += fmt::format(" (5-95 %: {:.0f} to {})", band->first, nt(band->second));
  card.when = fmt::format("estimated for {}", ago(forecast.issue_time, page.made_at));
  card.when += forecast.last_observed ? fmt::format("; last observed {}, {}", nt(forecast.last_nt),
                                                    ago(*forecast.last_observed, page.made_at))
                                      : std::string("; there is no observed SYM-H");
  return card;
}

/// `between 20:00 and 23:00`, or `between 20:00, 10 May and 01:00, 11 May` where the day changes.
std::string between(const TimeSpread& when) {
  const auto day = spoken_day(when.median);
  if (spoken_day(when.q05) == day && spoken_day(when.q95) == day)
    return fmt::format("between {} and {}", clock_time(when.q05), clock_time(when.q95));
  return fmt::format("between {}, {} and {}, {}", clock_time(when.q05), spoken_day(when.q05),
                     clock_time(when.q95), spoken_day(when.q95));
}

std::string within(Minutes window) { return "within " + spaced(window); }

/// By the odds of the longest window, else by the lead time of the lowest forecast.
Card worst_card(const CentrePage& page) {
  const auto& forecast = *page.forecast;
  if (forecast.odds && !forecast.odds->minimum.empty()) {
    const auto& minimum = forecast.odds->minimum.back();
    return {"Worst expected " + within(minimum.within), level_of(minimum.mean_nt),
            fmt::format("minimum {} (5-95 %: {:.0f} to {})", nt(minimum.mean_nt), minimum.q05_nt,
                        nt(minimum.q95_nt)),
            fmt::format("due about {}, {}", spoken_time(minimum.when.median, page.made_at),
                        between(minimum.when))};
  }
  const auto& deepest = *std::ranges::min_element(forecast.leads, {}, &ShownLead::forecast_nt);
  auto value = "lowest forecast " + nt(deepest.forecast_nt);
  if (deepest.band_nt)
    value += fmt::format(" (5-95 %: {:.0f} to {})", deepest.band_nt->first, nt(deepest.band_nt->second));
  return {"Worst expected " + within(forecast.leads.back().lead_time), deepest.level, value,
          fmt::format("for {}, {} ahead", spoken_time(deepest.valid_time, page.made_at),
                      spaced(deepest.lead_time))};
}

/// Chances by threshold and window.
struct ChanceTable {
  std::string title;
  std::vector<std::string> windows;
  std::vector<std::pair<float, std::vector<double>>> rows;  ///< a threshold [nT], a chance for each window
};

/// The elements at 1, 3, 6 and 24 h by their member `time`, and the last one if the model does not reach so
/// far.
template <class Element>
std::vector<const Element*> at_shown_windows(const std::vector<Element>& list, Minutes Element::*time) {
  std::vector<const Element*> found;
  for (const auto window : shown_windows)
    for (const auto& element : list)
      if (element.*time == window) found.push_back(&element);
  if (!list.empty() && list.back().*time < shown_windows.back() &&
      (found.empty() || found.back() != &list.back()))
    found.push_back(&list.back());
  return found;
}

ChanceTable chances_of(const Odds& odds) {
  ChanceTable table{"Chance that SYM-H falls this deep within", {}, {}};
  for (const float threshold : odds_thresholds_nt) table.rows.emplace_back(threshold, std::vector<double>{});
  for (const auto* minimum : at_shown_windows(odds.minimum, &MinimumOdds::within)) {
    table.windows.push_back(spaced(minimum->within));
    for (std::size_t t = 0; t < table.rows.size(); ++t)
      table.rows[t].second.push_back(minimum->at_or_below[t]);
  }
  return table;
}

/// Of a model without trajectories: the chance of each level or a deeper one at a lead time.
ChanceTable chances_of(const std::vector<ShownLead>& leads) {
  ChanceTable table{"Chance that SYM-H is this deep in", {}, {}};
  for (const float threshold : default_storm_thresholds_nt)
    table.rows.emplace_back(threshold, std::vector<double>{});
  for (const auto* lead : at_shown_windows(leads, &ShownLead::lead_time)) {
    if (!lead->chances) continue;
    table.windows.push_back(spaced(lead->lead_time));
    double deeper = 1;
    for (std::size_t t = 0; t < table.rows.size(); ++t) {
      deeper -= (*lead->chances)[t];
      table.rows[t].second.push_back(std::clamp(deeper, 0.0, 1.0));
    }
  }
  return table;
}

/// chance_text() that no line break takes apart.
std::string chance_on_one_line(double chance) {
  std::string text;
  for (const char c : chance_text(chance)) text += c == ' ' ? std::string("\u00a0") : std::string(1, c);
  return text;
}

std::string chance_cell(double chance, const std::string& level) {
  return fmt::format(
      "<td><span class=\"bar\"><span class=\"fill {}\" style=\"width:{:.0f}%\"></span></span>{}</td>", level,
      100 * chance, escape_html(chance_on_one_line(chance)));
}

std::string chances_html(const ChanceTable& table) {
  if (table.windows.empty())
    return "<p class=\"chances\">This model has no band, so there are no chances.</p>\n";
  auto html = fmt::format("<table class=\"chances\">\n<caption>{}</caption>\n<thead><tr><td></td>",
                          escape_html(table.title));
  for (const auto& window : table.windows)
    html += fmt::format("<th scope=\"col\">{}</th>", escape_html(window));
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& [threshold, chances] : table.rows) {
    const auto level = level_of(threshold);
    const bool named = level != storm_level_name(StormLevel::quiet);
    html += fmt::format("<tr><th scope=\"row\">{:.0f} nT{}</th>", threshold,
                        named ? fmt::format(" <span class=\"note\">{}</span>", level) : "");
    for (const double chance : chances) html += chance_cell(chance, level);
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table>\n";
}

/// When the next level is reached, and the all-clear.
std::string odds_sentences(const Odds& odds, double now_nt, Time now) {
  std::string text;
  const auto next = std::ranges::find_if(odds.onset, [&](const OnsetOdds& onset) {
    return level_of(onset.threshold_nt) != storm_level_name(StormLevel::quiet) && onset.threshold_nt < now_nt;
  });
  if (next != odds.onset.end() && next->when)
    text = fmt::format("If SYM-H falls to {} within {} (chance {}), then first about {}, {}. ",
                       nt(next->threshold_nt), spaced(odds.reach), chance_on_one_line(next->chance),
                       spoken_time(next->when->median, now), between(*next->when));
  if (odds.all_clear)
    text += fmt::format("Chance that SYM-H stays above {} for {}: {}.", nt(all_clear_above_nt),
                        spaced(all_clear_window), chance_on_one_line(*odds.all_clear));
  return text.empty() ? "" : fmt::format("<p>{}</p>\n", escape_html(text));
}

struct ChannelName {
  const char *channel, *spoken;
};
/// What people call a channel, those first that they look for first.
constexpr std::array channel_names{
    ChannelName{"sym_h", "SYM-H"},     ChannelName{"sym_h_quick", "SYM-H of observatories"},
    ChannelName{"dst", "Dst"},         ChannelName{"bz_gsm", "Bz"},
    ChannelName{"by_gsm", "By"},       ChannelName{"bx_gsm", "Bx"},
    ChannelName{"b_total", "|B|"},     ChannelName{"speed", "speed"},
    ChannelName{"density", "density"}, ChannelName{"asy_h", "ASY-H"},
    ChannelName{"sym_d", "SYM-D"},     ChannelName{"asy_d", "ASY-D"}};

auto rank_of(const DataHealth& input) {
  return std::ranges::find(channel_names, input.channel, &ChannelName::channel) - channel_names.begin();
}

/// symh's own name of a channel where people have no short one.
std::string spoken_channel(const DataHealth& input) {
  const auto rank = static_cast<std::size_t>(rank_of(input));
  return rank < channel_names.size() ? channel_names[rank].spoken : input.channel;
}

/// The inputs, those of the same age together.
std::string ages_html(const CentrePage& page) {
  if (page.health.empty())
    return "<p class=\"about\">The data could not be read: their ages are unknown.</p>\n";
  auto inputs = page.health;
  std::erase_if(inputs, [](const DataHealth& input) { return input.channel == "sym_h_quick_error"; });
  std::ranges::stable_sort(inputs, {}, rank_of);
  std::string html = "<ul class=\"ages\" aria-label=\"Age of the newest value of each input\">\n";
  while (!inputs.empty()) {
    const auto newest = inputs.front().newest;
    const auto same = [&](const DataHealth& input) { return input.newest == newest; };
    std::vector<std::string> names;
    for (const auto& input : inputs)
      if (same(input)) names.push_back(fmt::format("<span>{}</span>", escape_html(spoken_channel(input))));
    html += fmt::format("<li>{} <b>{}</b></li>\n", fmt::join(names, ", "),
                        newest ? spaced(std::max(Minutes{0}, page.made_at - *newest)) : "none");
    std::erase_if(inputs, same);
  }
  return html + "</ul>\n";
}

}  // namespace

std::string page_summary(const CentrePage& page) {
  if (!page.forecast) return "<p class=\"headline\">No forecast has been issued yet.</p>\n" + ages_html(page);
  const auto& forecast = *page.forecast;
  std::string html =
      "<div class=\"cards\">\n" + card_html(card_of_now(page)) + card_html(worst_card(page)) + "</div>\n";
  html += "<div class=\"odds\">\n";
  html += chances_html(forecast.odds ? chances_of(*forecast.odds) : chances_of(forecast.leads));
  if (forecast.odds) html += odds_sentences(*forecast.odds, forecast.now_nt(), page.made_at);
  html += "</div>\n" + ages_html(page);
  if (!page.note.empty())
    html +=
        fmt::format("<p class=\"about\">{}</p>\n", escape_html(with_spoken_times(page.note, page.made_at)));
  return html;
}

}  // namespace symh
