#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"

namespace symh {

/// The memory of the machine or, if that is less, of the control group (container) that symh runs in.
std::uint64_t machine_memory();

/// How many bytes of memory the reading of data may take: what set_memory_budget() said, else a quarter of
/// machine_memory().
std::uint64_t memory_budget();

/// Sets the budget of this process and of those that it forks. Call it before reading begins.
void set_memory_budget(std::uint64_t bytes);

/// Reads `2GiB`, `512 MiB`, `1.5GB`: a number and a unit (B, kB, MB, GB, TB, KiB, MiB, GiB, TiB; in any
/// case). nullopt for anything else, zero included.
std::optional<std::uint64_t> parse_bytes(std::string_view text);
/// `1.5 GiB`.
std::string format_bytes(std::uint64_t bytes);

/// `count` pieces of `bytes` each; the largest number if the product is larger.
std::uint64_t bytes_of(std::uint64_t count, std::uint64_t bytes);

/// Data need more memory than the budget allows (exit code 3). Where the message is made, the name of the
/// file is unknown; name_over_budget() adds it.
struct OverBudget : DataError {
  using DataError::DataError;
};

/// Memory that a reader is about to take. It counts against the budget, together with all other claims, until
/// the object ends.
class MemoryClaim {
 public:
  MemoryClaim() = default;
  explicit MemoryClaim(std::uint64_t bytes) { grow(bytes); }
  ~MemoryClaim();
  MemoryClaim(MemoryClaim&& other) noexcept;
  MemoryClaim& operator=(MemoryClaim&& other) noexcept;

  /// Claims `bytes` more. Throws OverBudget, with nothing claimed, if the budget does not allow them.
  void grow(std::uint64_t bytes);

 private:
  std::uint64_t bytes_ = 0;
};

/// Throws OverBudget if `bytes` more than all claims now do not fit the budget. For memory that is soon free
/// again, or that another claim counts later.
void require_memory(std::uint64_t bytes);

/// Does `work`; an OverBudget that it throws gets the name of the file.
template <typename Work>
void name_over_budget(const std::string& file, const Work& work) {
  try {
    work();
  } catch (const OverBudget& error) {
    throw OverBudget(file + ": " + error.what());
  }
}

/// Limits this process: it can take at most `bytes` more memory than it has now, and the system ends it after
/// `cpu_seconds` of computing. Call it in a child process before work that may never end.
void limit_this_process(std::uint64_t bytes, std::uint64_t cpu_seconds);

}  // namespace symh
