#include "formats/binary/cdf_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "core/error.h"

namespace symh {
namespace {

// The types of the internal records, and the places of their fields, by "CDF Internal Format Description",
// version 3.
constexpr std::uint32_t cdr = 1, gdr = 2, r_vdr = 3, adr = 4, agr_edr = 5, vxr = 6, vvr = 7, z_vdr = 8,
                        az_edr = 9, ccr = 10, cpr = 11, cvvr = 13;
constexpr std::uint64_t magic_bytes = 8, no_place = UINT64_MAX;
constexpr std::uint64_t name_length = 256, most_dimensions = 10;
constexpr std::size_t most_variables = 20'000;

bool is_place(std::uint64_t at) { return at != 0 && at != no_place; }

std::uint64_t value_at(std::string_view bytes, std::size_t size, bool little_endian) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i)
    value = value << 8U | static_cast<unsigned char>(bytes[little_endian ? size - 1 - i : i]);
  return value;
}

/// The whole file, unpacked if it is compressed as one.
std::string unpacked_file(const std::string& path, std::string_view text) {
  const CdfBytes file(path, text);
  constexpr std::uint32_t compressed = 0xCCCC0001;
  if (file.u32(4) != compressed) return {};
  const auto length = file.record(magic_bytes, ccr);
  constexpr std::uint64_t head = 32;
  if (length < head) file.refuse("a compressed record without content", "a whole file");
  const auto parameters = file.u64(magic_bytes + 12);
  file.record(parameters, cpr);
  return std::string(text.substr(0, magic_bytes)) +
         unpack_cdf(file, file.at(magic_bytes + head, length - head), file.u64(magic_bytes + 20),
                    file.u32(parameters + 12));
}

}  // namespace

std::size_t size_of(CdfType type) {
  switch (type) {
    case CdfType::int1:
    case CdfType::uint1:
    case CdfType::byte:
    case CdfType::chars:
    case CdfType::uchars:
      return 1;
    case CdfType::int2:
    case CdfType::uint2:
      return 2;
    case CdfType::int4:
    case CdfType::uint4:
    case CdfType::real4:
    case CdfType::float4:
      return 4;
    case CdfType::int8:
    case CdfType::real8:
    case CdfType::epoch:
    case CdfType::tt2000:
    case CdfType::double8:
      return 8;
    case CdfType::epoch16:
      return 16;
  }
  return 0;
}

bool is_text(CdfType type) { return type == CdfType::chars || type == CdfType::uchars; }

bool is_epoch(CdfType type) {
  return type == CdfType::epoch || type == CdfType::epoch16 || type == CdfType::tt2000;
}

std::int64_t cdf_int8(std::string_view bytes, bool little_endian) {
  return static_cast<std::int64_t>(value_at(bytes, 8, little_endian));
}

double cdf_number(CdfType type, std::string_view bytes, bool little_endian) {
  const auto value = value_at(bytes, std::min<std::size_t>(size_of(type), 8), little_endian);
  switch (type) {
    case CdfType::int1:
    case CdfType::byte:
      return static_cast<std::int8_t>(value);
    case CdfType::int2:
      return static_cast<std::int16_t>(value);
    case CdfType::int4:
      return static_cast<std::int32_t>(value);
    case CdfType::int8:
    case CdfType::tt2000:
      return static_cast<double>(static_cast<std::int64_t>(value));
    case CdfType::real4:
    case CdfType::float4:
      return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(value)));
    case CdfType::real8:
    case CdfType::double8:
    case CdfType::epoch:
    case CdfType::epoch16:
      return std::bit_cast<double>(value);
    default:
      return static_cast<double>(value);
  }
}

std::size_t CdfVariable::values_per_record() const {
  std::size_t values = 1;
  for (const auto dimension : dimensions) values *= dimension;
  return values;
}

std::size_t CdfVariable::record_bytes() const { return values_per_record() * elements * size_of(type); }

std::string CdfVariable::text(const std::string& attribute) const {
  const auto found = attributes.find(attribute);
  return found == attributes.end() ? "" : found->second.text;
}

CdfFile::CdfFile(const std::string& path, std::string_view bytes)
    : unpacked_(unpacked_file(path, bytes)),
      bytes_(path, unpacked_.empty() ? bytes : std::string_view(unpacked_)) {
  read_head();
}

const CdfVariable* CdfFile::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &variables_[found->second];
}

std::string CdfFile::global(const std::string& attribute) const {
  const auto found = globals_.find(attribute);
  return found == globals_.end() ? "" : found->second;
}

void CdfFile::visit(std::uint64_t at) {
  if (!visited_.insert(at).second) bytes_.refuse(fmt::format("a loop at byte {}", at), "a chain of records");
  const auto length = bytes_.u64(at);
  bytes_.at(at, length);
  visited_bytes_ += length;
  if (visited_bytes_ > bytes_.size()) bytes_.refuse("records that overlap", "each in its own place");
}

