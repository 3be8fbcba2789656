#include "formats/binary/netcdf_classic.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "core/error.h"

namespace symh {
namespace {

/// How far behind the header the library reads.
constexpr std::size_t library_reads_ahead = std::size_t{1} << 16;
constexpr std::uint64_t tag_dimension = 10, tag_variable = 11, tag_attribute = 12;

/// The sum or product, or the largest number if it is larger.
std::uint64_t add(std::uint64_t a, std::uint64_t b) {
  std::uint64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? UINT64_MAX : sum;
}
std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}
std::uint64_t padded(std::uint64_t bytes) { return add(bytes, 3) / 4 * 4; }

/// Reads the header of a classic file by "The NetCDF Classic Format Specification" of Unidata.
class ClassicHeader {
 public:
  ClassicHeader(const std::string& path, std::string_view bytes) : path_(path), bytes_(bytes) {}

  /// How many bytes the file must have.
  std::uint64_t needed_bytes() {
    at_ = 3;
    version_ = static_cast<int>(number(1));
    const auto records = count();
    const bool streaming = records == (version_ == 5 ? UINT64_MAX : UINT32_MAX);
    for (auto dimensions = list(tag_dimension); dimensions > 0; --dimensions) {
      skip_name();
      lengths_.push_back(count());
    }
    skip_attributes();
    std::uint64_t needed = 0, fixed = 0, record = 0, record_variables = 0, end_of_record = 0, unpadded = 0;
    std::uint64_t last_record = 0;
    for (auto variables = list(tag_variable); variables > 0; --variables) {
      const auto [begin, bytes, of_records] = variable();
      if (!of_records) {
        needed = std::max(needed, add(begin, bytes));
        fixed = add(fixed, bytes);
        continue;
      }
      ++record_variables;
      record = add(record, padded(bytes));
      last_record = add(last_record, bytes);
      unpadded = bytes;
      end_of_record = std::max(end_of_record, add(begin, bytes));
    }
    if (record_variables == 1) record = unpadded;  // the one exception from padding
    if (record_variables > 0 && records > 0 && !streaming)
      needed = std::max(needed, add(times(records - 1, record), end_of_record));
    // No two variables share their bytes, or a short file could hold any number of values.
    const auto of_records = streaming || records == 0 ? 0 : add(times(records - 1, record), last_record);
    return std::max(needed, add(at_, add(fixed, of_records)));
  }

  /// The length of the header, after needed_bytes().
  std::size_t size() const { return at_; }

 private:
  struct VariablePlace {
    std::uint64_t begin = 0, bytes = 0;  ///< of one record if it has records
    bool of_records = false;
  };

  [[noreturn]] void refuse_header(std::string_view found) const {
    throw DataError(
        fmt::format("{}: found {} in a NetCDF header, expected a whole file; it is cut or corrupt: "
                    "fetch it again",
                    path_, found));
  }

  void skip(std::uint64_t bytes) {
    if (bytes > bytes_.size() - at_)
      refuse_header(fmt::format("the end of the file at byte {}", bytes_.size()));
    at_ += bytes;
  }

  std::uint64_t number(std::size_t bytes) {
    const auto first = at_;
    skip(bytes);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i)
      value = value << 8U | static_cast<unsigned char>(bytes_[first + i]);
    return value;
  }
  std::uint64_t count() { return number(version_ == 5 ? 8 : 4); }

  /// The number of elements of a list. Each takes at least four bytes, so a larger number is damage.
  std::uint64_t list(std::uint64_t tag) {
    const auto found = number(4);
    const auto elements = count();
    if (found == 0 && elements == 0) return 0;
    if (found != tag || elements > bytes_.size() / 4) refuse_header(fmt::format("a list of kind {}", found));
    return elements;
  }

  void skip_name() { skip(padded(count())); }

  static std::uint64_t size_of(std::uint64_t type) {
    constexpr std::array<std::uint64_t, 12> sizes{0, 1, 1, 2, 4, 4, 8, 1, 2, 4, 8, 8};
    return type < sizes.size() ? sizes[type] : 0;
  }

  std::uint64_t type_size() {
    const auto type = number(4);
    if (size_of(type) == 0) refuse_header(fmt::format("values of type {}", type));
    return size_of(type);
  }

  void skip_attributes() {
    for (auto attributes = list(tag_attribute); attributes > 0; --attributes) {
      skip_name();
      const auto size = type_size();
      skip(padded(times(count(), size)));
    }
  }

  VariablePlace variable() {
    VariablePlace place;
    skip_name();
    std::uint64_t values = 1;
    const auto dimensions = count();
    if (dimensions > bytes_.size() / 4) refuse_header(fmt::format("{} dimensions", dimensions));
    for (std::uint64_t d = 0; d < dimensions; ++d) {
      const auto id = count();
      if (id >= lengths_.size()) refuse_header(fmt::format("dimension {} of {}", id, lengths_.size()));
      if (lengths_[id] == 0 && d == 0)
        place.of_records = true;
      else
        values = times(values, lengths_[id]);
    }
    skip_attributes();
    place.bytes = times(values, type_size());
    count();  // vsize: redundant, and wrong for large variables
    place.begin = number(version_ == 1 ? 4 : 8);
    return place;
  }

  const std::string& path_;
  std::string_view bytes_;
  std::uint64_t at_ = 0;
  int version_ = 0;
  std::vector<std::uint64_t> lengths_;  ///< [dimension]; 0 is the dimension of the records
};

}  // namespace

ClassicBytes::ClassicBytes(const std::string& path, std::string_view bytes) : bytes_(bytes) {
  if (!bytes.starts_with("CDF")) return;
  ClassicHeader header(path, bytes);
  const auto needed = header.needed_bytes();
  if (needed > bytes.size())
    throw DataError(
        fmt::format("{}: found {} bytes, expected {} by its header; the file is cut: fetch it again", path,
                    bytes.size(), needed));
  if (bytes.size() - header.size() >= library_reads_ahead) return;
  longer_.reserve(bytes.size() + library_reads_ahead);
  longer_.append(bytes).append(library_reads_ahead, '\0');
  bytes_ = longer_;
}

}  // namespace symh
