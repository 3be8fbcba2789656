#include <gtest/gtest.h>

#include <cstdlib>

#include "core/file.h"
#include "exporting/cases.h"
#include "exporting/export.h"
#include "temporary_folder.h"

// What other programs make of the exported files: ONNX Runtime in Node.js and torch in Python.

namespace symh {
namespace {

const std::string node_modules = std::string(SYMH_SOURCE_DIR) + "/build/node/node_modules";
const std::string scripts = std::string(SYMH_SOURCE_DIR) + "/tests/exporting/";

bool runs(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

std::string node() { return "NODE_PATH='" + node_modules + "' node "; }

bool has_onnx_runtime() { return runs(node() + "-e 'require(\"onnxruntime-node\")'"); }

/// Writes every case and gives the exit code of `command` on their folder.
int check(const std::vector<ExportCase>& cases, ExportFormat format, const std::string& command) {
  const TemporaryFolder folder;
  const std::string suffix = format == ExportFormat::onnx ? ".onnx" : ".pt";
  auto list = nlohmann::json::array();
  for (const auto& c : cases) {
    export_forecast(c.ensemble, format, folder.path() / (c.name + suffix));
    list.push_back(case_json(c, suffix));
  }
  write_file_atomically(folder.path() / "cases.json", list.dump());
  return std::system((command + " '" + folder.path().string() + "'").c_str());
}

TEST(OnnxRuntime, GivesWhatSymhForecastsForEveryKind) {
  if (!has_onnx_runtime())
    GTEST_SKIP() << "no onnxruntime-node in " << node_modules << "; run scripts/setup.sh";
  EXPECT_EQ(check(simulated_cases(), ExportFormat::onnx, node() + scripts + "check.cjs"), 0);
}

TEST(OnnxRuntime, GivesWhatSymhForecastsOfObservedStorms) {
  if (!has_onnx_runtime())
    GTEST_SKIP() << "no onnxruntime-node in " << node_modules << "; run scripts/setup.sh";
  const auto cases = observed_cases();
  if (cases.empty()) GTEST_SKIP() << "no shared data: " << SYMH_SHARED_DATA << "/storms-5min";
  EXPECT_EQ(check(cases, ExportFormat::onnx, node() + scripts + "check.cjs"), 0);
}

TEST(PythonTorch, GivesWhatSymhForecastsForEveryKind) {
  ASSERT_TRUE(runs("/usr/bin/python3 -c 'import torch'"))
      << "run scripts/setup.sh, which installs python3-torch";
  EXPECT_EQ(check(simulated_cases(), ExportFormat::torchscript, "/usr/bin/python3 " + scripts + "check.py"),
            0);
}

}  // namespace
}  // namespace symh
