#include "centre/record/page.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "products/levels.h"
#include "reporting/report.h"

namespace symh {
namespace {

constexpr Minutes reload_every{5};

double x_of(Time time) { return static_cast<double>(time.time_since_epoch().count()); }
/// The value of the target at the newest issue time.
double last_nt(const CentrePage& page) { return page.now.front().persistence_nt; }

/// One sentence for someone who reads nothing else.
std::string headline(const CentrePage& page) {
  if (page.now.empty()) return "No forecast has been issued yet.";
  const auto& deepest = *std::ranges::min_element(page.now, {}, &LoggedForecast::forecast_nt);
  const auto newest = std::isfinite(last_nt(page))
                          ? fmt::format("SYM-H was {:.0f} nT ({}) at {}.", last_nt(page),
                                        level_of(last_nt(page)), format_time(deepest.last_observed))
                          : std::string("There is no observed SYM-H.");
  return fmt::format("{} The lowest value forecast is {:.0f} nT ({}) at {}, {} ahead.", newest,
                     deepest.forecast_nt, level_of(deepest.forecast_nt),
                     format_time(deepest.issue_time + deepest.lead_time), format_duration(deepest.lead_time));
}

/// The chance of each level of the forecast or a deeper one; NaN without a band.
std::vector<double> chances_of_level(const LoggedForecast& forecast) {
  std::vector<double> list(default_storm_thresholds_nt.size(), std::nan(""));
  const auto chances = level_chances(forecast.forecast_nt, forecast.q05_nt, forecast.q95_nt);
  if (!chances) return list;
  double deeper = 1;
  for (std::size_t level = 0; level < list.size(); ++level) {
    deeper -= (*chances)[level];
    list[level] = std::max(0.0, deeper);
  }
  return list;
}

Table now_table(const CentrePage& page) {
  Table table{.title = "The coming hours",
              .columns = {{.title = "Lead"},
                          {.title = "Valid time"},
                          {.title = "SYM-H", .unit = "nT", .decimals = 0},
                          {.title = "5\u00a0%", .decimals = 0},
                          {.title = "95\u00a0%", .decimals = 0},
                          {.title = "Level"}},
              .rows = {}};
  for (const auto threshold : default_storm_thresholds_nt)
    table.columns.push_back(
        {.title = fmt::format("at or below {:.0f}\u00a0nT", threshold), .decimals = 0, .percent = true});
  for (const auto& f : page.now) {
    std::vector<Cell> row;
    row.reserve(table.columns.size());
    row.emplace_back(format_duration(f.lead_time));
    row.emplace_back(format_time(f.issue_time + f.lead_time));
    row.emplace_back(f.forecast_nt);
    row.emplace_back(f.q05_nt.value_or(std::nan("")));
    row.emplace_back(f.q95_nt.value_or(std::nan("")));
    row.emplace_back(level_of(f.forecast_nt));
    for (const auto chance : chances_of_level(f)) row.emplace_back(chance);
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// Values by time, one map a line of the plot.
class Lines {
 public:
  void add(const std::string& name, Time time, double value) { values_[name][time] = value; }

  PlotLine line(const std::string& name, LineStyle style = LineStyle::solid, bool ink = false) const {
    PlotLine line{name, {}, style, ink};
    const auto found = values_.find(name);
    for (const auto time : times()) {
      const auto value = found == values_.end() ? std::nullopt : at(found->second, time);
      line.y.push_back(value.value_or(std::nan("")));
    }
    return line;
  }
  std::set<Time> times() const {
    std::set<Time> all;
    for (const auto& [name, values] : values_)
      for (const auto& [time, value] : values) all.insert(time);
    return all;
  }

 private:
  static std::optional<double> at(const std::map<Time, double>& values, Time time) {
    const auto found = values.find(time);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  }
  std::map<std::string, std::map<Time, double>> values_;
};

Plot plot_of(const Lines& lines, const std::string& title, std::vector<PlotLine> drawn) {
  Plot plot{title, "", "SYM-H [nT]", {}, std::move(drawn), true};
  for (const auto time : lines.times()) plot.x.push_back(x_of(time));
  return plot;
}

/// The last day and the coming hours with their band.
Plot now_plot(const CentrePage& page) {
  Lines lines;
  const Time issue = page.now.front().issue_time, last = page.now.front().last_observed;
  for (const auto& [time, value] : page.observations)
    if (time > issue - Minutes{24 * 60} && time <= issue) lines.add("observed", time, value);
  if (const auto& estimated = page.estimated) {
    if (std::isfinite(last_nt(page))) lines.add("estimated", last, last_nt(page));
    for (const auto& [time, value] : estimated->path) lines.add("estimated", time, value);
    lines.add("forecast", issue, estimated->value_nt);
    lines.add("5 %", issue, estimated->q05_nt);
    lines.add("95 %", issue, estimated->q95_nt);
  } else {
    for (const auto* name : {"forecast", "5 %", "95 %"}) lines.add(name, last, last_nt(page));
  }
  for (const auto& f : page.now) {
    const Time valid = f.issue_time + f.lead_time;
    lines.add("forecast", valid, f.forecast_nt);
    lines.add("5 %", valid, f.q05_nt.value_or(std::nan("")));
    lines.add("95 %", valid, f.q95_nt.value_or(std::nan("")));
  }
  std::vector<PlotLine> drawn{lines.line("observed", LineStyle::solid, true), lines.line("forecast"),
                              lines.line("5 %", LineStyle::edge), lines.line("95 %", LineStyle::edge)};
  if (page.estimated) drawn.push_back(lines.line("estimated", LineStyle::dashed));
  return plot_of(lines, "The last day and the coming hours", std::move(drawn));
}

std::string ahead(Minutes lead_time) { return format_duration(lead_time) + " ahead"; }

/// The past forecasts over the observations, one line a lead time.
Plot past_plot(const CentrePage& page) {
  Lines lines;
  std::set<Minutes> leads;
  for (const auto& [time, value] : page.observations) lines.add("observed", time, value);
  for (const auto& f : page.past) {
    lines.add(ahead(f.lead_time), f.issue_time + f.lead_time, f.forecast_nt);
    leads.insert(f.lead_time);
  }
  std::vector<PlotLine> drawn{lines.line("observed", LineStyle::solid, true)};
  for (const auto lead : leads) drawn.push_back(lines.line(ahead(lead)));
  return plot_of(lines, "Past forecasts over the observations", std::move(drawn));
}

Table skill_table(const OperationalSkill& skill) {
  auto table = skill_summary(skill);
  table.title = "Skill of the last 30 days";
  return table;
}

Table health_table(const std::vector<DataHealth>& health) {
  auto table = page_table("Data", {"Channel", "Newest value", "Age"});
  for (const auto& source : health)
    table.rows.push_back({source.channel, source.newest.empty() ? "none" : source.newest, source.age});
  return table;
}

/// Empty if every alert was delivered.
std::string undelivered_sentence(const CentrePage& page) {
  if (page.undelivered_nt.empty()) return "";
  std::vector<std::string> levels;
  for (const double threshold : page.undelivered_nt) levels.push_back(fmt::format("{:.0f} nT", threshold));
  auto text =
      fmt::format("Alerts not delivered: SYM-H at or below {}. Nobody was told; each run tries again.",
                  fmt::join(levels, ", "));
  if (!page.delivery_faults.empty())
    text += fmt::format(" The last try failed: {}.", fmt::join(page.delivery_faults, "; "));
  return text;
}

std::string run_sentence(const OperationalSkill& skill) {
  const auto& runs = skill.runs;
  auto text = fmt::format(
      "{} runs in 30 days, {} missing, {} failed; age of the data at issue: median {} min, "
      "longest {} min.",
      runs.runs, runs.missing, runs.failed, skill.median_data_age.count(), skill.longest_data_age.count());
  if (!runs.last_failure.empty()) text += " Last failure: " + runs.last_failure;
  return text;
}

}  // namespace

std::string centre_page(const CentrePage& page) {
  Report report(page.centre);
  report.reload_every(reload_every);
  if (!page.now.empty()) report.plot(now_plot(page));
  report.paragraph(headline(page));
  if (!page.note.empty()) report.paragraph("Note: " + page.note);
  if (const auto alerts = undelivered_sentence(page); !alerts.empty()) report.paragraph(alerts);
  for (const auto& warning : page.warnings) report.paragraph("Warning: " + warning + ".");
  if (!page.now.empty()) {
    report.paragraph(fmt::format("Issued by '{}' from data until {}; page of {}.", page.now.front().model,
                                 format_time(page.now.front().issue_time), format_time(page.made_at)));
    report.table(now_table(page));
  }
  report.heading("The last days");
  report.plot(past_plot(page));
  report.heading("How good the forecasts were");
  if (page.skill.verification.leads.empty())
    report.paragraph("No forecast can be scored yet: none of the valid times has been observed.");
  else
    report.table(skill_table(page.skill));
  report.heading("Health");
  report.table(health_table(page.health));
  report.paragraph(run_sentence(page.skill));
  report.paragraph(
      "Levels by SYM-H: quiet above -50 nT, moderate to -100 nT, intense to -250 nT, superstorm beyond. They "
      "are not the NOAA G-scale, which follows Kp. For research and information. Do not base a costly "
      "decision on this page alone.");
  return report.html();
}

}  // namespace symh
