#include "config/config_file.h"

#include "core/plain_file.h"

namespace symh {

std::string read_config_file(const std::filesystem::path& path) try {
  constexpr std::uintmax_t most_bytes = 4 << 20;
  return PlainFile(path, "check the path and its permissions").read(most_bytes);
} catch (const DataError& error) {
  throw UsageError(error.what());
}

}  // namespace symh
