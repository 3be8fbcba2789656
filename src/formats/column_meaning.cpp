#include "formats/column_meaning.h"

#include <fmt/format.h>

#include <algorithm>

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

}  // namespace

ColumnMeaning meaning_of_column(std::string_view name, std::string_view unit) {
  const auto label = split_label(name);
  const auto by_label = channel_of_column(label.name);
  const bool label_has_unit =
      by_label.channel != nullptr && match_unit(by_label.channel->name, label.unit) != UnitMatch::unknown;
  if (by_label.channel != nullptr && (label.unit.empty() || label_has_unit))
    return with_unit(by_label, unit.empty() ? label.unit : unit);
  // What stands in brackets may be the coordinate frame: `Bz (GSM)`.
  if (const auto whole = channel_of_column(name); whole.channel != nullptr) return with_unit(whole, unit);
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
