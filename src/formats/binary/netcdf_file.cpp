#include "formats/binary/netcdf_file.h"

#include <fmt/format.h>
#include <hdf5.h>
#include <netcdf_mem.h>

#include <array>

#include "core/error.h"

namespace symh {
namespace {

/// HDF5 prints its errors, among them that of an attribute which is not there, unless each thread forbids it.
/// At the end of the process it would write again what could not be written, as on a full disk, and crash.
void tame_hdf5() {
  static const auto no_work_at_exit = ::H5dont_atexit();
  static_cast<void>(no_work_at_exit);
  ::H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

}  // namespace

std::mutex& netcdf_mutex() {
  static std::mutex mutex;
  return mutex;
}

NetcdfFile NetcdfFile::create(const std::filesystem::path& path, const std::string& name) {
  tame_hdf5();
  NetcdfFile file(name);
  // Start each channel on a page, so that it can be copied without the library (contiguous.h).
  constexpr int large = 1 << 16, page = 4096;
  file.check(::nc_set_alignment(large, page), "cannot be set up");
  file.check(::nc_create(path.c_str(), NC_NETCDF4 | NC_CLOBBER, &file.id_), "cannot be created");
  file.open_ = true;
  // We write every value, so the library need not fill the variables first.
  file.check(::nc_set_fill(file.id_, NC_NOFILL, nullptr), "cannot be set up");
  return file;
}

NetcdfFile NetcdfFile::open(const std::filesystem::path& path) {
  tame_hdf5();
  NetcdfFile file(path.string());
  file.check(::nc_open(path.c_str(), NC_NOWRITE, &file.id_), "cannot be opened");
  file.open_ = true;
  return file;
}

NetcdfFile NetcdfFile::open_bytes(const std::string& name, std::string_view bytes) {
  tame_hdf5();
  NetcdfFile file(name);
  // With NC_NOWRITE the library only reads these bytes, but its signature takes a non-const pointer.
  auto* const memory = const_cast<char*>(bytes.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  file.check(::nc_open_mem(name.c_str(), NC_NOWRITE, bytes.size(), memory, &file.id_), "cannot be opened");
  file.open_ = true;
  return file;
}

NetcdfFile::~NetcdfFile() {
  if (open_) ::nc_close(id_);
}

void NetcdfFile::close() {
  open_ = false;
  check(::nc_close(id_), "cannot be written whole");
}

void NetcdfFile::check(int result, std::string_view what) const {
  if (result != NC_NOERR) throw RunError(fmt::format("{}: {}: {}", name_, what, ::nc_strerror(result)));
}

void NetcdfFile::put_text(int variable, const std::string& name, std::string_view text) const {
  // Do not write an empty text: some readers take it for an attribute of another type.
  if (text.empty()) return;
  check(::nc_put_att_text(id_, variable, name.c_str(), text.size(), text.data()), "cannot write " + name);
}

std::string NetcdfFile::text(int variable, const char* name) const {
  nc_type type = NC_NAT;
  std::size_t length = 0;
  if (::nc_inq_att(id_, variable, name, &type, &length) != NC_NOERR) return {};
  if (type == NC_STRING && length == 1) {
    char* string = nullptr;
    check(::nc_get_att_string(id_, variable, name, &string), fmt::format("cannot read {}", name));
    std::string text(string == nullptr ? "" : string);
    ::nc_free_string(1, &string);
    return text;
  }
  if (type != NC_CHAR) return {};
  std::string text(length, '\0');
  check(::nc_get_att_text(id_, variable, name, text.data()), fmt::format("cannot read {}", name));
  while (text.ends_with('\0')) text.pop_back();
  return text;
}

std::vector<std::string> NetcdfFile::text_names(int variable) const {
  int count = 0;
  check(variable == NC_GLOBAL ? ::nc_inq_natts(id_, &count) : ::nc_inq_varnatts(id_, variable, &count),
        "cannot be read");
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) {
    std::array<char, NC_MAX_NAME + 1> name{};
    check(::nc_inq_attname(id_, variable, i, name.data()), "cannot be read");
    names.emplace_back(name.data());
  }
  return names;
}

}  // namespace symh
