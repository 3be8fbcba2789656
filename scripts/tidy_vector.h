// Only clang-tidy includes this header. LibTorch 1.13 declares vectors of an incomplete class. There clang 14 instantiates
// libstdc++'s constexpr vector and fails; g++ does not. So this header removes constexpr from std::vector.
#pragma once
#include <algorithm>
#include <memory>
#include <string>
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
#define __fill_a1 fill_a1_without_constexpr  // <algorithm> has already declared __fill_a1
#include <vector>
#undef __fill_a1
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR constexpr
