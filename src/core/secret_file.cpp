#include "core/secret_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "core/error.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_secret = 4096;

/// An open file, closed at the end.
class OpenFile {
 public:
  explicit OpenFile(const fs::path& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

bool is_credential_of_systemd(const fs::path& path) {
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || *folder == '\0') return false;
  return fs::absolute(path).lexically_normal().parent_path() == fs::path(folder).lexically_normal();
}

}  // namespace

std::string read_secret_file(const fs::path& path, const std::string& what) {
  const auto refuse = [&](const std::string& fault) {
    throw UsageError(fmt::format("{} {}: {}", what, path.string(), fault));
  };
  const OpenFile file(path);
  struct stat found {};
  // The rights of the open file count: the one at this path may be replaced meanwhile.
  if (file.fd() < 0 || ::fstat(file.fd(), &found) != 0)
    refuse(fmt::format("cannot be opened ({}); check the path and its permissions", std::strerror(errno)));
  if (!S_ISREG(found.st_mode)) refuse("is no regular file; give a file that holds one line");
  if (!is_credential_of_systemd(path)) {
    const auto self = ::geteuid();
    if (found.st_uid != 0 && found.st_uid != self && self != 0)
      refuse(fmt::format("belongs to the user {}, expected {} or root; run: chown {} {}", found.st_uid, self,
                         self, path.string()));
    if ((found.st_mode & 077U) != 0)
      refuse(fmt::format("mode {:03o} lets others use the secret; run: chmod 600 {}", found.st_mode & 0777U,
                         path.string()));
  }
  std::array<char, longest_secret + 1> bytes{};
  const auto size = ::read(file.fd(), bytes.data(), bytes.size());
  if (size < 0) refuse(fmt::format("cannot be read: {}", std::strerror(errno)));
  if (size > static_cast<ssize_t>(longest_secret))
    refuse(fmt::format("found more than {} bytes, expected one line", longest_secret));
  std::string line(bytes.data(), static_cast<std::size_t>(size));
  line.resize(std::min(line.find('\n'), line.size()));
  constexpr const char* blanks = " \t\r";
  line.erase(0, line.find_first_not_of(blanks));
  line.erase(line.find_last_not_of(blanks) + 1);
  if (line.empty()) refuse("found an empty first line, expected the secret there");
  return line;
}

}  // namespace symh
