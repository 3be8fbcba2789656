#include "centre/record/state.h"

#include <cstdlib>

#include "core/error.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

fs::path state_folder(const std::string& configured) {
  if (!configured.empty()) return configured;
  if (const auto folder = environment("STATE_DIRECTORY"); !folder.empty()) return folder;
  if (const auto folder = environment("XDG_STATE_HOME"); !folder.empty()) return fs::path(folder) / "symh";
  const auto home = environment("HOME");
  if (home.empty())
    throw UsageError("no folder for the state: set `state` in the configuration, or HOME in the environment");
  return fs::path(home) / ".local" / "state" / "symh";
}

fs::path log_file(const fs::path& state) { return state / "forecasts.sqlite"; }

}  // namespace symh
