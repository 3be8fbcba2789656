#include "reporting/short_numbers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string_view>

namespace symh {
namespace {

/// As page.js reads it.
std::vector<double> read_back(const std::string& text) {
  const std::string_view letters = short_number_letters;
  std::vector<double> values;
  long last = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ') {
      values.push_back(std::nan(""));
      continue;
    }
    long code = static_cast<long>(letters.find(text[i]));
    if (text[i] == '~') {
      const auto end = text.find('~', i + 1);
      code = std::stol(text.substr(i + 1, end - i - 1));
      i = end;
    }
    last += code % 2 == 0 ? code / 2 : -(code + 1) / 2;
    values.push_back(static_cast<double>(last));
  }
  return values;
}

TEST(ShortNumbers, AreReadBackAsWholeOnes) {
  std::mt19937 generator(1);
  std::uniform_real_distribution<double> step(-100, 100);
  std::vector<double> values{-1e6, 1e9, 0.4, -0.6, 39, 40, -1, -41};
  for (int i = 0; i < 500; ++i) values.push_back(i % 9 == 0 ? std::nan("") : step(generator));
  const auto back = read_back(short_numbers(values));
  ASSERT_EQ(back.size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i]))
      EXPECT_TRUE(std::isnan(back[i])) << i;
    else
      EXPECT_EQ(back[i], std::round(values[i])) << i;
  }
}

TEST(ShortNumbers, TakeACharacterWhereNeighboursAreClose) {
  EXPECT_EQ(short_numbers({0, -1, -1, 38, std::nan(""), 38}), "ABA@ A");
}

TEST(ShortNumbers, HoldNothingThatAScriptElementOrAJsonStringCannot) {
  for (const char bad : {'<', '>', '&', '"', '\\', '\'', '~', ' ', '\n'})
    EXPECT_EQ(std::string_view(short_number_letters).find(bad), std::string_view::npos) << bad;
}

}  // namespace
}  // namespace symh
