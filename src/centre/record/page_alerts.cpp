#include "centre/record/page_alerts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "core/spoken.h"
#include "products/odds_text.h"
#include "products/wind_age.h"

namespace symh {
namespace {

constexpr std::size_t most_rows = 12;

std::string nt(double value) { return fmt::format("{:.0f} nT", value); }

/// The last of a list, the last one first.
template <class Item>
std::vector<const Item*> newest(const std::vector<Item>& list) {
  std::vector<const Item*> last;
  for (auto item = list.rbegin(); item != list.rend() && last.size() < most_rows; ++item)
    last.push_back(&*item);
  return last;
}

/// `warned 40 min before`, `late by 20 min`, `again, 2 h after the onset`, `false alarm, lowest -80 nT`,
/// `open`.
std::string what_came(const JudgedAlert& alert) {
  const auto warning = alert.warning().value_or(Minutes{0});
  const auto lowest = alert.lowest_nt ? fmt::format(", lowest {}", nt(*alert.lowest_nt)) : "";
  switch (alert.outcome) {
    case AlertOutcome::warned:
      return fmt::format("warned {} before{}", spaced(warning), lowest);
    case AlertOutcome::late:
      return fmt::format("late by {}{}", spaced(-warning), lowest);
    case AlertOutcome::again:
      return fmt::format("again, {} after the onset{}", spaced(-warning), lowest);
    case AlertOutcome::false_alarm:
      return fmt::format("false alarm{}", lowest);
    case AlertOutcome::open:
      break;
  }
  return fmt::format("open{}", lowest);
}

Table alerts_of(const AlertHistory& history, Time now) {
  Table table{.title = "Alerts, newest first",
              .columns = {{.title = "No."}, {.title = "Level"}, {.title = "Issued"}, {.title = "What came"}},
              .rows = {}};
  for (const auto* alert : newest(history.alerts)) {
    const auto& first = alert->messages.front();
    const auto chance = first.chance ? fmt::format(", chance {}", chance_text(*first.chance)) : "";
    table.rows.push_back({static_cast<std::size_t>(first.alert), nt(first.threshold_nt),
                          spoken_time(first.issued_at, now) + chance, what_came(*alert)});
  }
  return table;
}

Table missed_of(const AlertHistory& history, Time now) {
  Table table{
      .title = "Missed, newest first",
      .columns = {{.title = "Level"}, {.title = "Reached"}, {.title = "Lowest", .unit = "nT", .decimals = 0}},
      .rows = {}};
  for (const auto* missed : newest(history.missed))
    table.rows.push_back({nt(missed->threshold_nt), spoken_time(missed->onset, now), missed->lowest_nt});
  return table;
}

std::string sum_sentence(const AlertHistory& history) {
  std::size_t warned = 0, late = 0, again = 0, wrong = 0, open = 0;
  for (const auto& rule : history.rules) {
    warned += rule.warned;
    late += rule.late;
    again += rule.again;
    wrong += rule.false_alarms;
    open += rule.open;
  }
  return fmt::format(
      "{} alerts in 30 days: {} warned, {} late, {} again in the same storm, {} false, {} open; {} missed.",
      history.alerts.size(), warned, late, again, wrong, open, history.missed.size());
}

}  // namespace

std::string undelivered_sentence(const CentrePage& page) {
  if (page.undelivered.empty()) return "";
  std::vector<std::string> list;
  for (const auto& message : page.undelivered)
    list.push_back(fmt::format(
        "{} {}, SYM-H at or below {:g} nT", message.kind == MessageKind::cancel ? "the end of no." : "no.",
        message.kind == MessageKind::cancel ? message.alert : message.serial, message.threshold_nt));
  auto text =
      fmt::format("Alerts not delivered: {}. Nobody was told; each run tries again.", fmt::join(list, "; "));
  if (!page.delivery_faults.empty())
    text += fmt::format(" The last try failed: {}.", fmt::join(page.delivery_faults, "; "));
  return text;
}

void add_alerts(Report& report, const CentrePage& page) {
  const auto& history = page.skill.alerts;
  if (history.rules.empty()) return;
  report.heading("Alerts");
  report.markup("<div class=\"on-screen alerts\">\n");
  report.paragraph(sum_sentence(history));
  if (!history.alerts.empty()) report.table(alerts_of(history, page.made_at));
  if (!history.missed.empty()) report.table(missed_of(history, page.made_at));
  report.markup("</div>\n");
}

}  // namespace symh
