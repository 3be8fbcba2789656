#pragma once

/// Before a function of loops that the compiler can vectorise: it is compiled for AVX-512, AVX2 and the
/// baseline, and the loader takes the best that the machine has. What it calls must be inlined. Left out
/// where the compiler has no such thing, and with a sanitizer, whose checks would run before it is set up.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define SYMH_VECTOR_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define SYMH_VECTOR_CLONES
#endif
