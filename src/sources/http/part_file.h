#pragma once
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "sources/http/http.h"

namespace symh {

/// What the server said of a file's version, kept beside a partial download.
struct Validators {
  std::string etag, last_modified;
};

/// A partial download: the bytes in one file, what they are part of in another beside it.
class PartFile {
 public:
  PartFile(const HttpRequest& request, std::uint64_t size_limit);
  /// Bytes there that a Range request may go on from; 0 where they are of another address or version.
  std::uint64_t resumable_bytes() const { return resumable_; }
  /// What If-Range must say.
  const std::string& validator() const { return validator_; }
  /// Starts anew, or, where the server agreed, goes on; remembers the version.
  void open(bool append, const Validators& version);
  /// False where the limit is passed (then too_large()) or the disk is full.
  bool write(const char* data, std::size_t size);
  bool is_open() const { return file_ != nullptr; }
  bool too_large() const { return too_large_; }
  /// False where the last bytes could not be written.
  bool close();
  std::uint64_t size() const { return size_; }
  /// The whole content; the files are gone after.
  std::string take();
  void discard();

 private:
  std::filesystem::path path_, note_;
  std::string address_;  ///< without the secret
  std::string validator_;
  std::uint64_t limit_, resumable_ = 0, size_ = 0;
  bool too_large_ = false;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

}  // namespace symh
