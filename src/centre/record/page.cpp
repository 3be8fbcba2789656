#include "centre/record/page.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "centre/record/alert_text.h"
#include "centre/record/page_alerts.h"
#include "centre/record/page_assets.h"
#include "centre/record/page_chart.h"
#include "centre/record/page_summary.h"
#include "core/spoken.h"
#include "products/wind_age.h"
#include "reporting/report.h"
#include "reporting/text.h"

namespace symh {
namespace {

constexpr Minutes reload_every{5};

double x_of(Time time) { return static_cast<double>(time.time_since_epoch().count()); }

/// A text that nobody may miss, in a box.
std::string box(const std::string& style, const std::string& text, Time now) {
  return fmt::format("<p class=\"box {}\">{}</p>\n", style, escape_html(with_spoken_times(text, now)));
}

/// What comes before all else: alerts that nobody got, those in force, and warnings.
std::string boxes(const CentrePage& page) {
  std::string html;
  if (const auto alerts = undelivered_sentence(page); !alerts.empty())
    html += box("alert", alerts, page.made_at);
  std::vector<std::string> in_force;
  for (const auto& alert : page.in_force) in_force.push_back(escape_html(brief(alert)) + ".");
  if (!in_force.empty())
    html += fmt::format("<p class=\"box in-force\">{}</p>\n", fmt::join(in_force, "<br>\n"));
  for (const auto& warning : page.warnings)
    html += box("warning", fmt::format("Warning: {}.", warning), page.made_at);
  if (page.forecast)
    for (const auto& warning : page.forecast->warnings)
      html += box("warning", fmt::format("Warning: {}.", warning), page.made_at);
  return html;
}

std::string issued_sentence(const CentrePage& page) {
  const auto made = spoken_time(page.made_at, page.made_at);
  if (!page.forecast) return fmt::format("Page of {}.", made);
  return fmt::format("Issued by '{}' from data until {}; page of {}.", page.forecast->model,
                     spoken_time(page.forecast->issue_time, page.made_at), made);
}

Table coming_hours(const ShownForecast& forecast) {
  Table table{.title = "The coming hours",
              .columns = {{.title = "In"},
                          {.title = "UTC"},
                          {.title = "SYM-H", .unit = "nT", .decimals = 0},
                          {.title = "5-95\u00a0%", .unit = "nT"},
                          {.title = "Level"}},
              .rows = {}};
  for (const auto& lead : forecast.leads) {
    const bool other_day = spoken_day(lead.valid_time) != spoken_day(forecast.issue_time);
    std::vector<Cell> row;
    row.reserve(table.columns.size());
    row.emplace_back(spaced(lead.lead_time));
    row.emplace_back(clock_time(lead.valid_time) + (other_day ? ", " + spoken_day(lead.valid_time) : ""));
    row.emplace_back(lead.forecast_nt);
    row.emplace_back(lead.band_nt ? fmt::format("{:.0f} to {:.0f}", lead.band_nt->first, lead.band_nt->second)
                                  : "\u2013");
    row.emplace_back(lead.level);
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// Values by time, one map a line of the plot.
class Lines {
 public:
  void add(const std::string& name, Time time, double value) { values_[name][time] = value; }

  PlotLine line(const std::string& name, bool ink = false) const {
    PlotLine line{name, {}, LineStyle::solid, ink};
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

std::string ahead(Minutes lead_time) { return spaced(lead_time) + " ahead"; }

/// The past forecasts over the observations, one line a lead time.
Plot past_plot(const CentrePage& page) {
  Lines lines;
  std::set<Minutes> leads;
  for (const auto& [time, value] : page.observations) lines.add("observed", time, value);
  for (const auto& f : page.past) {
    lines.add(ahead(f.lead_time), f.issue_time + f.lead_time, f.forecast_nt);
    leads.insert(f.lead_time);
  }
  std::vector<PlotLine> drawn{lines.line("observed", true)};
  for (const auto lead : leads) drawn.push_back(lines.line(ahead(lead)));
  Plot plot{"Past forecasts over the observations", "", "SYM-H [nT]", {}, std::move(drawn), true};
  for (const auto time : lines.times()) plot.x.push_back(x_of(time));
  return plot;
}

/// The columns of `table` with these keys under these short titles, after the lead time.
Table columns_of(const Table& table, const std::string& title,
                 const std::vector<std::pair<std::string, std::string>>& titles) {
  Table part{.title = title, .columns = {{.title = "Lead"}}, .rows = {}};
  const auto column_of = [&](const std::string& key) {
    return static_cast<std::size_t>(std::ranges::find(table.columns, key, &Column::key) -
                                    table.columns.begin());
  };
  const auto minutes = column_of("lead_time_minutes");
  for (const auto& row : table.rows)
    part.rows.push_back({spaced(Minutes{static_cast<int>(std::get<std::size_t>(row.at(minutes)))})});
  for (const auto& [key, words] : titles) {
    const auto column = column_of(key);
    part.columns.push_back(table.columns.at(column));
    part.columns.back().title = words;
    for (std::size_t row = 0; row < table.rows.size(); ++row)
      part.rows[row].push_back(table.rows[row].at(column));
  }
  return part;
}

/// Two tables, so that each fits a phone.
void add_skill(Report& report, const OperationalSkill& skill) {
  report.heading("How good the forecasts were");
  if (skill.verification.leads.empty()) {
    report.paragraph("No forecast can be scored yet: none of the valid times has been observed.");
    return;
  }
  const auto summary = skill_summary(skill);
  report.markup("<div class=\"side-by-side\">\n");
  report.table(columns_of(summary, "Errors and the 5-95 % band, last 30 days",
                          {{"samples", "Cases"},
                           {"rmse", "RMSE"},
                           {"persistence_rmse", "Persistence"},
                           {"skill", "Skill"},
                           {"coverage", "In band"}}));
  report.table(columns_of(summary,
                          fmt::format("Storms at or below {:g} nT",
                                      skill.verification.leads.front().thresholds.front().threshold_nt),
                          {{"hits", "Hits"}, {"misses", "Misses"}, {"false_alarms", "False alarms"}}));
  report.markup("</div>\n");
  report.markup(
      "<p class=\"on-screen\">Skill is the share of the mean square error of persistence (SYM-H stays as it "
      "is) that the forecast "
      "avoids. A reliable band holds 90 % of the observations.</p>\n");
}

std::string run_sentence(const OperationalSkill& skill, Time now) {
  const auto& runs = skill.runs;
  auto text =
      fmt::format("{} {} in 30 days, {} missing, {} failed; age of the data at issue: median {}, longest {}.",
                  runs.runs, runs.runs == 1 ? "run" : "runs", runs.missing, runs.failed,
                  spaced(skill.median_data_age), spaced(skill.longest_data_age));
  if (!runs.last_failure.empty()) text += " Last failure: " + runs.last_failure;
  return with_spoken_times(text, now);
}

std::string sources_html(const CentrePage& page) {
  if (page.sources.empty()) return "";
  std::string html = "<ul class=\"sources\">\n";
  for (const auto& source : page.sources) {
    const auto last = source.last_failure ? fmt::format("Last failure at {}: {}",
                                                        spoken_time(*source.last_failure, page.made_at),
                                                        with_spoken_times(source.fault, page.made_at))
                                          : std::string("No failure in 30 days.");
    html += fmt::format("<li><b>{}</b> <span class=\"{}\">{}</span> {}</li>\n", escape_html(source.name),
                        source.answers ? "answers" : "fails", source.answers ? "answers" : "fails",
                        escape_html(last));
  }
  return html + "</ul>\n";
}

}  // namespace

std::string centre_page(const CentrePage& page) {
  Report report(page.centre);
  report.reload_every(reload_every);
  report.style(assets::centre_page_css());
  report.markup(fmt::format("{}<div class=\"desk\">\n<section class=\"summary\">\n{}</section>\n{}</div>\n",
                            boxes(page), page_summary(page), chart_figure(page)));
  report.markup(fmt::format("<p class=\"about\">{}</p>\n", escape_html(issued_sentence(page))));
  if (page.forecast) report.table(coming_hours(*page.forecast));
  report.markup("<div class=\"on-screen\">\n");
  report.heading("The last days");
  report.plot(past_plot(page));
  report.markup("</div>\n");
  add_alerts(report, page);
  add_skill(report, page.skill);
  report.heading("Health");
  report.markup(sources_html(page));
  report.paragraph(run_sentence(page.skill, page.made_at));
  report.paragraph(
      "Levels by SYM-H: quiet above -50 nT, moderate to -100 nT, intense to -250 nT, superstorm beyond. They "
      "are not the NOAA G-scale, which follows Kp. For research and information. Do not base a costly "
      "decision on this page alone.");
  return report.html();
}

}  // namespace symh
