#include "reporting/text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace symh {
namespace {

TEST(EscapeHtml, ReplacesWhatHtmlReads) {
  EXPECT_EQ(escape_html("a<b> & \"c\" 'd'"), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
  EXPECT_EQ(escape_html(""), "");
  EXPECT_EQ(escape_html("\xC3\xA9 nT"), "\xC3\xA9 nT");
}

TEST(EscapeHtml, ShowsControlCharactersAndWhatIsNotUtf8) {
  EXPECT_EQ(escape_html("a\x1b[31m\u202eb\xff"), "a\\u001b[31m\\u202eb\\xff");
}

TEST(JsonString, IsPrintableWhateverTheText) {
  EXPECT_EQ(json_string("a\x1b\u009b\u202e\x7f"), "\"a\\u001b\\u009b\\u202e\\u007f\"");
  EXPECT_EQ(json_string("a\xff"), "\"a\uFFFD\"");
}

TEST(JsonString, CannotEndAScriptElement) {
  const std::string text = "</script><!-- <script> & \"quoted\" \\ \n\t\x01";
  const auto json = json_string(text);
  EXPECT_EQ(json.find('<'), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(json).get<std::string>(), text);
}

TEST(JsonNumber, IsCompact) {
  EXPECT_EQ(json_number(-123.456789), "-123.457");
  EXPECT_EQ(json_number(2), "2");
  EXPECT_EQ(json_number(17812345, 12), "17812345");
  EXPECT_DOUBLE_EQ(nlohmann::json::parse(json_number(1.5e-9)).get<double>(), 1.5e-9);
}

TEST(JsonNumber, MissingIsNull) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(json_numbers({1.5, NAN, infinity, -infinity}), "[1.5,null,null,null]");
  EXPECT_EQ(json_numbers({}), "[]");
}

TEST(Cell, FixedDecimalsAndDash) {
  EXPECT_EQ(cell(1.005, 1), "1.0");
  EXPECT_EQ(cell(-0.001), "0.00");
  EXPECT_EQ(cell(-12.5, 1), "-12.5");
  EXPECT_EQ(cell(NAN), "\xE2\x80\x93");
}

TEST(NumericCell, TellsNumbersFromLabels) {
  for (const char* text : {"1.5", "-3", "[1.2, 3.4]", "12 (3.4%)", "1e-05", "\xE2\x80\x93"}) {
    EXPECT_TRUE(is_numeric_cell(text)) << text;
  }
  for (const char* text : {"", "1h", "2003-10-29 -432 nT", "lstm", "e"}) {
    EXPECT_FALSE(is_numeric_cell(text)) << text;
  }
}

}  // namespace
}  // namespace symh
