#include "sources/units.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "series/channels.h"

namespace symh {
namespace {

struct Unit {
  std::string_view name;
  std::array<std::string_view, 8> spellings;  ///< lower case, without blanks
};

constexpr std::array units{
    Unit{"nT", {"nt", "nanotesla", "nanoteslas", "gamma"}},
    Unit{"km/s", {"km/s", "kms-1", "kms^-1", "km/sec", "kms**-1", "km*s^-1"}},
    Unit{"cm^-3", {"cm^-3", "cm-3", "n/cc", "#/cc", "1/cm^3", "#/cm^3", "1/cc", "cm**-3"}},
    Unit{"K", {"k", "kelvin", "deg_k", "degk", "degreesk", "degrees_k"}},
    Unit{"nPa", {"npa", "nanopascal", "nanopascals"}},
};

/// Other units in which servers give these quantities. Their numbers need a conversion, so we refuse them.
constexpr std::array<std::string_view, 12> others{"t",    "pt",    "ut", "mt",  "g",  "m/s",
                                                  "m^-3", "1/m^3", "ev", "kev", "mk", "degc"};

std::string plain(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (c != ' ') result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

bool is_spelling_of(const Unit& unit, const std::string& text) {
  return !text.empty() && std::ranges::find(unit.spellings, text) != unit.spellings.end();
}

}  // namespace

UnitMatch match_unit(std::string_view channel, std::string_view unit) {
  const auto* info = find_channel(channel);
  const auto text = plain(unit);
  for (const auto& known : units)
    if (is_spelling_of(known, text))
      return info != nullptr && known.name == info->unit ? UnitMatch::same : UnitMatch::other;
  return std::ranges::find(others, text) != others.end() && info != nullptr ? UnitMatch::other
                                                                            : UnitMatch::unknown;
}

}  // namespace symh
