#include "formats/binary/contiguous.h"

#include <hdf5.h>

namespace symh {
namespace {

/// Closes an HDF5 identifier when the object ends.
class Identifier {
 public:
  Identifier(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  ~Identifier() {
    if (id_ >= 0) close_(id_);
  }
  Identifier(const Identifier&) = delete;
  Identifier& operator=(const Identifier&) = delete;
  hid_t id() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

}  // namespace

std::optional<std::uint64_t> contiguous_offset(const std::filesystem::path& path, const std::string& variable,
                                               std::size_t bytes) {
  const Identifier file(::H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), ::H5Fclose);
  if (file.id() < 0) return std::nullopt;
  const Identifier data(::H5Dopen2(file.id(), variable.c_str(), H5P_DEFAULT), ::H5Dclose);
  if (data.id() < 0) return std::nullopt;
  const Identifier type(::H5Dget_type(data.id()), ::H5Tclose);
  const bool native =
      ::H5Tequal(type.id(), H5T_NATIVE_FLOAT) > 0 || ::H5Tequal(type.id(), H5T_NATIVE_SCHAR) > 0;
  const auto offset = ::H5Dget_offset(data.id());
  if (!native || offset == HADDR_UNDEF || ::H5Dget_storage_size(data.id()) != bytes) return std::nullopt;
  return offset;
}

}  // namespace symh
