#include "core/memory.h"

#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>  // defines __GLIBC__
#include <limits>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace symh {

void return_freed_memory() {
#ifdef __GLIBC__
  ::malloc_trim(0);
#endif
}

void prefer_large_pages(void* first, std::size_t bytes) {
#ifdef MADV_HUGEPAGE
  constexpr std::uintptr_t page = 2 << 20;
  const auto begin = (reinterpret_cast<std::uintptr_t>(first) + page - 1) / page * page;
  const auto end = (reinterpret_cast<std::uintptr_t>(first) + bytes) / page * page;
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
}

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int most_from_heap = 32 << 20;  // the largest value that glibc accepts
  ::mallopt(M_MMAP_THRESHOLD, most_from_heap);
  ::mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
#endif
}

}  // namespace symh
