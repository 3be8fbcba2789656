#pragma once
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <string_view>

namespace symh {

/// How often a test damages each file: the environment variable SYMH_DAMAGES, at least `least`.
inline int damages(int least) {
  int wanted = 0;
  const char* given = std::getenv("SYMH_DAMAGES");
  if (given != nullptr) std::from_chars(given, given + std::strlen(given), wanted);
  return std::max(wanted, least);
}

/// The bytes with another byte, with some others, or longer or shorter than they were.
inline std::string damaged(std::string bytes, std::mt19937_64& generator) {
  const auto place = [&] { return generator() % bytes.size(); };
  const auto letter = [&] {
    constexpr std::string_view likely = "0123456789-+.eE\"[]{},: nulltrue";
    return generator() % 2 == 0 ? likely[generator() % likely.size()] : static_cast<char>(generator() % 256);
  };
  switch (generator() % 8) {
    case 0:
      for (int i = 0; i < 8; ++i) bytes[place()] = letter();
      break;
    case 1:
      bytes.insert(place(), std::string(1 + generator() % 6, letter()));
      break;
    case 2:
      bytes.erase(place(), 1 + generator() % 6);
      break;
    case 3:
      bytes.resize(place());
      break;
    default:
      bytes[place()] = letter();
  }
  return bytes;
}

}  // namespace symh
