#pragma once
#include <filesystem>
#include <string>

namespace symh {

/// Reads a password, token or secret address: the first line of a file, without the blanks around it. Throws
/// UsageError that begins with `what` and the path, and never shows the content, if the file cannot be read,
/// holds nothing, belongs to another user than this one or root, or lets its group or others read it. Root
/// may use the file of any user. Files of $CREDENTIALS_DIRECTORY count as private: systemd guards that
/// folder.
std::string read_secret_file(const std::filesystem::path& path, const std::string& what);

}  // namespace symh
