#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "series/channel_names.h"

namespace symh {

/// What a column of a file holds, judged by its name and its unit.
struct ColumnMeaning {
  /// - known: the channel `channel`.
  /// - derived: a quantity that symh computes itself; readers leave the column out and say so.
  /// - wrong_unit: `channel`, in a unit that is not the channel's; readers refuse it.
  /// - other: a quantity that symh does not know. It keeps its own name.
  enum class Kind : std::uint8_t { known, derived, wrong_unit, other } kind = Kind::other;
  const ChannelInfo* channel = nullptr;
  NameMatch match = NameMatch::none;  ///< of `known`
  std::string note;                   ///< what the user should know about the column; often empty
};

/// Judges a column by channel_of_column(). The unit comes from the file (a row of units, an attribute), or,
/// if `unit` is empty, from the name: `Bz_GSM (nT)`.
ColumnMeaning meaning_of_column(std::string_view name, std::string_view unit = {});

/// True if `wanted`, a name in --columns or [data.columns], means the column `name`: the same text, or the
/// same plain name with or without the unit.
bool names_column(std::string_view wanted, std::string_view name);

}  // namespace symh
