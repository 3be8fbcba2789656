#include "core/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/error.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

std::string error_of(const std::string& text, const JsonLimits& limits = {}) {
  EXPECT_TRUE(parse_json_or_discard(text, limits).is_discarded());
  try {
    parse_json(text, "feed", "fetch again", limits);
  } catch (const DataError& error) {
    EXPECT_THAT(error.what(), StartsWith("feed: found "));
    EXPECT_THAT(error.what(), HasSubstr("; fetch again"));
    return error.what();
  }
  return "no error";
}

TEST(ParseJson, ReadsWhatIsWithinTheLimits) {
  const std::string text = R"({"a": [1, 2.5, null], "b": "[{[{\"[{", "c": {}})";
  EXPECT_EQ(parse_json(text, "file", "restore it").dump(), nlohmann::json::parse(text).dump());
  EXPECT_EQ(parse_json(text, "file", "restore it", {.bytes = text.size(), .depth = 2, .values = 8}).size(),
            3U)
      << "brackets and commas in texts count for nothing";
  const auto deepest = repeated("[", 64) + repeated("]", 64);
  EXPECT_TRUE(parse_json(deepest, "file", "restore it").is_array());
}

TEST(ParseJson, RefusesNestingThatWouldOverflowAStack) {
  for (const auto* open : {"[", "{\"a\":", "[[{\"a\":"})
    EXPECT_THAT(error_of(repeated(open, 80'000)), HasSubstr("nested deeper than 64 levels")) << open;
  EXPECT_THAT(error_of(repeated("[", 65) + repeated("]", 65)), HasSubstr("nested deeper"));
}

TEST(ParseJson, RefusesMoreBytesOrValuesThanAllowed) {
  EXPECT_THAT(error_of("[" + repeated("0,", 100) + "0]", {.values = 100}), HasSubstr("more than 100 values"));
  EXPECT_THAT(error_of("[" + repeated("[],", 100) + "0]", {.values = 100}),
              HasSubstr("more than 100 values"));
  EXPECT_THAT(error_of("[1, 2, 3]", {.bytes = 8}), HasSubstr("more than 8 bytes"));
}

TEST(ParseJson, SaysWhereATextIsNoJson) {
  EXPECT_THAT(error_of("[1, 2"), HasSubstr("no JSON, or it is cut (byte 6)"));
  EXPECT_THAT(error_of(""), HasSubstr("no JSON"));
  EXPECT_THAT(error_of("<html>"), HasSubstr("no JSON"));
  EXPECT_THAT(error_of("[\"\xff\"]"), HasSubstr("no JSON"));
  EXPECT_THAT(error_of("[\"unfinished [[["), HasSubstr("no JSON"));
  EXPECT_THAT(error_of("\"\\"), HasSubstr("no JSON"));
  EXPECT_THAT(error_of("[1e999]"), HasSubstr("a number in JSON that is too large"));
}

TEST(WholeNumber, IsTakenOnlyWithinItsRange) {
  EXPECT_EQ(whole_number(5, 0, 10), 5);
  EXPECT_EQ(whole_number(5.0, 0, 10), 5);
  EXPECT_EQ(whole_number(-3, -3, 10), -3);
  for (const auto& wrong : {nlohmann::json(11), nlohmann::json(-1), nlohmann::json(2.5),
                            nlohmann::json(1e300), nlohmann::json("5"), nlohmann::json(nullptr),
                            nlohmann::json(true), nlohmann::json::array(), nlohmann::json(UINT64_MAX)})
    EXPECT_THROW(whole_number(wrong, 0, 10), DataError) << wrong.dump();
}

TEST(Shown, IsShortAndPrintable) {
  EXPECT_EQ(shown("\x1b[31m"), R"("\u001b[31m")");
  EXPECT_EQ(shown(std::string(1000, 'x')).size(), 40U);
  EXPECT_EQ(shown(nlohmann::json::array({1, 2})), "array");
}

}  // namespace
}  // namespace symh
