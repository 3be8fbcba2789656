#pragma once
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "series/series.h"

namespace symh {

inline constexpr std::size_t most_iaga_columns = 8, iaga_channels = 4;
inline constexpr std::array<const char*, iaga_channels> iaga_channel_names{"asy_d", "asy_h", "sym_d",
                                                                           "sym_h"};

/// The layout of IAGA-2002 lines whose columns all lie where the definition puts them.
struct IagaLayout {
  std::size_t columns = 0;                       ///< value columns
  std::array<int, most_iaga_columns> channel{};  ///< of each column in iaga_channel_names; -1 = ignored
  std::string_view line_end;                     ///< everything after the last value, with the newline
};

/// True if read_minutes() can read this layout. It cannot if, for example, two columns claim one channel.
bool is_plain(const IagaLayout& layout);

/// Rows read, [channel][row]; NaN where a value is missing.
struct MinuteRows {
  std::array<std::vector<float>, iaga_channels> values;
  std::size_t count = 0;
};

/// Reads at most `most` lines from the start of `text`, while each is exactly the next minute in
/// exactly this layout, with a newline, the expected characters and values that are surely observed. Stops
/// before the first other line, which the careful reader must read. Gives the same rows as the careful
/// reader.
void read_minutes(std::string_view text, const IagaLayout& layout, Time first, std::size_t most,
                  MinuteRows& rows);

}  // namespace symh
