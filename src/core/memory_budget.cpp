#include "core/memory_budget.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <charconv>
#include <fstream>
#include <limits>
#include <utility>

namespace symh {
namespace {

constexpr auto most = std::numeric_limits<std::uint64_t>::max();

std::atomic<std::uint64_t> chosen_budget{0};  ///< 0: none was set
std::atomic<std::uint64_t> claimed{0};        ///< by all claims together

std::uint64_t sum_of(std::uint64_t a, std::uint64_t b) { return a > most - b ? most : a + b; }

/// The number that a file of the kernel holds; nothing for `max`, or without the file.
std::optional<std::uint64_t> number_in(const std::string& path) {
  std::ifstream stream(path);
  std::uint64_t number = 0;
  return stream >> number ? std::optional(number) : std::nullopt;
}

/// The memory of the machine.
std::uint64_t physical_memory() {
  const auto pages = ::sysconf(_SC_PHYS_PAGES), page = ::sysconf(_SC_PAGESIZE);
  return pages > 0 && page > 0 ? bytes_of(static_cast<std::uint64_t>(pages), static_cast<std::uint64_t>(page))
                               : most;
}

/// The least limit of the control groups that hold this process: version 2 limits each group on the path from
/// the root, version 1 has one file where a container sees its own group.
std::uint64_t group_limit() {
  std::uint64_t limit = number_in("/sys/fs/cgroup/memory/memory.limit_in_bytes").value_or(most);
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    if (!line.starts_with("0::/")) continue;
    for (auto group = line.substr(3);; group.resize(group.find_last_of('/'))) {
      limit = std::min(limit, number_in("/sys/fs/cgroup" + group + "/memory.max").value_or(most));
      if (group.empty()) break;
    }
  }
  return limit;
}

constexpr std::array<std::pair<std::string_view, double>, 9> units{{{"b", 1},
                                                                    {"kb", 1e3},
                                                                    {"mb", 1e6},
                                                                    {"gb", 1e9},
                                                                    {"tb", 1e12},
                                                                    {"kib", 0x1p10},
                                                                    {"mib", 0x1p20},
                                                                    {"gib", 0x1p30},
                                                                    {"tib", 0x1p40}}};

[[noreturn]] void refuse(std::uint64_t needed) {
  throw OverBudget(fmt::format(
      "reading needs at least {} of memory, but {} are allowed; raise the limit with --max-memory "
      "(or SYMH_MAX_MEMORY), or give less data",
      format_bytes(needed), format_bytes(memory_budget())));
}

void limit(int what, std::uint64_t value) {
  rlimit now{};
  if (::getrlimit(static_cast<__rlimit_resource_t>(what), &now) != 0) return;
  now.rlim_cur = std::min<rlim_t>(value, now.rlim_max);
  now.rlim_max = now.rlim_cur;
  ::setrlimit(static_cast<__rlimit_resource_t>(what), &now);
}

}  // namespace

std::uint64_t machine_memory() {
  static const auto memory = std::min(physical_memory(), group_limit());
  return memory;
}

std::uint64_t memory_budget() {
  const auto usual = machine_memory() / 4;
  const auto chosen = chosen_budget.load();
  return chosen > 0 ? chosen : usual;
}

void set_memory_budget(std::uint64_t bytes) { chosen_budget = bytes; }

std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  while (text.starts_with(' ')) text.remove_prefix(1);
  std::string unit(text);
  std::ranges::transform(unit, unit.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto* const found = std::ranges::find(units, unit, &std::pair<std::string_view, double>::first);
  if (found == units.end()) return std::nullopt;
  const double bytes = number * found->second;
  constexpr double largest = 0x1p60;
  if (!(bytes >= 1 && bytes <= largest)) return std::nullopt;
  return static_cast<std::uint64_t>(bytes);
}

std::string format_bytes(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 5> names{"B", "KiB", "MiB", "GiB", "TiB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < names.size(); ++unit) value /= 1024;
  return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, names[unit]);
}

std::uint64_t bytes_of(std::uint64_t count, std::uint64_t bytes) {
  std::uint64_t product = 0;
  return __builtin_mul_overflow(count, bytes, &product) ? most : product;
}

MemoryClaim::~MemoryClaim() { claimed -= bytes_; }

MemoryClaim::MemoryClaim(MemoryClaim&& other) noexcept : bytes_(std::exchange(other.bytes_, 0)) {}

MemoryClaim& MemoryClaim::operator=(MemoryClaim&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

void MemoryClaim::grow(std::uint64_t bytes) {
  auto before = claimed.load();
  do {
    if (sum_of(before, bytes) > memory_budget()) refuse(sum_of(before, bytes));
  } while (!claimed.compare_exchange_weak(before, before + bytes));
  bytes_ += bytes;
}

void require_memory(std::uint64_t bytes) { const MemoryClaim fits(bytes); }

void limit_this_process(std::uint64_t bytes, std::uint64_t cpu_seconds) {
  const auto pages = number_in("/proc/self/statm");
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  if (pages) limit(RLIMIT_AS, sum_of(bytes_of(*pages, page), bytes));
  limit(RLIMIT_CPU, cpu_seconds);
}

}  // namespace symh
