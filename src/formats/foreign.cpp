#include "formats/foreign.h"

#include <algorithm>
#include <array>

#include "formats/text/line_reader.h"

namespace symh {
namespace {

using namespace std::string_view_literals;

constexpr auto export_it = "export it as CSV with a column `time`, and give that file"sv;
constexpr auto leave_out = "symh forecasts from ASY/SYM, Dst and solar wind: leave it out"sv;

/// A file has this format if it begins with `begins` and has `contains` in its first kilobytes.
struct Mark {
  std::string_view begins, contains;
  ForeignFormat format;
};

constexpr std::array marks{
    Mark{"AEALAOAU"sv, ""sv, {"Kyoto's AE index in WDC format", leave_out}},
    Mark{"#"sv, "planetary three-hour index Kp"sv, {"a Kp file of GFZ", leave_out}},
    Mark{"#"sv, "Kp1"sv, {"a Kp file of GFZ", leave_out}},
    Mark{"%PDF-"sv, ""sv, {"a PDF", "ask the source for the data themselves, as text"}},
    Mark{"\xD0\xCF\x11\xE0"sv, ""sv, {"a spreadsheet or document of Microsoft Office", export_it}},
    Mark{"MATLAB 5.0 MAT-file"sv, ""sv, {"a MATLAB file", export_it}},
    Mark{"\x93NUMPY"sv, ""sv, {"a NumPy array", export_it}},
    Mark{"7z\xBC\xAF\x27\x1C"sv, ""sv, {"a 7z archive", "unpack it, or pack the files as zip or tar"}},
    Mark{"Rar!"sv, ""sv, {"a RAR archive", "unpack it, or pack the files as zip or tar"}},
    Mark{"\xFF\xFE"sv, ""sv, {"text in UTF-16", "save it as UTF-8"}},
    Mark{"\xFE\xFF"sv, ""sv, {"text in UTF-16", "save it as UTF-8"}},
    Mark{"{"sv, "\"HAPI\""sv, {"a HAPI answer in JSON", "ask the server for format=csv&include=header"}},
    Mark{"PAR1"sv, ""sv, {"a Parquet file", export_it}},
    Mark{"SIMPLE  ="sv, ""sv, {"a FITS file", export_it}},
    Mark{"SR\0\4"sv, ""sv, {"a save file of IDL", export_it}},
    Mark{"version https://git-lfs"sv,
         ""sv,
         {"a pointer of Git LFS, not the data", "run `git lfs pull` in the repository of the file"}},
    Mark{"["sv, "\"Kp\""sv, {"SWPC's planetary index Kp", leave_out}},
    Mark{"["sv, "\"kp_index\""sv, {"SWPC's planetary index Kp", leave_out}},
    Mark{"{"sv, ""sv, {"a JSON file that is no feed of SWPC", "give the data as CSV, or leave the file out"}},
    Mark{"["sv, ""sv, {"a JSON file that is no feed of SWPC", "give the data as CSV, or leave the file out"}},
};

constexpr ForeignFormat spreadsheet{"a spreadsheet", export_it};
constexpr ForeignFormat web_page{
    "a web page, not data",
    "fetch the data file itself; if it should be this one, the server answered with an error page: fetch it "
    "again"};

/// A spreadsheet is a zip archive, so its members arrive one by one.
bool is_member_of_spreadsheet(std::string_view name) {
  const auto mark = name.rfind('!');
  const auto archive = name.substr(0, mark);
  return mark != std::string_view::npos && (archive.ends_with(".xlsx") || archive.ends_with(".ods"));
}

}  // namespace

std::optional<ForeignFormat> foreign_format(std::string_view name, std::string_view head) {
  if (is_member_of_spreadsheet(name)) return spreadsheet;
  if (is_web_page(head)) return web_page;
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  head.remove_prefix(std::min(head.size(), head.find_first_not_of(" \t\r\n")));
  const auto mark = std::ranges::find_if(marks, [&](const Mark& m) {
    return head.starts_with(m.begins) && head.find(m.contains) != std::string_view::npos;
  });
  return mark == marks.end() ? std::nullopt : std::optional(mark->format);
}

}  // namespace symh
