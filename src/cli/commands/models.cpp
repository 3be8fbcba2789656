#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/results.h"
#include "core/json.h"
#include "saved/cards/bundled.h"

namespace symh::cli {
namespace {

std::string horizon_text(const BundledModel& model) {
  std::vector<std::string> leads;
  for (const auto lead : model.horizon) leads.push_back(format_duration(lead));
  return fmt::format("{}", fmt::join(leads, ", "));
}

std::string models_text(const std::vector<BundledModel>& models) {
  std::string text;
  for (const auto& model : models) {
    text += fmt::format("{}\n  {}\n  lead times {}\n  needs {}\n  RMSE out of fold {:.2f} nT\n  {}\n",
                        model.name, model.summary, horizon_text(model), fmt::join(model.needs, ", "),
                        fmt::join(model.rmse_nt, ", "), model.folder.string());
  }
  return text;
}

nlohmann::json models_json(const std::vector<BundledModel>& models) {
  auto list = nlohmann::json::array();
  for (const auto& model : models) {
    nlohmann::json entry{{"name", model.name},
                         {"summary", model.summary},
                         {"needs", model.needs},
                         {"rmse_out_of_fold_nt", model.rmse_nt},
                         {"folder", model.folder.string()}};
    for (const auto lead : model.horizon) entry["lead_times_minutes"].push_back(lead.count());
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace

void add_models(CLI::App* command, Common& common, ExitCode&) {
  command->footer(
      "Without --model, `symh predict` and `symh evaluate` use the best of these models that the data "
      "allow,\n"
      "and say which. The environment variable SYMH_MODELS names another folder of models.\n"
      "Examples:\n  symh models\n  symh models --json");
  command->callback([&common] {
    const auto models = require_installed_models();
    print_result(common.json ? json_text(models_json(models), 1) : models_text(models));
  });
}

}  // namespace symh::cli
