#include "formats/units.h"

#include <udunits2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace symh {
namespace {

struct Spellings {
  std::string_view unit;                       ///< as series/channels.h has it
  std::array<std::string_view, 16> spellings;  ///< lower case, without blanks
};

/// Ways to write the channels' own units that files of space physics use. Each is found whatever its case:
/// in UDUNITS `nt` would be a nanotonne.
constexpr std::array own_units{
    Spellings{"nT", {"nt", "nanotesla", "nanoteslas", "gamma"}},
    Spellings{"km/s", {"km/s", "kms-1", "kms^-1", "km/sec", "kms**-1", "km*s^-1", "km.s-1", "kmsec-1"}},
    Spellings{"cm^-3",
              {"cm^-3", "cm-3", "n/cc", "#/cc", "1/cm^3", "#/cm^3", "1/cc", "cm**-3", "1/cm3", "#/cm3",
               "n/cm3", "n/cm^3", "p/cc", "percc", "cc^-1", "cm^(-3)"}},
    Spellings{"K", {"k", "kelvin", "kelvins", "deg_k", "degk", "degreesk", "degrees_k", "degreeskelvin"}},
    Spellings{"nPa", {"npa", "nanopascal", "nanopascals"}},
};

std::string plain(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (std::isspace(static_cast<unsigned char>(c)) == 0)
      result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

/// The unit of channels that `text` spells; empty for any other text.
std::string_view own_unit(const std::string& text) {
  static const auto units = [] {
    std::unordered_map<std::string_view, std::string_view> all;
    for (const auto& own : own_units)
      for (const auto spelling : own.spellings) all.try_emplace(spelling, own.unit);
    all.erase("");
    return all;
  }();
  const auto found = units.find(text);
  return found == units.end() ? std::string_view{} : found->second;
}

using Unit = std::unique_ptr<ut_unit, decltype(&ut_free)>;
using Converter = std::unique_ptr<cv_converter, decltype(&cv_free)>;

/// UDUNITS, for one thread at a time. It lives as long as the program.
class Udunits {
 public:
  /// The unit that `text` spells; nullptr if it spells none.
  ut_unit* parse(const std::string& text) {
    if (text != last_text_) {
      last_unit_.reset(system_ == nullptr ? nullptr : ::ut_parse(system_, text.c_str(), UT_UTF8));
      last_text_ = text;
    }
    return last_unit_.get();
  }
  /// As parse(), for the few units of channels: each is parsed once.
  ut_unit* of_channel(std::string_view text) {
    const auto known = of_channels_.find(text);
    if (known != of_channels_.end()) return known->second.get();
    Unit unit(system_ == nullptr ? nullptr : ::ut_parse(system_, std::string(text).c_str(), UT_UTF8),
              ut_free);
    return of_channels_.emplace(text, std::move(unit)).first->second.get();
  }

 private:
  ut_system* system_ = [] {
    ::ut_set_error_message_handler(ut_ignore);
    return ::ut_read_xml(nullptr);
  }();
  // Whether a text is a unit at all is asked for each channel in turn.
  std::string last_text_;
  Unit last_unit_{nullptr, ut_free};
  std::map<std::string, Unit, std::less<>> of_channels_;
};

/// The conversion as UDUNITS finds it. Call it under a lock.
std::optional<UnitConversion> convert_by_udunits(const std::string& from_text, std::string_view to_text) {
  static Udunits udunits;
  auto *const from = udunits.parse(from_text), *const to = udunits.of_channel(to_text);
  if (from == nullptr || to == nullptr) return std::nullopt;
  const Converter converter(::ut_get_converter(from, to), cv_free);
  if (converter == nullptr) return std::nullopt;
  const double offset = ::cv_convert_double(converter.get(), 0),
               scale = ::cv_convert_double(converter.get(), 1) - offset;
  // A logarithmic unit (decibel) has no such line, and a reciprocal one (s for Hz) no finite offset.
  const double at_seven = ::cv_convert_double(converter.get(), 7);
  const bool straight = std::isfinite(offset) && std::isfinite(scale) && scale != 0 &&
                        std::abs(at_seven - (7 * scale + offset)) <= 1e-9 * std::abs(at_seven);
  if (!straight) return std::nullopt;
  constexpr double rounding = 1e-12;  // 1e6 m-3 is cm-3 but for the last digit
  return UnitConversion{std::abs(scale - 1) < rounding ? 1 : scale, offset};
}

/// Other units in which files give these quantities. UDUNITS takes some of them for something else: `g` is
/// a gram, `eV` an energy.
constexpr std::array<std::string_view, 8> other_units{"t", "ut", "g", "gauss", "m/s", "ev", "kev", "mk"};

}  // namespace

std::optional<UnitConversion> conversion_into(const ChannelInfo& channel, std::string_view unit) {
  // `nT (GSM)`: the brackets hold a remark, not a unit. If they name another frame, symh does not convert.
  if (const auto open = unit.find(" ("); open != std::string_view::npos && unit.ends_with(')')) {
    const auto words = plain(unit.substr(open + 2, unit.size() - open - 3));
    const bool gse = channel.name.ends_with("_gse"),
               gsm = channel.name.ends_with("_gsm") && channel.name != "bx_gsm";
    if ((gsm && words == "gse") || (gse && words == "gsm")) return std::nullopt;
    return conversion_into(channel, unit.substr(0, open));
  }
  const auto text = plain(unit);
  if (own_unit(text) == channel.unit) return UnitConversion{};
  constexpr std::size_t longest_unit = 100;
  if (text.empty() || text.size() > longest_unit) return std::nullopt;
  // `#/m^3` counts particles; UDUNITS knows no sign for a number of them.
  std::string stated(unit);
  if (text.front() == '#') stated[stated.find('#')] = '1';
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  return convert_by_udunits(stated, channel.udunits);
}

UnitMatch match_unit(std::string_view channel, std::string_view unit) {
  const auto* const info = find_channel(channel);
  const auto text = plain(unit);
  if (info == nullptr || text.empty()) return UnitMatch::unknown;
  const auto own = own_unit(text);
  if (own == info->unit) return UnitMatch::same;
  if (!own.empty() || std::ranges::find(other_units, text) != other_units.end()) return UnitMatch::other;
  const auto conversion = conversion_into(*info, unit);
  if (!conversion) return UnitMatch::unknown;
  return conversion->changes() ? UnitMatch::other : UnitMatch::same;
}

}  // namespace symh
