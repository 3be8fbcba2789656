#include "cli/ages.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "series/index_age.h"

namespace symh::cli {

std::vector<Minutes> index_ages(const std::vector<std::string>& words) {
  std::vector<Minutes> ages;
  ages.reserve(words.size());
  for (const auto& word : words) ages.push_back(parse_index_age(word, "--index-age"));
  std::ranges::sort(ages);
  return ages;
}

std::vector<Minutes> wind_ages(const std::vector<std::string>& words) {
  std::vector<Minutes> ages;
  for (const auto& word : words) {
    const auto age = word == "0" ? Minutes{0} : parse_duration(word);
    if (!age || *age > longest_gap)
      throw UsageError(
          fmt::format("--wind-age {}: expected 0 or a duration up to {}, such as 15m, 1h, 3h; --without "
                      "solar_wind scores without any",
                      word, format_duration(longest_gap)));
    ages.push_back(*age);
  }
  std::ranges::sort(ages);
  return ages;
}

}  // namespace symh::cli
