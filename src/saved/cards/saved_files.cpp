#include "saved/cards/saved_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/error.h"
#include "core/file.h"
#include "core/plain_file.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

constexpr const char* checksums_file = "SHA256SUMS";
constexpr const char* remedy = "restore the run folder or train again";
constexpr std::uintmax_t most_checksum_bytes = 4 << 20;

/// Reads lines such as `0f3c…  members/a/model.json`.
std::map<std::string, std::string> parse_checksums(std::string_view text, const fs::path& path) {
  constexpr std::size_t digits = 64, spaces = 2;
  std::map<std::string, std::string> checksums;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const bool good = line.size() > digits + spaces && line.substr(digits, spaces) == "  " &&
                      line.substr(0, digits).find_first_not_of("0123456789abcdef") == std::string_view::npos;
    if (!good)
      throw DataError(fmt::format("{}:{}: found no SHA-256 and name of a file, as sha256sum writes them; {}",
                                  path.string(), number, remedy));
    checksums.emplace(line.substr(digits + spaces), line.substr(0, digits));
  }
  return checksums;
}

}  // namespace

SavedFiles::SavedFiles(const fs::path& folder) : folder_(folder) {
  const auto path = folder / checksums_file;
  std::error_code absent;
  if (!fs::exists(path, absent)) return;
  if (is_half_saved(folder))
    throw DataError(fmt::format(
        "{}: the model is not whole: a training was interrupted while it saved it; run the training again "
        "with --resume",
        folder.string()));
  checksums_ = parse_checksums(PlainFile(path, remedy).read(most_checksum_bytes), path);
}

bool SavedFiles::has(const std::string& name) const {
  std::error_code absent;
  return (checksums_ && checksums_->contains(name)) || fs::exists(folder_ / name, absent);
}

std::uintmax_t SavedFiles::size(const std::string& name) const {
  return PlainFile(folder_ / name, remedy).size();
}

std::string SavedFiles::read(const std::string& name, std::uintmax_t most_bytes) const {
  auto bytes = PlainFile(folder_ / name, remedy).read(most_bytes);
  if (!checksums_) return bytes;
  const auto found = checksums_->find(name);
  if (found == checksums_->end() || found->second != sha256_of(bytes))
    throw DataError(fmt::format("{}: was changed after training: {} has {}; {}", (folder_ / name).string(),
                                (folder_ / checksums_file).string(),
                                found == checksums_->end() ? "no such file" : "another checksum", remedy));
  return bytes;
}

void begin_saving(const fs::path& folder) { write_file_atomically(folder / checksums_file, ""); }

void end_saving(const fs::path& folder, const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += fmt::format("{}  {}\n", sha256_of_file(folder / name), name);
  write_file_atomically(folder / checksums_file, text);
}

bool is_half_saved(const fs::path& folder) {
  std::error_code absent;
  const auto path = folder / checksums_file;
  return fs::is_regular_file(path, absent) && fs::file_size(path, absent) == 0;
}

}  // namespace symh
