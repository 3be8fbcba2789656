#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace symh {

/// The offset in a NetCDF-4 file of the values of a variable, if they lie there uninterrupted, `bytes` in
/// all, in the byte order of this machine. Such values can be copied without the library, on several threads.
std::optional<std::uint64_t> contiguous_offset(const std::filesystem::path& path, const std::string& variable,
                                               std::size_t bytes);

}  // namespace symh
