#include "formats/column_meaning.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/binary/variable_names.h"
#include "formats/units.h"
#include "physics/derived.h"
#include "physics/derived_table.h"

namespace symh {
namespace {

bool is_derived_name(std::string_view name) {
  const auto plain = plain_name(name);
  const auto& rows = derived_channels<float, Time>();
  return is_derived_channel(name) ||
         std::ranges::any_of(rows, [&](const auto& row) { return plain_name(row.name) == plain; });
}

ColumnMeaning with_unit(const NamedChannel& named, std::string_view unit) {
  ColumnMeaning meaning{ColumnMeaning::Kind::known, named.channel, named.match, {}};
  switch (match_unit(named.channel->name, unit)) {
    case UnitMatch::same:
      break;
    case UnitMatch::other:
      meaning.kind = ColumnMeaning::Kind::wrong_unit;
      break;
    case UnitMatch::unknown:
      if (!unit.empty())
        meaning.note = fmt::format("its unit '{}' is taken as {}, the unit of {}", unit, named.channel->unit,
                                   named.channel->name);
  }
  return meaning;
}

/// A name without the words that CDAWeb puts behind it: `BZ_GSM_(@_z_component_)_nT`.
std::string without_component(std::string_view name) {
  const auto open = name.find("_(@");
  const auto close = open == std::string_view::npos ? open : name.find(')', open);
  if (close == std::string_view::npos) return std::string(name);
  return std::string(name.substr(0, open)) + std::string(name.substr(close + 1));
}

/// The channel of a short name such as `MAGNITUDE_nT` or HAPI's `Np`, which only its unit makes sure.
NamedChannel channel_by_unit(std::string_view name, std::string_view unit) {
  const auto whole = without_component(name);
  if (whole != name)
    if (const auto found = channel_of_column(whole); found.channel != nullptr) return found;
  // The unit is stated, or is the last word of the name: FLOW_SPEED_km/s.
  const auto last = whole.rfind('_');
  const bool in_name = unit.empty() && last != std::string::npos && last > 0;
  const auto base = in_name ? whole.substr(0, last) : whole;
  const auto stated = in_name ? std::string_view(whole).substr(last + 1) : unit;
  if (plain_name(base).size() < 2) return {};  // F may be the Earth's field
  auto named = channel_of_column(base);
  if (named.channel == nullptr)
    if (const auto known = channel_of_variable(base))
      named = {find_channel(known->channel), NameMatch::synonym};
  const bool fits = named.channel != nullptr && match_unit(named.channel->name, stated) == UnitMatch::same;
  return fits ? named : NamedChannel{};
}

}  // namespace

ColumnMeaning meaning_of_column(std::string_view name, std::string_view unit) {
  const auto label = split_label(name);
  const auto by_label = channel_of_column(label.name);
  const bool label_has_unit =
      by_label.channel != nullptr && match_unit(by_label.channel->name, label.unit) != UnitMatch::unknown;
  if (by_label.channel != nullptr && (label.unit.empty() || label_has_unit))
    return with_unit(by_label, unit.empty() ? label.unit : unit);
  // The words in brackets may be the coordinate frame: `Bz (GSM)`.
  if (const auto whole = channel_of_column(name); whole.channel != nullptr) return with_unit(whole, unit);
  if (const auto vague = channel_by_unit(name, unit); vague.channel != nullptr) return with_unit(vague, unit);
  ColumnMeaning meaning;
  if (is_derived_name(label.name)) {
    meaning.kind = ColumnMeaning::Kind::derived;
  } else if (by_label.channel != nullptr) {
    meaning.note = fmt::format("'{}' is no unit of {}; if it is that channel, say --columns '{}={}'",
                               label.unit, by_label.channel->name, name, by_label.channel->name);
  } else if (lacks_frame(label.name)) {
    const auto component = plain_name(label.name).substr(plain_name(label.name).size() - 2);
    meaning.note = fmt::format(
        "it names no coordinate frame and is not taken for {}_gsm; if it is GSM, say --columns '{}={}_gsm'",
        component, name, component);
  }
  return meaning;
}

bool names_column(std::string_view wanted, std::string_view name) {
  if (wanted == name) return true;
  const auto plain = plain_name(wanted);
  return !plain.empty() && (plain == plain_name(name) || plain == plain_name(split_label(name).name));
}

}  // namespace symh
