#pragma once
#include <filesystem>
#include <string_view>

namespace symh {

/// The bytes of a file, mapped for reading. Throws DataError if the file cannot be mapped.
class Mapping {
 public:
  explicit Mapping(const std::filesystem::path& path);
  ~Mapping();
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  std::string_view text() const { return {static_cast<const char*>(data_), size_}; }
  /// Releases the memory of a stretch that was read. A later access reads it from the file again.
  void forget(std::size_t first, std::size_t bytes) const;

 private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace symh
