#include <gtest/gtest.h>
#include <torch/script.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <sstream>

#include "core/file.h"
#include "exporting/export.h"
#include "saved/ensemble_folder.h"
#include "temporary_folder.h"

// The tests run the lines of Python, JavaScript and C++ that docs/export.md shows, unchanged.

namespace symh {
namespace {

namespace fs = std::filesystem;

const fs::path source(SYMH_SOURCE_DIR);

/// The first block of a language in docs/export.md.
std::string block_of(const std::string& language) {
  const auto text = read_file(source / "docs" / "export.md");
  const auto fence = "```" + language + "\n";
  const auto begin = text.find(fence) + fence.size();
  return text.substr(begin, text.find("```", begin) - begin);
}

/// Both files of the bundled storms-l1 in a folder to work in.
class ExportSnippet : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    home_ = fs::current_path();
    folder_ = std::make_unique<TemporaryFolder>();
    fs::current_path(folder_->path());
    const auto ensemble = load_ensemble(source / "data" / "models" / "storms-l1");
    export_forecast(ensemble, ExportFormat::torchscript, "storms-l1.pt");
    export_forecast(ensemble, ExportFormat::onnx, "storms-l1.onnx");
  }
  static void TearDownTestSuite() {
    fs::current_path(home_);
    folder_.reset();
  }

  /// The forecast for 1 h of what the snippets give.
  static double forecast_nt() {
    torch::jit::setGraphExecutorOptimize(false);
    auto x = torch::full({1, 1313, 8}, NAN);
    x.select(2, 6).fill_(-50.0);
    auto model = torch::jit::load("storms-l1.pt");
    const auto outputs = model.forward({x, torch::tensor({17850000}, torch::kLong)}).toGenericDict();
    torch::jit::setGraphExecutorOptimize(true);
    return outputs.at("forecast").toTensor()[0][0].item<double>();
  }

  /// What a command prints after the first bracket, as a number.
  static double first_number(const std::string& command) {
    if (std::system((command + " > said.txt").c_str()) != 0) return NAN;
    const auto said = read_file("said.txt");
    return std::strtod(said.c_str() + said.find_first_of("-0123456789", said.find('[')), nullptr);
  }

  inline static std::unique_ptr<TemporaryFolder> folder_;
  inline static fs::path home_;
};

TEST_F(ExportSnippet, OfPythonPrintsTheForecast) {
  ASSERT_EQ(std::system("/usr/bin/python3 -c 'import torch'"), 0)
      << "run scripts/setup.sh, which installs python3-torch";
  write_file_atomically("snippet.py", block_of("python"));
  EXPECT_NEAR(first_number("/usr/bin/python3 snippet.py"), forecast_nt(), 1e-3);
}

class JavaScriptSnippet : public ExportSnippet {};

TEST_F(JavaScriptSnippet, PrintsTheForecast) {
  const auto node = "NODE_PATH='" + (source / "build" / "node" / "node_modules").string() + "' node ";
  if (std::system((node + "-e 'require(\"onnxruntime-node\")' 2>/dev/null").c_str()) != 0)
    GTEST_SKIP() << "onnxruntime-node is not installed; run scripts/setup.sh";
  write_file_atomically("snippet.cjs", block_of("js"));
  EXPECT_NEAR(first_number(node + "snippet.cjs"), forecast_nt(), 1e-3);
}

TEST_F(ExportSnippet, OfCppIsTheOneCompiledHereAndPrintsTheForecast) {
  EXPECT_EQ(block_of("cpp"), read_file(source / "tests" / "exporting" / "snippet.inc"));
  std::ostringstream said;
  auto* terminal = std::cout.rdbuf(said.rdbuf());
  {
#include "exporting/snippet.inc"
  } std::cout.rdbuf(terminal);
  EXPECT_NEAR(std::strtod(said.str().c_str(), nullptr), forecast_nt(), 1e-2);
}

}  // namespace
}  // namespace symh
