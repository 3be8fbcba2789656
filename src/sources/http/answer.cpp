#include "sources/http/answer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "core/address.h"
#include "core/error.h"
#include "formats/text/line_reader.h"

namespace symh {
namespace {

constexpr std::size_t longest_words = 160;

std::string_view title_of(std::string_view page) {
  for (const auto* tag : {"<title>", "<TITLE>"}) {
    const auto begin = page.find(tag);
    if (begin == std::string_view::npos) continue;
    const auto from = begin + std::string_view(tag).size();
    return page.substr(from, page.find('<', from) - from);
  }
  return page;
}

}  // namespace

std::string first_words(std::string_view answer) {
  const auto text = is_web_page(answer) ? title_of(answer) : answer;
  std::string words;
  bool tag = false;
  for (const char c : text) {
    if (words.size() >= longest_words) break;
    if (c == '<') tag = true;
    const bool blank = tag || c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (c == '>') tag = false;
    if (!blank)
      words += c > ' ' && c <= '~' ? c : '?';
    else if (!words.empty() && words.back() != ' ')
      words += ' ';
  }
  while (!words.empty() && words.back() == ' ') words.pop_back();
  return words;
}

void refuse_web_page(std::string_view answer, const std::string& source, const std::string& address) {
  if (!is_web_page(answer)) return;
  throw DataError(fmt::format(
      "{}: {}: a web page came instead of data ('{}'); try again later, or check the address in the "
      "settings (--sources)",
      source, address, first_words(answer)));
}

std::string fill_address(const std::string& pattern, const std::map<std::string, std::string>& values,
                         const std::string& key) {
  std::string address;
  std::size_t at = 0;
  while (at < pattern.size()) {
    const auto open = pattern.find('{', at);
    address += pattern.substr(at, open - at);
    if (open == std::string::npos) break;
    const auto close = pattern.find('}', open);
    const auto name = pattern.substr(open + 1, close - open - 1);
    const auto value = values.find(name);
    if (close == std::string::npos || value == values.end()) {
      std::vector<std::string> names;
      names.reserve(values.size());
      for (const auto& known : values) names.push_back("{" + known.first + "}");
      throw UsageError(fmt::format("{} = \"{}\": unknown {{{}}}; there are {}", key, Address(pattern).shown(),
                                   name, fmt::join(names, ", ")));
    }
    address += value->second;
    at = close + 1;
  }
  return address;
}

}  // namespace symh