void CdfFile::read_head() {
  bytes_.record(magic_bytes, cdr);
  const auto encoding = bytes_.u32(magic_bytes + 28), flags = bytes_.u32(magic_bytes + 32);
  constexpr std::array<std::uint32_t, 8> big{1, 2, 5, 7, 9, 11, 12, 18};
  constexpr std::array<std::uint32_t, 6> little{4, 6, 13, 16, 17, 19};
  little_endian_ = std::ranges::find(little, encoding) != little.end();
  if (!little_endian_ && std::ranges::find(big, encoding) == big.end())
    throw DataError(
        fmt::format("{}: found the encoding {} of CDF, expected one with IEEE 754 numbers; convert "
                    "it: cdfconvert -encoding network",
                    bytes_.path(), encoding));
  constexpr std::uint32_t single_file = 2;
  if ((flags & single_file) == 0)
    throw DataError(
        fmt::format("{}: found a CDF in several files, expected a single file; convert it: "
                    "cdfconvert -single",
                    bytes_.path()));
  const auto global = bytes_.u64(magic_bytes + 12);
  bytes_.record(global, gdr);
  last_leap_second_ = bytes_.u32(global + 76);
  const auto dimensions = bytes_.count(global + 56, "dimensions");
  constexpr std::uint64_t dimension_sizes = 84;
  if (dimensions > most_dimensions) bytes_.refuse(fmt::format("{} dimensions", dimensions), "at most 10");
  for (std::uint64_t d = 0; d < dimensions; ++d)
    r_dimensions_.push_back(bytes_.count(global + dimension_sizes + 4 * d, "values of a dimension"));
  read_variables(bytes_.u64(global + 12), false);
  read_variables(bytes_.u64(global + 20), true);
  read_attributes(bytes_.u64(global + 28));
}

void CdfFile::read_variables(std::uint64_t at, bool is_z) {
  for (; is_place(at); at = bytes_.u64(at + 12)) {
    visit(at);
    bytes_.record(at, is_z ? z_vdr : r_vdr);
    if (variables_.size() == most_variables)
      bytes_.refuse(fmt::format("more than {} variables", most_variables), "fewer");
    variables_.push_back(read_variable(at, is_z));
    by_name_.try_emplace(variables_.back().name, variables_.size() - 1);
    by_number_.try_emplace({is_z, variables_.back().number}, variables_.size() - 1);
  }
}

CdfVariable CdfFile::read_variable(std::uint64_t at, bool is_z) {
  CdfVariable variable;
  variable.is_z = is_z;
  variable.type = static_cast<CdfType>(bytes_.u32(at + 20));
  variable.elements = bytes_.count(at + 64, "elements");
  variable.number = bytes_.count(at + 68, "as the number of a variable");
  constexpr std::uint64_t name_at = 84, behind_name = name_at + name_length;
  variable.name = bytes_.text(at + name_at, name_length);
  if (size_of(variable.type) == 0 || variable.elements == 0)
    bytes_.refuse(fmt::format("data type {} of {}", static_cast<std::uint32_t>(variable.type), variable.name),
                  "a known one");
  std::vector<std::size_t> sizes = r_dimensions_;
  auto place = at + behind_name;
  if (is_z) {
    const auto count = bytes_.count(place, "dimensions");
    place += 4;
    if (count > most_dimensions) bytes_.refuse(fmt::format("{} dimensions", count), "at most 10");
    sizes.clear();
    for (std::uint64_t d = 0; d < count; ++d) sizes.push_back(bytes_.count(place + 4 * d, "values"));
    place += 4 * count;
  }
  double values = static_cast<double>(variable.elements);
  for (std::size_t d = 0; d < sizes.size(); ++d) {
    if (bytes_.u32(place + 4 * d) == 0) continue;
    variable.dimensions.push_back(sizes[d]);
    values *= static_cast<double>(sizes[d]);
  }
  constexpr double most_values = 1 << 28;
  if (values < 1 || values > most_values)
    bytes_.refuse(fmt::format("{} values in a record of {}", values, variable.name), "at most 2^28");
  // -1 is the last record of a variable without records.
  variable.records =
      static_cast<std::uint64_t>(static_cast<std::int32_t>(bytes_.u32(at + 24)) + std::int64_t{1});
  if (variable.records > std::uint64_t{1} << 31U)
    bytes_.refuse(fmt::format("the last record of {} before the first", variable.name), "a record");
  const auto flags = bytes_.u32(at + 44);
  variable.record_varies = (flags & 1U) != 0;
  variable.repeats_previous = bytes_.u32(at + 48) == 2;
  if ((flags & 4U) != 0) {
    const auto parameters = bytes_.u64(at + 72);
    bytes_.record(parameters, cpr);
    variable.compression = bytes_.u32(parameters + 12);
  }
  read_index(bytes_.u64(at + 28), variable, 0);
  return variable;
}

