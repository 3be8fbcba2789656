#pragma once
#include <filesystem>
#include <string>

namespace symh {

/// The text of a file of configuration or settings. Only this function reads such files. Throws UsageError,
/// at once and with the name of the file, if it cannot be read, is no plain file (a device, a pipe, a
/// folder), or has more than 4 MiB.
std::string read_config_file(const std::filesystem::path& path);

}  // namespace symh
