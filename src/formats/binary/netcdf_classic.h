#pragma once
#include <string>
#include <string_view>

namespace symh {

/// The bytes of a NetCDF file as the library can open them in memory. For a file of the classic format
/// (CDF-1, CDF-2, CDF-5) it checks that the file is as long as its header says: the library reads a cut file
/// as zeros. The library also wants to read some kilobytes past the end of the header, so a short file is
/// copied with zeros behind it. Throws DataError if the file is cut or its header makes no sense.
class ClassicBytes {
 public:
  /// `bytes` must outlive the object.
  ClassicBytes(const std::string& path, std::string_view bytes);
  ClassicBytes(const ClassicBytes&) = delete;
  ClassicBytes& operator=(const ClassicBytes&) = delete;
  std::string_view bytes() const { return bytes_; }

 private:
  std::string longer_;
  std::string_view bytes_;
};

}  // namespace symh
