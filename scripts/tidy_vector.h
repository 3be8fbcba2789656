// For clang-tidy alone. LibTorch 1.13 has vectors of a class that is not complete yet; clang 14 instantiates
// libstdc++'s constexpr vector there and fails, where g++ does not. Here vector loses its constexpr.
#pragma once
#include <algorithm>
#include <memory>
#include <string>
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
#define __fill_a1 fill_a1_without_constexpr  // <algorithm> has declared the other one
#include <vector>
#undef __fill_a1
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR constexpr
