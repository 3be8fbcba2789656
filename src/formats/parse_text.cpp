#include "formats/parse_text.h"

#include "formats/binary/netcdf_read.h"
#include "formats/text/line_reader.h"

namespace symh {
namespace {

constexpr std::size_t sniffed_bytes = 8192;

/// What a text may be, for errors; the last format is CSV.
std::string known_formats() {
  std::string known;
  const auto formats = all_formats();
  for (std::size_t i = 0; i < formats.size(); ++i) {
    if (i > 0) known += i + 1 < formats.size() ? ", " : " or ";
    known += formats[i].name;
  }
  return known + " with a `time` column, or NetCDF";
}

const Format& sniff_format(const TextInput& input) {
  const auto head = input.text.substr(0, sniffed_bytes);
  if (input.text.empty())
    refuse(input, 1, 1, "an empty file", "index data", "fetch it again or leave it out");
  if (head.find('\0') != std::string_view::npos)
    refuse(input, 1, 1, "binary data", "text, or text inside gzip, xz or zip", "leave it out");
  for (const auto& format : all_formats())
    if (format.sniff(head)) return format;
  const auto first = trim(head.substr(0, head.find('\n')));
  if (is_web_page(head))
    refuse(input, 1, 1, first, "data, not a web page",
           "the server answered with an error page: fetch it again");
  refuse(input, 1, 1, first, known_formats(), "convert it or leave it out");
}

}  // namespace

ParsedFile parse_text(const std::string& name, std::string_view text, const ReadOptions& options,
                      bool skippable) {
  const TextInput input{text, name, skippable};
  const bool netcdf = is_netcdf(text);
  const auto* const format = netcdf ? nullptr : &sniff_format(input);
  auto parsed = netcdf ? parse_netcdf(input, options) : format->parse(input, options);
  parsed.source.path = name;
  parsed.source.format = netcdf ? "NetCDF" : format->name;
  return parsed;
}

}  // namespace symh
