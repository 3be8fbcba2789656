#pragma once
#include <filesystem>
#include <string_view>

namespace symh {

/// A file's bytes, mapped for reading. Throws DataError where it cannot be.
class Mapping {
 public:
  explicit Mapping(const std::filesystem::path& path);
  ~Mapping();
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  std::string_view text() const { return {static_cast<const char*>(data_), size_}; }
  /// Lets go the memory of a stretch that has been read; it would be read anew from the file.
  void forget(std::size_t first, std::size_t bytes) const;

 private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace symh
