#include "core/memory.h"

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

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int most_from_heap = 32 << 20;  // the most that glibc takes
  ::mallopt(M_MMAP_THRESHOLD, most_from_heap);
  ::mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
#endif
}

}  // namespace symh
