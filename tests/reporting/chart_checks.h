#pragma once
#include <fmt/format.h>

#include <cstdlib>
#include <regex>
#include <string>
#include <vector>

namespace symh::test {

/// The room of a text in a chart, by the size of its letters.
struct TextBox {
  std::string text;
  double left, right, top, bottom;
};

inline std::vector<TextBox> text_boxes(const std::string& svg) {
  constexpr double letter = 6.5, above = 10, below = 2;  // of 12 px text
  static const std::regex text(R"re(<text class="([^"]*)" x="([0-9.-]+)" y="([0-9.-]+)">(.*?)</text>)re");
  static const std::regex tag("<[^>]*>|&[a-z]+;");
  std::vector<TextBox> boxes;
  for (std::sregex_iterator match(svg.begin(), svg.end(), text), end; match != end; ++match) {
    const auto words = std::regex_replace((*match)[4].str(), tag, "");
    const auto style = (*match)[1].str();
    const double wide = letter * static_cast<double>(words.size());
    const double x = std::atof((*match)[2].str().c_str()), y = std::atof((*match)[3].str().c_str());
    const double left = style.find("chart-end") != std::string::npos      ? x - wide
                        : style.find("chart-middle") != std::string::npos ? x - wide / 2
                                                                          : x;
    boxes.push_back({words, left, left + wide, y - above, y + below});
  }
  return boxes;
}

/// The first two texts of a chart that touch each other; empty if there are none.
inline std::string touching_texts(const std::string& svg) {
  const auto boxes = text_boxes(svg);
  for (std::size_t i = 0; i < boxes.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const auto &a = boxes[i], &b = boxes[j];
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        return fmt::format("'{}' and '{}'", b.text, a.text);
    }
  return "";
}

/// The first text that is cut off at an edge of the chart; empty if there is none.
inline std::string texts_outside(const std::string& svg) {
  static const std::regex box(R"re(viewBox="0 0 ([0-9]+) ([0-9]+)")re");
  std::smatch match;
  if (!std::regex_search(svg, match, box)) return "no chart";
  const double width = std::atof(match[1].str().c_str()), height = std::atof(match[2].str().c_str());
  for (const auto& text : text_boxes(svg))
    if (text.left < 0 || text.right > width || text.top < 0 || text.bottom > height) return text.text;
  return "";
}

}  // namespace symh::test
