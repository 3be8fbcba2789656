#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace symh {

/// Where in a NetCDF-4 file the values of a variable begin, if they lie there one after the other as this
/// machine holds them, `bytes` in all: then they can be copied without the library, on several threads.
std::optional<std::uint64_t> contiguous_offset(const std::filesystem::path& path, const std::string& variable,
                                               std::size_t bytes);

}  // namespace symh
