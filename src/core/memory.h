#pragma once

namespace symh {

/// Gives freed memory back to the system, where the allocator keeps it (glibc). Worth calling after large,
/// many-pieced data are let go while others as large are about to be made.
void return_freed_memory();

}  // namespace symh
