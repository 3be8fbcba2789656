#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "formats/load.h"

namespace symh {

/// `$XDG_CACHE_HOME/symh/parsed`, by default below ~/.cache; empty if neither XDG_CACHE_HOME nor HOME is set.
std::filesystem::path default_cache_folder();

/// Keeps series that took long to read as NetCDF archives, so that the next command loads them at once.
///
/// An archive belongs to one list of files and one way of reading them. It is valid while each file
/// keeps its size and modification time. load() gives the same series and warnings, bit for bit, from
/// the archive as from the files. A fault of the cache is never an error: load() then reads the
/// files.
class ParsedCache {
 public:
  struct Limits {
    std::uintmax_t from_bytes = std::uintmax_t{64} << 20;  ///< smaller source files are not cached
    std::uintmax_t most_bytes = std::uintmax_t{2} << 30;   ///< of archives; the least recently used go first
  };

  /// An empty folder switches the cache off.
  explicit ParsedCache(std::filesystem::path folder) : ParsedCache(std::move(folder), Limits{}) {}
  ParsedCache(std::filesystem::path folder, Limits limits) : folder_(std::move(folder)), limits_(limits) {}

  /// Like symh::load(). It writes a new archive before it returns; a thread then flushes and renames it. The
  /// next load() and the destructor wait for that thread. `say` gets the messages of the cache.
  LoadedData load(const std::vector<std::string>& paths, const ReadOptions& options,
                  const std::function<void(const std::string&)>& say);

 private:
  void store(const LoadedData& data, const std::filesystem::path& archive, const std::string& key);
  void make_room(const std::filesystem::path& newest) const;

  std::filesystem::path folder_;
  Limits limits_;
  std::jthread finishing_;
};

}  // namespace symh
