#pragma once
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "core/file.h"
#include "temporary_folder.h"

namespace symh::test {

inline bool has_chromium() { return std::system("command -v chromium > /dev/null 2>&1") == 0; }

/// The page as it is after its scripts have run in a window of this width.
inline std::string rendered(const std::string& html, int width = 1280) {
  const TemporaryFolder folder;
  const auto page = folder.path() / "page.html", dom = folder.path() / "dom.html";
  write_file_atomically(page, html);
  const auto command = fmt::format(
      "timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
      "--disable-background-networking --disable-component-update --disable-sync --window-size={},900 "
      "--user-data-dir='{}' --virtual-time-budget=5000 --dump-dom 'file://{}' > '{}' 2> /dev/null",
      width, (folder.path() / "profile").string(), page.string(), dom.string());
  EXPECT_EQ(std::system(command.c_str()), 0);
  return read_file(dom);
}

/// How many plots the page says it drew; -1 where its script did not run.
inline int drawn(const std::string& dom) {
  const std::string open = "data-drawn=\"";
  const auto at = dom.find(open);
  return at == std::string::npos ? -1 : std::atoi(dom.c_str() + at + open.size());
}

}  // namespace symh::test
