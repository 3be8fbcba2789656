#include "formats/binary/cdf_bytes.h"

#include <fmt/format.h>
#include <zlib.h>

#include "core/error.h"
#include "core/memory_budget.h"

namespace symh {
namespace {

constexpr std::uint32_t run_lengths = 1, gzip = 5;
/// No stream of deflate gives more than 1,032 bytes for one; a run of zeros gives 128.
constexpr std::uint64_t most_growth = 1040, least_size = 1024;

std::string inflate_gzip(const CdfBytes& file, std::string_view packed, std::uint64_t size) {
  std::string bytes(size, '\0');
  z_stream stream{};
  constexpr int any_header = 15 + 32;
  if (::inflateInit2(&stream, any_header) != Z_OK) file.refuse("too little memory to unpack", "more");
  // zlib only reads the input, but its structure holds a non-const pointer.
  stream.next_in = reinterpret_cast<Bytef*>(
      const_cast<char*>(packed.data()));  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(size);
  const int result = ::inflate(&stream, Z_FINISH);
  const auto written = stream.total_out;
  ::inflateEnd(&stream);
  if (result != Z_STREAM_END || written != size)
    file.refuse(fmt::format("a packed record that does not unpack to {} bytes", size), "a whole file");
  return bytes;
}

std::string expand_runs(const CdfBytes& file, std::string_view packed, std::uint64_t size) {
  std::string bytes;
  bytes.reserve(size);
  for (std::size_t i = 0; i < packed.size() && bytes.size() < size; ++i) {
    if (packed[i] != '\0')
      bytes += packed[i];
    else if (++i < packed.size())
      bytes.append(static_cast<unsigned char>(packed[i]) + std::size_t{1}, '\0');
  }
  if (bytes.size() != size)
    file.refuse(fmt::format("a packed record that does not unpack to {} bytes", size), "a whole file");
  return bytes;
}

}  // namespace

std::string_view CdfBytes::at(std::uint64_t at, std::uint64_t count) const {
  if (at > bytes_.size() || count > bytes_.size() - at)
    refuse(fmt::format("a record at byte {} that ends behind the file", at), "a whole file");
  return bytes_.substr(at, count);
}

std::uint32_t CdfBytes::u32(std::uint64_t at) const {
  std::uint32_t value = 0;
  for (const char c : this->at(at, 4)) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

std::uint64_t CdfBytes::u64(std::uint64_t at) const {
  std::uint64_t value = 0;
  for (const char c : this->at(at, 8)) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

std::uint64_t CdfBytes::count(std::uint64_t at, std::string_view what) const {
  const auto value = static_cast<std::int32_t>(u32(at));
  if (value < 0) refuse(fmt::format("{} {}", value, what), "none or more");
  return static_cast<std::uint64_t>(value);
}

std::string CdfBytes::text(std::uint64_t at, std::uint64_t length) const {
  std::string text(this->at(at, length));
  if (const auto end = text.find('\0'); end != std::string::npos) text.resize(end);
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

std::uint64_t CdfBytes::record(std::uint64_t at, std::uint32_t type) const {
  const auto length = u64(at);
  if (record_type(at) != type)
    refuse(fmt::format("a record of type {} at byte {}", record_type(at), at), fmt::format("type {}", type));
  this->at(at, length);
  return length;
}

void CdfBytes::refuse(std::string_view found, std::string_view expected) const {
  throw DataError(fmt::format("{}: found {}, expected {}; the CDF is cut or corrupt: fetch it again", path_,
                              found, expected));
}

std::string unpack_cdf(const CdfBytes& file, std::string_view packed, std::uint64_t size,
                       std::uint32_t method) {
  constexpr std::uint64_t most_at_once = std::uint64_t{1} << 31;
  if (size > packed.size() * most_growth + least_size || size > most_at_once || packed.size() > most_at_once)
    file.refuse(fmt::format("{} packed bytes that claim to be {}", packed.size(), size), "a possible size");
  require_memory(size);
  if (method == gzip) return inflate_gzip(file, packed, size);
  if (method == run_lengths) return expand_runs(file, packed, size);
  throw DataError(
      fmt::format("{}: found Huffman compression, expected gzip or none; write it with gzip: "
                  "cdfconvert -compression cdf:gzip.5",
                  file.path()));
}

}  // namespace symh
