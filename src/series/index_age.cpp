#include "series/index_age.h"

#include <fmt/format.h>

#include "core/error.h"

namespace symh {

Minutes parse_index_age(const std::string& word, const std::string& origin) {
  if (word == "none") return no_index_age;
  const auto age = word == "0" ? Minutes{0} : parse_duration(word);
  if (age && *age <= longest_gap) return *age;
  throw UsageError(
      fmt::format("{} {}: expected 0, a duration up to {}, such as 30m, 3h, 1d, or none for no index at all",
                  origin, word, format_duration(longest_gap)));
}

}  // namespace symh
