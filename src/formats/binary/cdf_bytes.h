#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace symh {

/// The bytes of a CDF file, read with a check of every place. Numbers of the internal records are big-endian.
class CdfBytes {
 public:
  /// Both must outlive the object.
  CdfBytes(const std::string& path, std::string_view bytes) : path_(path), bytes_(bytes) {}

  const std::string& path() const { return path_; }
  std::size_t size() const { return bytes_.size(); }
  /// `count` bytes from `at`. Throws DataError if they lie outside the file, as all that follow.
  std::string_view at(std::uint64_t at, std::uint64_t count) const;
  std::uint32_t u32(std::uint64_t at) const;
  std::uint64_t u64(std::uint64_t at) const;
  /// A number that must not be negative; `what` names it in the error.
  std::uint64_t count(std::uint64_t at, std::string_view what) const;
  /// The text of a field of fixed length, without the zeros and blanks behind it.
  std::string text(std::uint64_t at, std::uint64_t length) const;
  /// Checks that a record of this type begins at `at` and lies inside the file; returns its length.
  std::uint64_t record(std::uint64_t at, std::uint32_t type) const;
  std::uint32_t record_type(std::uint64_t at) const { return u32(at + 8); }

  /// Throws DataError `path: found …, expected …; …`.
  [[noreturn]] void refuse(std::string_view found, std::string_view expected) const;

 private:
  const std::string& path_;
  std::string_view bytes_;
};

/// Unpacks a compressed record of a CDF file: gzip, or run lengths of zeros. `size` is the number of bytes
/// that it must give. Refuses a size that the packed bytes cannot give, before it takes memory. Throws
/// DataError.
std::string unpack_cdf(const CdfBytes& file, std::string_view packed, std::uint64_t size,
                       std::uint32_t method);

}  // namespace symh
