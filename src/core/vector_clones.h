#pragma once

/// Before a function with loops that the compiler can vectorise: compiles it for AVX-512, AVX2 and the
/// baseline; the loader picks the best for the machine. The functions that it calls must be inlined. Empty
/// for compilers without target_clones, and with a sanitizer, whose checks would run before its own start-up.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(SYMH_NO_VECTOR_CLONES)
#define SYMH_VECTOR_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define SYMH_VECTOR_CLONES
#endif
