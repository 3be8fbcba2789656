#pragma once
#include <cstddef>

namespace symh {

/// Gives freed memory that the allocator keeps (glibc) back to the system. Call it after freeing many small
/// pieces of large data and before allocating as much again.
void return_freed_memory();

/// Asks for pages of 2 MB: the first write to hundreds of MB, and giving them back, then take half the time.
/// Call it before the memory is filled. It is a hint, without effect on systems that have no such pages.
void prefer_large_pages(void* first, std::size_t bytes);

/// Makes the allocator keep freed memory for the next allocation. Above 128 KiB glibc otherwise returns it,
/// and the system clears it again each time. This doubles the speed of work that allocates and frees buffers
/// of some MB all the time, as training does. It holds for the whole process, until its end.
void keep_freed_memory();

}  // namespace symh
