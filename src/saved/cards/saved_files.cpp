#include "saved/cards/saved_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>

#include "core/error.h"
#include "core/file.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

constexpr const char* checksums_file = "SHA256SUMS";
constexpr const char* remedy = "restore the run folder or train again";
constexpr std::uintmax_t most_checksum_bytes = 4 << 20;

const char* kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

/// An open plain file.
class PlainFile {
 public:
  explicit PlainFile(const fs::path& path) : path_(path) {
    // A symbolic link counts as what it leads to. Opening a pipe must not wait for its writer.
    require_plain(::stat(path.c_str(), &status_));
    file_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    try {
      require_plain(file_ < 0 ? -1 : ::fstat(file_, &status_));
    } catch (...) {
      ::close(file_);
      throw;
    }
  }
  ~PlainFile() { ::close(file_); }
  PlainFile(const PlainFile&) = delete;
  PlainFile& operator=(const PlainFile&) = delete;

  std::uintmax_t size() const { return static_cast<std::uintmax_t>(status_.st_size); }

  std::string read(std::uintmax_t most_bytes) const {
    if (size() > most_bytes)
      throw DataError(fmt::format("{}: has {} bytes, expected at most {}; {}", path_.string(), size(),
                                  most_bytes, remedy));
    std::string bytes(size(), '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
      const auto count = ::read(file_, bytes.data() + done, bytes.size() - done);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw cannot_open();
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    bytes.resize(done);
    return bytes;
  }

 private:
  DataError cannot_open() const {
    return DataError(
        fmt::format("{}: cannot be read ({}); {}", path_.string(), std::strerror(errno), remedy));
  }
  void require_plain(int result) const {
    if (result != 0) throw cannot_open();
    if (!S_ISREG(status_.st_mode))
      throw DataError(fmt::format("{}: found {}, expected a plain file; {}", path_.string(),
                                  kind_of(status_.st_mode), remedy));
  }

  fs::path path_;
  struct stat status_ {};
  int file_ = -1;
};

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
  checksums_ = parse_checksums(PlainFile(path).read(most_checksum_bytes), path);
}

bool SavedFiles::has(const std::string& name) const {
  std::error_code absent;
  return (checksums_ && checksums_->contains(name)) || fs::exists(folder_ / name, absent);
}

std::uintmax_t SavedFiles::size(const std::string& name) const { return PlainFile(folder_ / name).size(); }

std::string SavedFiles::read(const std::string& name, std::uintmax_t most_bytes) const {
  auto bytes = PlainFile(folder_ / name).read(most_bytes);
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
