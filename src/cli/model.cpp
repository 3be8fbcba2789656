#include "cli/model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

namespace symh::cli {

Model load_model_and_tell(const std::string& folder) {
  auto model = load_model(folder);
  const auto& windows = model.config.windows;
  spdlog::debug("{}: '{}', {} of {} from {} of {} at {}, trained {}", folder, model.config.name,
                model.config.model.kind, windows.target, format_duration(windows.lookback),
                fmt::join(windows.channels, ", "), format_duration(windows.cadence),
                model.provenance.value("trained_at", "at an unknown time"));
  return model;
}

}  // namespace symh::cli
