#pragma once
#include <netcdf.h>

#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace symh {

/// Hold this lock during each call of NetCDF or HDF5: neither library is thread-safe.
std::mutex& netcdf_mutex();

/// An open NetCDF file. A call that fails throws RunError `path: what: reason`.
class NetcdfFile {
 public:
  /// Errors name `name`.
  static NetcdfFile create(const std::filesystem::path& path, const std::string& name);
  static NetcdfFile open(const std::filesystem::path& path);
  /// Opens a file that is in memory. The bytes must outlive the object.
  static NetcdfFile open_bytes(const std::string& name, std::string_view bytes);
  ~NetcdfFile();
  NetcdfFile(NetcdfFile&& other) noexcept
      : name_(std::move(other.name_)), id_(other.id_), open_(std::exchange(other.open_, false)) {}
  NetcdfFile(const NetcdfFile&) = delete;
  NetcdfFile& operator=(const NetcdfFile&) = delete;

  int id() const { return id_; }
  /// Writes the rest of the file and reports errors of the disk.
  void close();
  void check(int result, std::string_view what) const;

  void put_text(int variable, const std::string& name, std::string_view text) const;
  /// The text of the attribute; empty if there is no such attribute.
  std::string text(int variable, const char* name) const;
  std::vector<std::string> text_names(int variable) const;

 private:
  explicit NetcdfFile(std::string name) : name_(std::move(name)) {}

  std::string name_;
  int id_ = 0;
  bool open_ = false;
};

}  // namespace symh
