#pragma once
#include <string>
#include <string_view>

#include "series/channels.h"

namespace symh {

/// A name in the form in which names are compared: lower-case letters and digits only. `SYM-H`, `sym_h` and
/// `SYM/H` all give `symh`.
std::string plain_name(std::string_view name);

/// The name of a column without its unit, and the unit: `Bz_GSM (nT)`, `Speed [km/s]`, `SYM/H, nT`. The unit
/// is empty if the column names none.
struct ColumnLabel {
  std::string_view name, unit;
};
ColumnLabel split_label(std::string_view column);

/// How surely a column is the channel that its name gives.
enum class NameMatch : std::uint8_t { none, synonym, own };

/// The channel that a column of this name holds, and whether the name is the channel's own.
struct NamedChannel {
  const ChannelInfo* channel = nullptr;
  NameMatch match = NameMatch::none;
};

/// The rule of names, for every format: a name is compared in its plain form, so that case, `-`, `_`, `/` and
/// blanks do not matter; a unit behind it is left off (`sym_h_nt`); and the table of synonyms in
/// channel_names.cpp holds other words for the same quantity. A name must state its coordinate frame: `Bz`
/// and `bz_gse` are not `bz_gsm`.
NamedChannel channel_of_column(std::string_view name);

/// True for a component of the field without its coordinate frame: `Bz`, `BY`.
bool lacks_frame(std::string_view name);

/// The channel whose name is nearest to `name`; for messages.
std::string_view nearest_channel(std::string_view name);

}  // namespace symh
