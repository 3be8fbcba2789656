#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace symh {

/// The files of a saved model as untrusted input. `SHA256SUMS` in its folder has their checksums, as
/// sha256sum writes them, so that `sha256sum -c SHA256SUMS` checks them too. A folder without that file comes
/// from an earlier symh and is read unchecked.
class SavedFiles {
 public:
  /// Throws DataError if SHA256SUMS cannot be read, or if a training was interrupted while it saved the
  /// model.
  explicit SavedFiles(const std::filesystem::path& folder);

  const std::filesystem::path& folder() const { return folder_; }
  bool has_checksums() const { return checksums_.has_value(); }
  /// True if the file is there, or should be.
  bool has(const std::string& name) const;

  /// The size of the plain file `name`, a path below the folder. Throws DataError if it is missing, or is
  /// anything but a plain file: a pipe or a device could wait or give bytes for ever.
  std::uintmax_t size(const std::string& name) const;
  /// The bytes of the plain file `name`. Throws DataError if size() does, if it has more than `most_bytes`,
  /// or if it was changed after training: SHA256SUMS has another checksum, or none.
  std::string read(const std::string& name, std::uintmax_t most_bytes = std::uintmax_t{256} << 20) const;

 private:
  std::filesystem::path folder_;
  std::optional<std::map<std::string, std::string>> checksums_;  ///< by name
};

/// Marks the model in the folder as unfinished, before the first of its files is written: an empty
/// SHA256SUMS.
void begin_saving(const std::filesystem::path& folder);

/// Writes SHA256SUMS for these files below the folder. Call it when all of them are written.
void end_saving(const std::filesystem::path& folder, const std::vector<std::string>& names);

/// True if begin_saving() was called without end_saving().
bool is_half_saved(const std::filesystem::path& folder);

}  // namespace symh
