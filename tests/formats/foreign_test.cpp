#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "formats/parse_text.h"

namespace symh {
namespace {

using testing::HasSubstr;

std::string error_of(const std::string& text, const std::string& name = "saved") {
  try {
    parse_text(name, text, {});
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Foreign, WhatIsNotReadNamesItself) {
  EXPECT_THAT(error_of("AEALAOAU    240510AE0001 12 34\n"),
              HasSubstr("found 'Kyoto's AE index in WDC format'"));
  EXPECT_THAT(
      error_of(
          "# PURPOSE: This file distributes the geomagnetic planetary three-hour index Kp\n1932 01 01\n"),
      HasSubstr("found 'a Kp file of GFZ'"));
  EXPECT_THAT(error_of("%PDF-1.7\n%abc\n"), HasSubstr("found 'a PDF'"));
  EXPECT_THAT(error_of(std::string("7z\xBC\xAF\x27\x1C\0\4", 8)), HasSubstr("found 'a 7z archive'"));
  EXPECT_THAT(error_of(std::string("\xFF\xFEt\0i\0m\0e\0", 10)), HasSubstr("found 'text in UTF-16'"));
  EXPECT_THAT(error_of(R"({"HAPI":"3.0","data":[]})"), HasSubstr("format=csv"));
  EXPECT_THAT(error_of("{\"a\": 1}"), HasSubstr("found 'a JSON file that is no feed of SWPC'"));
  EXPECT_THAT(error_of("version https://git-lfs.github.com/spec/v1\noid sha256:1\n"),
              HasSubstr("git lfs pull"));
  EXPECT_THAT(error_of("<!DOCTYPE html><html><body>x</body></html>"),
              HasSubstr("found 'a web page, not data'"));
  EXPECT_THAT(error_of(std::string("\xD0\xCF\x11\xE0\0\0\0\0", 8)), HasSubstr("a spreadsheet or document"));
  EXPECT_THAT(error_of("<?xml version=\"1.0\"?>", "book.xlsx![Content_Types].xml"),
              HasSubstr("found 'a spreadsheet', expected data that symh reads; export it as CSV"));
}

}  // namespace
}  // namespace symh
