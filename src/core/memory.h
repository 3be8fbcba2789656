#pragma once
#include <cstddef>

namespace symh {

/// Gives freed memory back to the system, where the allocator keeps it (glibc). Worth calling after large,
/// many-pieced data are let go while others as large are about to be made.
void return_freed_memory();

/// Asks for pages of 2 MB where the system has them: memory of hundreds of MB is then filled for the first
/// time, and given back, in half the time. To be called before it is filled; a hint, without effect
/// elsewhere.
void prefer_large_pages(void* first, std::size_t bytes);

/// Keeps freed memory for the next allocation, where the allocator would hand it back and have it cleared by
/// the system each time (glibc does so above 128 KiB). Doubles the speed of work that makes and drops buffers
/// of some MB all the time, as training does. For the whole process, until it ends.
void keep_freed_memory();

}  // namespace symh
