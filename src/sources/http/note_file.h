#pragma once
#include <filesystem>
#include <map>
#include <string>

namespace symh {

/// A note of a fetch: a small JSON object of texts beside a file. A note that is not there, cannot be read or
/// is damaged holds nothing: the file is then asked for anew.
class NoteFile {
 public:
  explicit NoteFile(const std::filesystem::path& path);
  /// The text of a key; empty if the note has none, or has control characters there, which must not get into
  /// the header of a request.
  std::string text(const std::string& key) const;

 private:
  std::map<std::string, std::string> texts_;
};

}  // namespace symh
