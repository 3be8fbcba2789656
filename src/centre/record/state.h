#pragma once
#include <filesystem>
#include <string>

namespace symh {

/// The folder that holds a centre's log, products, page and downloads: `configured` where it is not empty,
/// else the first that the environment names of $STATE_DIRECTORY (systemd sets it), $XDG_STATE_HOME/symh and
/// $HOME/.local/state/symh. Throws UsageError where it names none.
std::filesystem::path state_folder(const std::string& configured);

/// The forecast log in a state folder.
std::filesystem::path log_file(const std::filesystem::path& state);

}  // namespace symh
