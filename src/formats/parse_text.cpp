#include "formats/parse_text.h"

#include <fmt/format.h>

#include "formats/text/line_reader.h"

namespace symh {
namespace {

constexpr std::size_t sniffed_bytes = 8192;

/// The formats that a file may have, for errors; the last text format is CSV.
std::string known_formats() {
  std::string texts, binaries;
  const auto formats = all_formats();
  for (const auto& format : formats) {
    if (format.binary)
      binaries += fmt::format(", or {}", format.name);
    else
      texts += fmt::format("{}{}",
                           texts.empty()                ? ""
                           : &format == &formats.back() ? " or "
                                                        : ", ",
                           format.name);
  }
  return fmt::format("{} with a `time` column{}", texts, binaries);
}

const Format& sniff_format(const TextInput& input) {
  const auto head = input.text.substr(0, sniffed_bytes);
  if (input.text.empty())
    refuse(input, 1, 1, "an empty file", "index data", "fetch it again or leave it out");
  const bool binary = head.find('\0') != std::string_view::npos;
  for (const auto& format : all_formats())
    if ((format.binary || !binary) && format.sniff(head)) return format;
  if (binary) refuse(input, 1, 1, "binary data", "text, or text inside gzip, xz or zip", "leave it out");
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
  const auto& format = sniff_format(input);
  auto parsed = format.parse(input, options);
  parsed.source.path = name;
  parsed.source.format = format.name;
  return parsed;
}

}  // namespace symh
