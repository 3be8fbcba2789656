#pragma once
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <regex>
#include <string>

#include "core/file.h"
#include "temporary_folder.h"

namespace symh::test {

inline bool has_chromium() { return std::system("command -v chromium > /dev/null 2>&1") == 0; }

/// A page that shows `html` in a frame of this width and then becomes what the frame holds: the window itself
/// is never narrower than 500 pixels.
inline std::string framed(const std::string& html, int width) {
  std::string quoted;
  for (const char c : html)
    quoted += c == '&' ? std::string("&amp;") : c == '"' ? std::string("&quot;") : std::string(1, c);
  return fmt::format(
      "<!DOCTYPE html><html><head><meta name=\"color-scheme\" content=\"light dark\"></head><body>"
      "<iframe style=\"width:{}px;height:900px;border:0\" srcdoc=\"{}\"></iframe><script>setTimeout(() => {{"
      "const inner = document.querySelector('iframe').contentDocument;"
      "document.replaceChild(document.adoptNode(inner.documentElement), document.documentElement);"
      "}}, 4500)</script></body></html>",
      width, quoted);
}

/// Starts the browser with a page and these options, in a folder for its files; returns what it prints.
inline std::string browse(const std::string& html, const std::filesystem::path& folder,
                          const std::string& options) {
  const auto page = folder / "page.html", printed = folder / "printed";
  write_file_atomically(page, html);
  const auto command = fmt::format(
      "timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
      "--disable-background-networking --disable-component-update --disable-sync --user-data-dir='{}' "
      "--virtual-time-budget=7000 {} 'file://{}' > '{}' 2> /dev/null",
      (folder / "profile").string(), options, page.string(), printed.string());
  EXPECT_EQ(std::system(command.c_str()), 0);
  return read_file(printed);
}

/// The page after its scripts have run in a window of this width.
inline std::string rendered(const std::string& html, int width = 1280, bool dark = false) {
  constexpr int narrowest_window = 500;
  const TemporaryFolder folder;
  return browse(width < narrowest_window ? framed(html, width) : html, folder.path(),
                fmt::format("--window-size={},900 --blink-settings=preferredColorScheme={} --dump-dom", width,
                            dark ? 0 : 1));
}

/// The number of sheets that the page takes on paper.
inline int printed_sheets(const std::string& html) {
  const TemporaryFolder folder;
  browse(html, folder.path(), fmt::format("--print-to-pdf='{}'", (folder.path() / "page.pdf").string()));
  const auto pdf = read_file(folder.path() / "page.pdf");
  static const std::regex sheet("/Type */Page[^s]");
  return static_cast<int>(std::distance(std::sregex_iterator(pdf.begin(), pdf.end(), sheet), {}));
}

/// A script to append to a page. It measures the page as a reader sees it, and writes into <body>:
/// data-contrast, the least contrast of a text with its background (WCAG 2.1) and that text; data-font, the
/// smallest font in pixels; data-width, the width of the view; data-overflow, the pixels beyond that width.
inline constexpr const char* eye_test = R"(<script>setTimeout(() => {
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const linear = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = channels(getComputedStyle(e).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  let least = [99, ""], font = 99;
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.getClientRects().length) continue;
    const style = getComputedStyle(element);
    const [high, low] = [luminance(channels(style.color)), luminance(behind(element))].sort((a, b) => b - a);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < least[0]) least = [contrast, texts.currentNode.data];
    font = Math.min(font, parseFloat(style.fontSize));
  }
  const root = document.documentElement, marks = document.body.dataset;
  marks.contrast = least.join(" ");
  marks.font = font;
  marks.width = window.innerWidth;
  marks.overflow = root.scrollWidth - root.clientWidth;
}, 1500)</script>)";

/// A number that a script left in an attribute data-NAME; -1 if there is none.
inline double mark(const std::string& dom, const std::string& name) {
  const auto open = "data-" + name + "=\"";
  const auto at = dom.find(open);
  return at == std::string::npos ? -1 : std::atof(dom.c_str() + at + open.size());
}

/// How many plots the page says it drew; -1 if its script did not run.
inline int drawn(const std::string& dom) { return static_cast<int>(mark(dom, "drawn")); }

}  // namespace symh::test
