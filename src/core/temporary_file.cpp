#include "core/temporary_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <random>
#include <utility>

#include "core/error.h"
#include "core/file.h"

namespace symh {
namespace {

constexpr std::string_view ending = ".tmp";
constexpr mode_t what_the_umask_leaves = 0666;

[[noreturn]] void fail(const std::filesystem::path& path, std::string_view action) {
  throw RunError(fmt::format("{}: cannot {}: {}", path.string(), action, std::strerror(errno)));
}

/// Creates a hidden file beside `target` and sets `path` to it. As mkstemp() does, but with the rights that
/// the umask leaves: mkstemp() would give the file to its owner alone.
int create(const std::filesystem::path& target, std::filesystem::path& path) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  constexpr std::size_t random_letters = 6;
  constexpr int attempts = 100;
  std::random_device random;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    std::string word;
    while (word.size() < random_letters) word += letters[random() % letters.size()];
    path = target.parent_path() / fmt::format(".{}.{}{}", target.filename().string(), word, ending);
    const int file =
        ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, what_the_umask_leaves);
    if (file >= 0 || errno != EEXIST) return file;
  }
  return -1;
}

}  // namespace

TemporaryFile::TemporaryFile(std::filesystem::path target) : target_(std::move(target)) {
  const auto folder = target_.has_parent_path() ? target_.parent_path() : std::filesystem::path(".");
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw RunError(fmt::format("{}: cannot create folder: {}", folder.string(), error.message()));
  file_ = create(folder / target_.filename(), path_);
  if (file_ < 0) fail(target_, "create a temporary file beside it");
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

std::filesystem::path TemporaryFile::path_to_open() const {
  const std::filesystem::path open = fmt::format("/proc/self/fd/{}", file_);
  return ::access(open.c_str(), W_OK) == 0 ? open : path_;
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
             what_the_umask_leaves);
  if (file >= 0) return file;
  if (errno == ELOOP)
    throw RunError(
        fmt::format("{}: is a symbolic link, which symh does not follow there; remove it", path.string()));
  fail(path, "write");
}

}  // namespace symh
