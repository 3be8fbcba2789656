#include "formats/companion.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "formats/archive.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view list_ending = ".lst";
constexpr std::array<std::string_view, 2> fmt_endings{".fmt", ".FMT"};

std::size_t find_list_ending(const std::string& name) {
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower.rfind(list_ending);
}

/// The archive of a name `archive.zip!member`; empty for a plain file.
fs::path archive_of(const std::string& path) {
  const auto mark = path.rfind('!');
  std::error_code unknown;
  if (mark == std::string::npos || fs::exists(path, unknown)) return {};
  return path.substr(0, mark);
}

}  // namespace

std::vector<std::string> companion_names(const std::string& path) {
  const auto folder_end = path.find_last_of("/!") + 1;  // npos + 1 is 0
  const auto folder = path.substr(0, folder_end), name = path.substr(folder_end);
  std::vector<std::string> names;
  if (const auto at = find_list_ending(name); at != std::string::npos) {
    const auto stem = folder + name.substr(0, at), behind = name.substr(at + list_ending.size());
    for (const auto ending : fmt_endings) {
      names.push_back(std::string(stem).append(ending).append(behind));
      if (!behind.empty()) names.push_back(std::string(stem).append(ending));
    }
  } else {
    for (const auto ending : fmt_endings)
      names.push_back(std::string(folder).append(fs::path(name).stem().string()).append(ending));
  }
  return names;
}

std::optional<fs::path> companion_file(const fs::path& path) {
  std::error_code unknown;
  for (const auto& name : companion_names(path.string()))
    if (name != path.string() && fs::is_regular_file(name, unknown)) return name;
  return std::nullopt;
}

std::optional<Companion> companion_of(const std::string& path) {
  std::optional<Companion> companion;
  std::error_code unknown;
  if (const auto archive = archive_of(path); !archive.empty() && fs::is_regular_file(archive, unknown)) {
    const auto names = companion_names(path);
    for_each_text(archive, [&](const std::string& name, std::string_view text) {
      if (std::ranges::find(names, name) != names.end()) companion = {name, std::string(text)};
    });
    return companion;
  }
  const auto file = companion_file(path);
  if (file)
    for_each_text(*file, [&](const std::string& name, std::string_view text) {
      companion = {name, std::string(text)};
    });
  return companion;
}

}  // namespace symh
