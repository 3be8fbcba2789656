#include "core/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/error.h"

namespace symh {

FileLock::FileLock(const std::filesystem::path& path, const std::string& not_writable,
                   const std::string& held, Kind kind) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (error || file_ < 0) throw RunError(not_writable);
  if (::flock(file_, (kind == Kind::alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return;
  ::close(file_);
  throw RunError(held);
}

FileLock::~FileLock() { ::close(file_); }

}  // namespace symh
