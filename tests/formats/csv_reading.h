#pragma once
#include <gtest/gtest.h>

#include <string>

#include "formats/parse_text.h"
#include "formats/refusal.h"

namespace symh {

/// Reads a text that must be recognised as CSV, the fast way and line by line, which must agree.
inline ParsedFile read_csv(const std::string& text, ReadOptions options = {}) {
  auto file = parse_text("a.csv", text, options);
  EXPECT_EQ(file.source.format, "CSV");
  options.careful = true;
  const auto careful = parse_text("a.csv", text, options);
  EXPECT_EQ(file.warnings, careful.warnings);
  EXPECT_EQ(file.series.channels.size(), careful.series.channels.size());
  for (const auto& channel : file.series.channels) {
    const auto& values = careful.series.at(channel.name).values;
    for (std::size_t row = 0; row < values.size(); ++row)
      EXPECT_TRUE(channel.values[row] == values[row] ||
                  (channel.values[row] != channel.values[row] && values[row] != values[row]))
          << channel.name << " " << row;
  }
  return file;
}

/// The message with which a text is refused.
inline std::string refusal(const std::string& text, const ReadOptions& options = {}) {
  return refusal_of("a.csv", text, options);
}

}  // namespace symh
