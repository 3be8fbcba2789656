#pragma once
#include <filesystem>
#include <string>

namespace symh {

/// A lock file: one process at a time holds it, until the object or the process ends. Several may share it.
class FileLock {
 public:
  enum class Kind { alone, shared };
  /// Creates the file and its folder. Throws RunError with the text `not_writable` if it cannot be opened, or
  /// with the text `held` if another process holds it and one of the two wants it alone.
  FileLock(const std::filesystem::path& path, const std::string& not_writable, const std::string& held,
           Kind kind = Kind::alone);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace symh
