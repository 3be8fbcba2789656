#include "artifact/bundled.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/error.h"
#include "core/file.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

constexpr Minutes newest{24 * 60};

BundledModel read_card(const fs::path& folder) {
  const auto path = folder / "card.json";
  try {
    const auto json = nlohmann::json::parse(read_file(path));
    BundledModel model{.name = json.at("name"),
                       .folder = folder,
                       .summary = json.at("summary"),
                       .horizon = {},
                       .needs = json.at("needs"),
                       .rmse_nt = json.at("rmse_out_of_fold_nt")};
    for (const std::int64_t minutes : json.at("lead_times_minutes")) model.horizon.emplace_back(minutes);
    if (model.horizon.empty() || model.rmse_nt.size() != model.horizon.size())
      throw DataError(fmt::format("{}: needs one error a lead time", path.string()));
    return model;
  } catch (const nlohmann::json::exception& error) {
    throw DataError(
        fmt::format("{}: not the card of a bundled model ({}); restore it", path.string(), error.what()));
  }
}

/// Channels that the series lacks, or has no value of in its newest day.
std::vector<std::string> lacking(const BundledModel& model, const Series& series) {
  std::vector<std::string> names;
  const auto recent = static_cast<std::size_t>(newest / series.cadence);
  const std::size_t first = series.size() - std::min(series.size(), recent);
  for (const auto& need : model.needs) {
    const auto* channel = series.find(need);
    const bool there =
        channel != nullptr && std::any_of(channel->values.begin() + static_cast<std::ptrdiff_t>(first),
                                          channel->values.end(), [](float v) { return !std::isnan(v); });
    if (!there) names.push_back(need);
  }
  return names;
}

bool better(const BundledModel& a, const BundledModel& b) {
  if (a.needs.size() != b.needs.size()) return a.needs.size() > b.needs.size();
  return a.rmse_nt.front() < b.rmse_nt.front();
}

}  // namespace

std::optional<fs::path> bundled_models_folder(const fs::path& program) {
  if (const char* chosen = std::getenv("SYMH_MODELS"); chosen != nullptr && *chosen != '\0')
    return fs::path(chosen);
  const auto bin = program.parent_path();
  for (const auto& folder : {bin / "../share/symh/data/models", bin / "../../data/models"})
    if (fs::is_directory(folder)) return folder.lexically_normal();
  return std::nullopt;
}

std::vector<BundledModel> list_bundled_models(const fs::path& folder) {
  std::vector<BundledModel> models;
  for (const auto& entry : fs::directory_iterator(folder))
    if (fs::exists(entry.path() / "card.json")) models.push_back(read_card(entry.path()));
  std::ranges::sort(models, {}, &BundledModel::name);
  return models;
}

const BundledModel& best_bundled_model(const std::vector<BundledModel>& models, const Series& series) {
  const BundledModel* best = nullptr;
  std::string reasons;
  for (const auto& model : models) {
    const auto lack = lacking(model, series);
    if (!lack.empty())
      reasons += fmt::format("; {} lacks {}", model.name, fmt::join(lack, ", "));
    else if (best == nullptr || better(model, *best))
      best = &model;
  }
  if (best == nullptr)
    throw DataError("no bundled model fits the data" + reasons + "; train your own and give --model");
  return *best;
}

}  // namespace symh
