#pragma once
#include <algorithm>
#include <regex>
#include <string>

namespace symh::test {

/// The first attribute or style rule of a page that would load something; empty where there is none.
inline std::string first_load(const std::string& html) {
  static const std::regex load(
      R"re((src|href|srcset|action)\s*=\s*["']?\s*(https?:)?//|url\(\s*["']?(https?:)?//|@import|sourceMappingURL|<link)re",
      std::regex::icase);
  std::smatch match;
  return std::regex_search(html, match, load) ? match.str() : "";
}

/// How often `part` occurs.
inline int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

/// The JSON of a script element of a page; empty where there is none.
inline std::string json_of(const std::string& html, const std::string& id) {
  const auto open = "id=\"" + id + "\">";
  const auto begin = html.find(open);
  if (begin == std::string::npos) return "";
  const auto end = html.find("</script>", begin);
  return html.substr(begin + open.size(), end - begin - open.size());
}

/// What the plots of a page, and its browser, are drawn from.
inline std::string plot_data(const std::string& html) { return json_of(html, "plots"); }
inline std::string browser_data(const std::string& html) { return json_of(html, "browser-data"); }

}  // namespace symh::test
