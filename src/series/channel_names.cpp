#include "series/channel_names.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/text.h"

namespace symh {
namespace {

struct Synonym {
  std::string_view plain;  ///< as plain_name() gives it
  std::string_view channel;
};

/// Only words that always mean the channel. `Bt` is not among them (in RTN coordinates it is a component),
/// nor are `B`, `V`, `N` and `T`.
constexpr std::array synonyms{
    Synonym{"symhindex", "sym_h"},
    Synonym{"symdindex", "sym_d"},
    Synonym{"asyhindex", "asy_h"},
    Synonym{"asydindex", "asy_d"},
    Synonym{"dstindex", "dst"},
    Synonym{"1hdst", "dst"},  // CDAWeb: OMNI2
    Synonym{"aeindex", "ae"},
    Synonym{"alindex", "al"},
    Synonym{"auindex", "au"},
    Synonym{"btot", "b_total"},
    Synonym{"bmag", "b_total"},
    Synonym{"bmagnitude", "b_total"},
    Synonym{"bmagavg", "b_total"},
    Synonym{"imfmagnitude", "b_total"},
    Synonym{"fieldmagnitude", "b_total"},
    Synonym{"fieldmagnitudeaverage", "b_total"},
    Synonym{"gsmbx", "bx_gsm"},
    Synonym{"gsmby", "by_gsm"},
    Synonym{"gsmbz", "bz_gsm"},
    Synonym{"imfbxgsm", "bx_gsm"},
    Synonym{"imfbygsm", "by_gsm"},
    Synonym{"imfbzgsm", "bz_gsm"},
    // The x axes of GSE and GSM are the same: both point to the Sun.
    Synonym{"bxgse", "bx_gsm"},
    Synonym{"bxgsegsm", "bx_gsm"},
    Synonym{"gsebx", "bx_gsm"},
    Synonym{"gseby", "by_gse"},
    Synonym{"gsebz", "bz_gse"},
    Synonym{"flowspeed", "speed"},
    Synonym{"flowspeedgse", "speed"},      // CDAWeb: of the vector in GSE
    Synonym{"1auipplasmaspeed", "speed"},  // CDAWeb: OMNI2
    Synonym{"bulkspeed", "speed"},
    Synonym{"protonspeed", "speed"},
    Synonym{"plasmaspeed", "speed"},
    Synonym{"solarwindspeed", "speed"},
    Synonym{"swspeed", "speed"},
    Synonym{"vsw", "speed"},
    Synonym{"protondensity", "density"},
    Synonym{"protonnumberdensity", "density"},
    Synonym{"plasmadensity", "density"},
    Synonym{"solarwinddensity", "density"},
    Synonym{"swdensity", "density"},
    Synonym{"protontemperature", "temperature"},
    Synonym{"protontemp", "temperature"},
    Synonym{"plasmatemperature", "temperature"},
    Synonym{"solarwindtemperature", "temperature"},
    Synonym{"swtemperature", "temperature"},
};

/// Maps each plain name to its channel. If a name is both a channel's own and a synonym of another channel,
/// the own name wins.
using PlainNames = std::map<std::string, NamedChannel, std::less<>>;

PlainNames make_plain_names() {
  PlainNames names;
  for (const auto& channel : all_channels)
    names.try_emplace(plain_name(channel.name), NamedChannel{&channel, NameMatch::own});
  for (const auto& [plain, channel] : synonyms)
    names.try_emplace(std::string(plain), NamedChannel{find_channel(channel), NameMatch::synonym});
  return names;
}

NamedChannel look_up(std::string_view plain) {
  static const auto names = make_plain_names();
  const auto found = names.find(plain);
  return found == names.end() ? NamedChannel{} : found->second;
}

/// The units that may end a name, each with its plain form.
const std::map<std::string, std::string_view>& plain_units() {
  static const auto units = [] {
    std::map<std::string, std::string_view> all;
    for (const auto& channel : all_channels) all.try_emplace(plain_name(channel.unit), channel.unit);
    return all;
  }();
  return units;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

std::string plain_name(std::string_view name) {
  std::string plain;
  plain.reserve(name.size());
  for (const char c : name) {
    // Bytes beyond ASCII stay, so that two names in another alphabet differ.
    const bool beyond_ascii = static_cast<unsigned char>(c) >= 0x80;
    if (c >= 'A' && c <= 'Z') plain += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || beyond_ascii) plain += c;
  }
  return plain;
}

ColumnLabel split_label(std::string_view column) {
  column = trimmed(column);
  for (const auto& [open, close] : {std::pair{'(', ')'}, std::pair{'[', ']'}}) {
    const auto from = column.find(open);
    if (from == std::string_view::npos || from == 0 || column.back() != close) continue;
    return {trimmed(column.substr(0, from)), trimmed(column.substr(from + 1, column.size() - from - 2))};
  }
  if (const auto comma = column.find(','); comma != std::string_view::npos && comma > 0)
    return {trimmed(column.substr(0, comma)), trimmed(column.substr(comma + 1))};
  return {column, {}};
}

NamedChannel channel_of_column(std::string_view name) {
  const auto plain = plain_name(name);
  if (const auto found = look_up(plain); found.channel != nullptr) return found;
  for (const auto& [ending, unit] : plain_units()) {
    if (!plain.ends_with(ending) || plain.size() <= ending.size() + 1) continue;
    const auto found = look_up(std::string_view(plain).substr(0, plain.size() - ending.size()));
    if (found.channel != nullptr && found.channel->unit == unit) return found;
  }
  return {};
}

bool lacks_frame(std::string_view name) {
  const auto plain = plain_name(name);
  return plain == "bx" || plain == "by" || plain == "bz" || plain == "imfbz" || plain == "imfby";
}

std::string_view nearest_channel(std::string_view name) {
  std::vector<std::string> names;
  names.reserve(all_channels.size());
  for (const auto& channel : all_channels) names.emplace_back(channel.name);
  const auto best = nearest(std::string(name), names);
  return find_channel(best)->name;
}

}  // namespace symh
