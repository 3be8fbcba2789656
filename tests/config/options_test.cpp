#include "config/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace symh {

enum class Colour { automatic, red, blue };
template <>
inline constexpr auto choices<Colour> = std::to_array<Choice<Colour>>({{Colour::automatic, "auto"},
                                                                       {Colour::red, "red"},
                                                                       {Colour::blue, "blue"}});

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Keys {
  Colour colour = Colour::red;
  std::vector<Colour> palette{Colour::red, Colour::blue};
  std::int64_t size = 3;
};

std::vector<Option> options_of(Keys& keys) {
  return {{"paint.colour", &keys.colour, "colour of the wall"},
          {"paint.palette", &keys.palette, "colours at hand"},
          {"paint.size", &keys.size, "brush [mm]", 1, 9}};
}

std::string error_of(const std::string& text) {
  Keys keys;
  try {
    apply_toml(text, "paint.toml", options_of(keys));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Options, ReadPrintAndRefuseChoicesByTheNamesOfTheEnum) {
  Keys keys;
  apply_toml("[paint]\ncolour = \"auto\"\npalette = [\"blue\"]\n", "paint.toml", options_of(keys));
  EXPECT_EQ(keys.colour, Colour::automatic);
  EXPECT_THAT(keys.palette, ElementsAre(Colour::blue));
  EXPECT_EQ(print_options(options_of(keys), false),
            "\n[paint]\ncolour = 'auto'\npalette = ['blue']\nsize = 3\n");
  EXPECT_THAT(print_options(options_of(keys), true),
              HasSubstr("# colour of the wall\n# one of: auto, red, blue\ncolour = 'auto'\n"));
  EXPECT_THAT(print_options(options_of(keys), true), HasSubstr("# brush [mm]\n# from 1 to 9\nsize = 3\n"));
  EXPECT_EQ(error_of("[paint]\ncolour = \"rde\"\n"),
            "paint.toml:2:10: paint.colour = 'rde'; expected one of auto, red, blue");
  EXPECT_THAT(error_of("[paint]\npalette = [\"red\", \"rde\"]\n"), HasSubstr("one of auto, red, blue"));
  EXPECT_THAT(error_of("[paint]\npalette = \"red\"\n"), HasSubstr("a list in [ ]"));
  EXPECT_THAT(error_of("[paint]\ncolour = 1\n"), HasSubstr("a text in \"quotes\""));
}

TEST(Options, SetByHandTakeTextsWithoutQuotes) {
  Keys keys;
  apply_setting("paint.colour=blue", options_of(keys));
  apply_setting("paint.size=7", options_of(keys));
  EXPECT_EQ(keys.colour, Colour::blue);
  EXPECT_EQ(keys.size, 7);
  EXPECT_THROW(apply_setting("paint.size=10", options_of(keys)), UsageError);
}

}  // namespace
}  // namespace symh
