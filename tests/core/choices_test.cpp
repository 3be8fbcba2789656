#include "core/choices.h"

#include <gtest/gtest.h>

namespace symh {

enum class Flavour { automatic, sweet, sour };
template <>
inline constexpr auto choices<Flavour> = std::to_array<Choice<Flavour>>({{Flavour::automatic, "auto"},
                                                                         {Flavour::sweet, "sweet"},
                                                                         {Flavour::sour, "sour"}});

namespace {

TEST(Choices, NamesAndValuesComeFromOneTable) {
  for (const auto& [value, name] : choices<Flavour>) {
    EXPECT_EQ(name_of(value), name);
    EXPECT_EQ(choice_named<Flavour>(name), value);
  }
  EXPECT_EQ(choice_named<Flavour>("automatic"), std::nullopt) << "the name in the program is not the user's";
  EXPECT_EQ(names_of<Flavour>(), (std::vector<std::string>{"auto", "sweet", "sour"}));
}

}  // namespace
}  // namespace symh