/// Gathers the blocks of a variable from its tree of index records.
void CdfFile::read_index(std::uint64_t at, CdfVariable& variable, int depth) {
  constexpr int deepest = 16;
  if (depth > deepest) bytes_.refuse(fmt::format("an index of {} that is too deep", variable.name), "a tree");
  for (; is_place(at); at = bytes_.u64(at + 12)) {
    visit(at);
    const auto length = bytes_.record(at, vxr);
    const auto entries = bytes_.count(at + 20, "entries"), used = bytes_.count(at + 24, "used entries");
    constexpr std::uint64_t head = 28;
    if (head + entries * 16 > length) bytes_.refuse(fmt::format("{} entries", entries), "as many as fit");
    if (used > entries) bytes_.refuse(fmt::format("{} used entries of {}", used, entries), "fewer");
    for (std::uint64_t e = 0; e < used; ++e) {
      const auto block_at = bytes_.u64(at + head + 8 * entries + 8 * e);
      if (!is_place(block_at)) continue;
      if (bytes_.record_type(block_at) == vxr) {
        read_index(block_at, variable, depth + 1);
        continue;
      }
      visit(block_at);
      const CdfBlock block{bytes_.count(at + head + 4 * e, "as the number of a record"),
                           bytes_.count(at + head + 4 * entries + 4 * e, "as the number of a record"),
                           block_at};
      const bool rises = variable.blocks.empty() || block.first > variable.blocks.back().last;
      if (block.last < block.first || !rises)
        bytes_.refuse(fmt::format("records {} to {} of {}", block.first, block.last, variable.name),
                      "records that rise");
      variable.blocks.push_back(block);
    }
  }
}

std::string_view CdfFile::records(const CdfVariable& variable, const CdfBlock& block,
                                  std::string& storage) const {
  const auto count = block.last - block.first + 1;
  const auto bytes = count * variable.record_bytes();  // below 2^31 * 2^32
  if (bytes_.record_type(block.at) == cvvr) {
    const auto length = bytes_.record(block.at, cvvr), packed = bytes_.u64(block.at + 16);
    constexpr std::uint64_t head = 24;
    if (length < head || packed > length - head)
      bytes_.refuse(fmt::format("a packed record of {} with {} bytes", variable.name, packed), "fewer");
    storage = unpack_cdf(bytes_, bytes_.at(block.at + head, packed), bytes, variable.compression);
    return storage;
  }
  const auto length = bytes_.record(block.at, vvr);
  constexpr std::uint64_t head = 12;
  if (length < head || bytes > length - head)
    bytes_.refuse(fmt::format("{} bytes for {} records of {}", length, count, variable.name),
                  fmt::format("{}", bytes + head));
  return bytes_.at(block.at + head, bytes);
}

void CdfFile::read_attributes(std::uint64_t at) {
  for (; is_place(at); at = bytes_.u64(at + 12)) {
    visit(at);
    bytes_.record(at, adr);
    const auto scope = bytes_.u32(at + 28);
    const bool is_global = scope == 1 || scope == 3;
    const auto name = bytes_.text(at + 68, name_length);
    read_entries(bytes_.u64(at + 20), name, is_global, false);
    if (!is_global) read_entries(bytes_.u64(at + 48), name, false, true);
  }
}

void CdfFile::read_entries(std::uint64_t at, const std::string& name, bool is_global, bool is_z) {
  for (; is_place(at); at = bytes_.u64(at + 12)) {
    visit(at);
    bytes_.record(at, is_z ? az_edr : agr_edr);
    const auto number = bytes_.count(at + 28, "as the number of an entry");
    const auto entry = read_entry(at);
    if (is_global) {
      globals_.try_emplace(name, entry.text);
      continue;
    }
    if (const auto place = by_number_.find({is_z, number}); place != by_number_.end())
      variables_[place->second].attributes[name] = entry;
  }
}

CdfEntry CdfFile::read_entry(std::uint64_t at) const {
  CdfEntry entry;
  entry.type = static_cast<CdfType>(bytes_.u32(at + 24));
  const auto count = bytes_.count(at + 32, "elements of an attribute");
  const auto size = size_of(entry.type);
  if (size == 0)
    bytes_.refuse(fmt::format("an attribute of type {}", static_cast<std::uint32_t>(entry.type)),
                  "a known one");
  constexpr std::uint64_t value_at = 56;
  if (value_at + count * size > bytes_.u64(at))
    bytes_.refuse(fmt::format("{} values", count), "as many as fit");
  const auto values = bytes_.at(at + value_at, count * size);
  if (is_text(entry.type)) {
    entry.text = bytes_.text(at + value_at, count);
    return entry;
  }
  for (std::size_t i = 0; i < count; ++i)
    entry.numbers.push_back(cdf_number(entry.type, values.substr(i * size), little_endian_));
  return entry;
}

}  // namespace symh
