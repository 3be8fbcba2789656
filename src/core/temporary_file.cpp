#include "core/temporary_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/error.h"
#include "core/file.h"

namespace symh {
namespace {

constexpr std::string_view ending = ".tmp";
constexpr mode_t readable_by_all = 0644;

[[noreturn]] void fail(const std::filesystem::path& path, std::string_view action) {
  throw RunError(fmt::format("{}: cannot {}: {}", path.string(), action, std::strerror(errno)));
}

}  // namespace

TemporaryFile::TemporaryFile(std::filesystem::path target) : target_(std::move(target)) {
  const auto folder = target_.has_parent_path() ? target_.parent_path() : std::filesystem::path(".");
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw RunError(fmt::format("{}: cannot create folder: {}", folder.string(), error.message()));
  auto name = (folder / fmt::format(".{}.XXXXXX{}", target_.filename().string(), ending)).string();
  file_ = ::mkostemps(name.data(), static_cast<int>(ending.size()), O_CLOEXEC);
  if (file_ < 0) fail(target_, "create a temporary file beside it");
  path_ = name;
}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : target_(std::move(other.target_)),
      path_(std::exchange(other.path_, {})),
      file_(std::exchange(other.file_, -1)) {}

TemporaryFile::~TemporaryFile() {
  if (file_ < 0) return;
  ::close(file_);
  if (!path_.empty()) ::unlink(path_.c_str());
}

void TemporaryFile::write(std::string_view content) {
  while (!content.empty()) {
    const auto written = ::write(file_, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(target_, "write");
    content.remove_prefix(static_cast<std::size_t>(written));
  }
}

void TemporaryFile::put_in_place() {
  ::fchmod(file_, readable_by_all);
  symh::put_in_place(path_, target_);
  path_.clear();
}

bool is_temporary(const std::filesystem::path& path) {
  const auto name = path.filename().string();
  return name.starts_with('.') && name.ends_with(ending);
}

bool is_of_another(const std::filesystem::path& folder, uid_t self) {
  struct stat found {};
  return ::stat(folder.c_str(), &found) == 0 && found.st_uid != self;
}

int open_to_append(const std::filesystem::path& path, bool anew) {
  const int file =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC | (anew ? O_TRUNC : 0),
             readable_by_all);
  if (file >= 0) return file;
  if (errno == ELOOP)
    throw RunError(
        fmt::format("{}: is a symbolic link, which symh does not follow there; remove it", path.string()));
  fail(path, "write");
}

}  // namespace symh
