#pragma once
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "sources/http/http.h"

namespace symh {

/// The server's identification of a file's version, kept beside a partial download.
struct Validators {
  std::string etag, last_modified;
};

/// A partial download: one file holds the bytes, another beside it the address and the version.
class PartFile {
 public:
  PartFile(const HttpRequest& request, std::uint64_t size_limit);
  /// The number of bytes that a Range request may continue; 0 if they are of another address or version.
  std::uint64_t resumable_bytes() const { return resumable_; }
  /// The value of the If-Range header.
  const std::string& validator() const { return validator_; }
  /// Starts a new file or, if `append` is set, continues the old one; remembers the version.
  void open(bool append, const Validators& version);
  /// False if the size passes the limit (then too_large()) or the disk is full.
  bool write(const char* data, std::size_t size);
  bool is_open() const { return file_ != nullptr; }
  bool too_large() const { return too_large_; }
  /// False if the last bytes could not be written.
  bool close();
  std::uint64_t size() const { return size_; }
  /// Returns the whole content and removes the files.
  std::string take();
  void discard();

 private:
  std::filesystem::path path_, note_;
  std::string address_;  ///< as it is shown
  std::string validator_;
  std::uint64_t limit_, resumable_ = 0, size_ = 0;
  bool too_large_ = false;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

}  // namespace symh
