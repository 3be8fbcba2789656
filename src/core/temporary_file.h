#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string_view>

namespace symh {

/// A new, empty, hidden file (`.NAME.XXXXXX.tmp`) beside the file `NAME` that it is to replace, for a writer
/// that wants a path. Nobody can plant a link in its place, as its name is random and the file is new.
/// Without put_in_place() the object removes it; a killed process leaves it, and nobody reads it as data.
class TemporaryFile {
 public:
  /// Creates parent folders. Throws RunError.
  explicit TemporaryFile(std::filesystem::path target);
  ~TemporaryFile();
  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&&) = delete;

  const std::filesystem::path& path() const { return path_; }
  const std::filesystem::path& target() const { return target_; }
  /// A path that leads to the open file itself, so that nobody can put another file in its place before a
  /// library opens it by name; path() where there is no /proc.
  std::filesystem::path path_to_open() const;
  /// Writes to the file. Throws RunError.
  void write(std::string_view content);
  /// Replaces the target by the file: fsync, rename. Its rights are those that the umask leaves. Throws
  /// RunError.
  void put_in_place();

 private:
  std::filesystem::path target_, path_;
  int file_ = -1;
};

/// True for the name of a TemporaryFile.
bool is_temporary(const std::filesystem::path& path);

/// True if the folder exists and belongs to another user than `self`.
bool is_of_another(const std::filesystem::path& folder, uid_t self);

/// Opens or creates a file whose name others can guess, such as a log, to write to its end; empties it first
/// if `anew` is set. Never follows a symbolic link there: it might lead to a file of another folder. Returns
/// a descriptor; throws RunError.
int open_to_append(const std::filesystem::path& path, bool anew = false);

}  // namespace symh
