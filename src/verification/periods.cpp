#include "verification/periods.h"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "verification/text_columns.h"

namespace symh {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

double of_baseline(const LeadTimeScores& lead, const std::string& name, std::string_view metric) {
  const auto found = lead.baselines.find(name);
  return found == lead.baselines.end() ? missing : found->second.at(metric);
}

double skill_over(const LeadTimeScores& lead, const std::string& name) {
  const auto found = lead.skill.find(name);
  return found == lead.skill.end() ? missing : found->second;
}

std::string row(const std::string& name, const LeadTimeScores& lead) {
  auto text = name_cell(name, 12) + cell(lead.model.samples, 9) + cell(lead.model.at("rmse"), 8, 2) +
              cell(of_baseline(lead, "persistence", "rmse"), 8, 2) +
              cell(of_baseline(lead, "ridge", "rmse"), 8, 2) + cell(skill_over(lead, "persistence"), 8, 3) +
              cell(skill_over(lead, "ridge"), 8, 3);
  return text + cell(lead.model.at("bfe"), 9, 2) + cell(of_baseline(lead, "persistence", "bfe"), 9, 2) + "\n";
}

}  // namespace

std::string to_text(const std::vector<PeriodScores>& periods, const Verification& pooled) {
  std::string text;
  for (std::size_t l = 0; l < pooled.leads.size(); ++l) {
    text += fmt::format("{}Lead time {}: periods by their first day, each forecast from the past before it\n",
                        l == 0 ? "" : "\n", format_duration(pooled.leads[l].lead_time));
    text += fmt::format("{:21}{:>24}{:>16}{:>18}\n", "", "RMSE [nT]", "skill over", "BFE [nT]");
    text += fmt::format("{:12}{:>9}{:>8}{:>8}{:>8}{:>8}{:>8}{:>9}{:>9}\n", "period", "n", "model", "pers.",
                        "ridge", "pers.", "ridge", "model", "pers.");
    text += std::string(text_width, '-') + "\n";
    for (const auto& period : periods)
      text += row(format_time(period.from).substr(0, 10), period.scores.leads.at(l));
    text += row("all", pooled.leads[l]);
  }
  return text;
}

nlohmann::json to_json(const std::vector<PeriodScores>& periods) {
  auto list = nlohmann::json::array();
  for (const auto& period : periods)
    list.push_back({{"from", format_time(period.from)},
                    {"until", format_time(period.until)},
                    {"training_windows", period.training_windows},
                    {"validation_windows", period.validation_windows},
                    {"scores", to_json(period.scores)}});
  return list;
}

}  // namespace symh
