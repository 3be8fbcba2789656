#include "core/plain_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace symh {
namespace {

const char* kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

}  // namespace

PlainFile::PlainFile(const std::filesystem::path& path, std::string remedy)
    : path_(path), remedy_(std::move(remedy)) {
  require_plain(::stat(path.c_str(), &status_));
  // The file may be replaced meanwhile, so that the open file counts. Opening a pipe must not wait for its
  // writer.
  file_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  try {
    require_plain(file_ < 0 ? -1 : ::fstat(file_, &status_));
  } catch (...) {
    ::close(file_);
    throw;
  }
}

PlainFile::~PlainFile() { ::close(file_); }

std::string PlainFile::read(std::uintmax_t most_bytes) const {
  if (size() > most_bytes)
    throw DataError(fmt::format("{}: has {} bytes, expected at most {}; {}", path_.string(), size(),
                                most_bytes, remedy_));
  std::string bytes(size(), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto count = ::read(file_, bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw cannot_read();
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  bytes.resize(done);
  return bytes;
}

DataError PlainFile::cannot_read() const {
  return DataError(fmt::format("{}: cannot be read ({}); {}", path_.string(), std::strerror(errno), remedy_));
}

void PlainFile::require_plain(int result) const {
  if (result != 0) throw cannot_read();
  if (!S_ISREG(status_.st_mode))
    throw DataError(fmt::format("{}: found {}, expected a plain file; {}", path_.string(),
                                kind_of(status_.st_mode), remedy_));
}

}  // namespace symh
