#pragma once
#include <filesystem>
#include <string>

namespace symh {

/// A file that one process holds at a time, until the object, or the process, is gone.
class FileLock {
 public:
  /// Creates the file and its folder. Throws RunError: `not_writable` where it cannot be opened, `held` where
  /// another process has it.
  FileLock(const std::filesystem::path& path, const std::string& not_writable, const std::string& held);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace symh
