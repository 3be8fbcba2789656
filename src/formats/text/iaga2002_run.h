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

/// How the lines of an IAGA-2002 file look whose columns all stand where the definition puts them.
struct IagaLayout {
  std::size_t columns = 0;                       ///< value columns
  std::array<int, most_iaga_columns> channel{};  ///< of each column in iaga_channel_names; -1 = read past
  std::string_view line_end;                     ///< all behind the last value, newline included
};

/// False where read_minutes() does not know such lines, as where two columns claim one channel.
bool is_plain(const IagaLayout& layout);

/// Rows read, [channel][row]; NaN where a value is missing.
struct MinuteRows {
  std::array<std::vector<float>, iaga_channels> values;
  std::size_t count = 0;
};

/// Reads lines from the start of `text` as long as each is exactly the next minute in exactly this layout,
/// with a newline, every character as expected and every value within its bounds; the first other one ends
/// the run and is left to the careful reader, and so are all beyond `most`. Gives what the careful reader
/// would have given.
void read_minutes(std::string_view text, const IagaLayout& layout, Time first, std::size_t most,
                  MinuteRows& rows);

}  // namespace symh
