#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "formats/load.h"

namespace symh {

/// `$XDG_CACHE_HOME/symh/parsed`, by default under ~/.cache; empty where neither variable is set.
std::filesystem::path default_cache_folder();

/// NetCDF archives of series that took long to read, so that the next command has them at once.
///
/// An archive stands for one list of files and one way of reading them; it is good as long as each file has
/// the size and the modification time that it had. What load() gives from an archive is bit for bit what it
/// gives from the files, warnings included. Nothing that goes wrong with the cache is an error: the files are
/// read instead.
class ParsedCache {
 public:
  struct Limits {
    std::uintmax_t from_bytes = std::uintmax_t{64} << 20;  ///< of source files; less is read as quickly
    std::uintmax_t most_bytes = std::uintmax_t{2} << 30;   ///< of archives; the longest unused go first
  };

  /// An empty folder: no cache.
  explicit ParsedCache(std::filesystem::path folder) : ParsedCache(std::move(folder), Limits{}) {}
  ParsedCache(std::filesystem::path folder, Limits limits) : folder_(std::move(folder)), limits_(limits) {}

  /// As symh::load(). A new archive is written before this returns, and flushed to disk and put in its place
  /// by a thread that the next load() and the destructor wait for. `say` hears what the cache does.
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
