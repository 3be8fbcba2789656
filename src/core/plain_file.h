#pragma once
#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/error.h"

namespace symh {

/// An open plain file: reading it never waits and always ends, unlike reading a device or a pipe. Each error
/// is a DataError that names the file and ends with `remedy`.
class PlainFile {
 public:
  /// Opens the file, or the file that a symbolic link leads to. Throws DataError if it cannot be read,
  /// or if it is a folder, a pipe, a socket or a device.
  PlainFile(const std::filesystem::path& path, std::string remedy);
  ~PlainFile();
  PlainFile(const PlainFile&) = delete;
  PlainFile& operator=(const PlainFile&) = delete;

  std::uintmax_t size() const { return static_cast<std::uintmax_t>(status_.st_size); }

  /// The whole content. Throws DataError if the file has more than `most_bytes`, or if reading fails.
  std::string read(std::uintmax_t most_bytes) const;

 private:
  DataError cannot_read() const;
  void require_plain(int result) const;

  std::filesystem::path path_;
  std::string remedy_;
  struct stat status_ {};
  int file_ = -1;
};

}  // namespace symh
