#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace symh {

/// The readers of untrusted input that are fuzzed, by name: each format as all_formats() names it (in lower
/// case), and `any`, `archive`, `hapi-info`, `hapi-data`, `config`, `sources`, `safetensors`, `checksums`;
/// with models `model-folder`, `xgboost-trees` and `centre` too.
std::vector<std::string> fuzz_targets();

/// Gives the bytes to one reader. An Error is a right answer; any other exception leaves the function. Throws
/// std::logic_error, too, if a reader gives a series that contradicts itself or a value outside the bounds of
/// its channel.
void run_fuzz_target(std::string_view target, std::string_view bytes);

}  // namespace symh
