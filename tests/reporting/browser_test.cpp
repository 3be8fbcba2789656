#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "reporting/evaluation_report.h"
#include "reporting/page_checks.h"
#include "reporting/report.h"
#include "reporting/sample_data.h"

namespace symh {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// A folder that is removed with its contents.
struct ScratchFolder {
  fs::path path = fs::temp_directory_path() / ("symh_browser_" + std::to_string(getpid()));
  ScratchFolder() { fs::create_directories(path); }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

bool has_chromium() { return std::system("command -v chromium > /dev/null 2>&1") == 0; }

std::string read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// The page as it is after its scripts have run.
std::string rendered(const std::string& html) {
  const ScratchFolder folder;
  const auto page = folder.path / "page.html", dom = folder.path / "dom.html";
  std::ofstream(page, std::ios::binary) << html;
  const std::string command =
      "timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
      "--disable-background-networking --disable-component-update --disable-sync --user-data-dir='" +
      (folder.path / "profile").string() + "' --virtual-time-budget=5000 --dump-dom 'file://" +
      page.string() + "' > '" + dom.string() + "' 2> /dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0);
  return read(dom);
}

/// How many plots the page says it drew; -1 where its script did not run.
int drawn(const std::string& dom) {
  const std::string open = "data-drawn=\"";
  const auto at = dom.find(open);
  return at == std::string::npos ? -1 : std::atoi(dom.c_str() + at + open.size());
}

TEST(Browser, DrawsEveryPlotOfAnEvaluation) {
  if (!has_chromium()) GTEST_SKIP() << "chromium is not installed";
  const auto table = test::sample_table();
  const auto dom = rendered(evaluation_report(table, test::sample_verification(table)));
  EXPECT_EQ(drawn(dom), 11);
  EXPECT_THAT(dom, HasSubstr("data-errors=\"0\""));
  // Two canvases a plot: the lines and what hovering draws over them.
  EXPECT_EQ(test::count(dom, "<canvas"), 22);
  EXPECT_THAT(dom, HasSubstr("dygraph-axis-label"));
}

TEST(Browser, DrawsOddPlots) {
  if (!has_chromium()) GTEST_SKIP() << "chromium is not installed";
  Report report("Odd");
  Plot plot;
  plot.title = "</script><script>throw 1</script>";
  plot.x = {5};
  plot.lines = {{.name = "x", .y = {1}}, {.name = "x", .y = {NAN}}, {.name = "<b>&amp;", .y = {2}}};
  report.plot(plot);
  plot.log_y = true;
  plot.lines[0].y = {0};
  report.plot(plot);
  plot.x_is_time = true;
  report.plot(plot);
  const auto dom = rendered(report.html());
  EXPECT_EQ(drawn(dom), 3);
  EXPECT_THAT(dom, HasSubstr("data-errors=\"0\""));
}

TEST(Browser, NamesChoicesOnTheAxisAndDrawsALogarithmicOne) {
  if (!has_chromium()) GTEST_SKIP() << "chromium is not installed";
  Report report("Axes");
  Plot plot;
  plot.title = "choices";
  plot.x = {0, 1};
  plot.x_names = {"first-choice", "second-choice"};
  plot.lines = {{.name = "y", .y = {1, 2}}};
  report.plot(plot);
  plot.x_names.clear();
  plot.log_x = true;
  plot.x = {1e-4, 1e-2};
  report.plot(plot);
  const auto dom = rendered(report.html());
  EXPECT_EQ(drawn(dom), 2);
  EXPECT_THAT(dom, HasSubstr("data-errors=\"0\""));
  EXPECT_THAT(dom, HasSubstr(">second-choice</div>"));
  EXPECT_THAT(dom, HasSubstr(">0.001</div>")) << "a label in the middle of a logarithmic axis";
}

}  // namespace
}  // namespace symh
