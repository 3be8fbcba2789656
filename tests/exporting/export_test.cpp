#include "exporting/export.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/script.h>

#include <cstdlib>

#include "artifact/tiny_model.h"
#include "core/error.h"
#include "core/file.h"
#include "temporary_folder.h"

namespace symh {
namespace {

/// The windows of a batch in the channels' own units, as an outside user would give them.
torch::Tensor raw_inputs(const Config& config, std::int64_t first, std::int64_t count) {
  auto plain = config;
  plain.windows.difference = false;
  const auto prepared = prepare(wavy_series(400), plain.windows);
  const auto rows = issue_rows(prepare(wavy_series(400), config.windows), config.windows, true).rows;
  const auto steps = longest_history(config.windows) + (config.windows.difference ? 1 : 0);
  auto x = torch::empty({count, steps, 2});
  for (std::int64_t i = 0; i < count; ++i)
    for (std::int64_t s = 0; s < steps; ++s)
      for (std::int64_t c = 0; c < 2; ++c) {
        const auto row = rows[static_cast<std::size_t>(first + i)] - (steps - 1 - s);
        x[i][s][c] = prepared.inputs[static_cast<std::size_t>(row * 2 + c)];
      }
  return x;
}

/// What symh itself says of those windows: nT, or the probabilities of a classification.
torch::Tensor expected_output(const Model& model, const Config& config, std::int64_t first,
                              std::int64_t count) {
  const auto batch = tiny_windows(config)->batch(first, count);
  return config.model.task == "classification" ? level_probabilities(model, batch)
                                               : forecast_nt(model, batch);
}

const std::vector<std::string> every_kind{
    "",
    "[model]\nlayers = 2\n",
    "difference = true\n",
    "predict = \"level\"\n[model]\nkind = \"gru\"\noutput = \"attention\"\n",
    "[model]\nkind = \"rnn\"\noutput = \"all_steps\"\n",
    "[model]\nkind = \"rnn\"\nnonlinearity = \"relu\"\n",
    "[model]\nkind = \"cnn\"\nactivation = \"gelu\"\n",
    "[model]\nkind = \"cnn\"\npooling = \"max\"\n",
    "[model]\nkind = \"cnn\"\npooling = \"average\"\nactivation = \"tanh\"\n",
    "[model]\nkind = \"cnn_lstm\"\n",
    "[model]\ntask = \"classification\"\n",
};

class Exported : public testing::TestWithParam<std::string> {};

TEST_P(Exported, GivesWhatPredictGivesForAnyBatchSize) {
  const TemporaryFolder folder;
  const auto config = tiny_config(GetParam());
  const auto model = tiny_model(config);
  export_torchscript(model, folder.path() / "m.pt");
  auto module = torch::jit::load((folder.path() / "m.pt").string());
  for (const std::int64_t count : {1, 7}) {
    const auto expected = expected_output(model, config, 3, count);
    const auto got = module.forward({raw_inputs(config, 3, count)}).toTensor();
    EXPECT_LT((got - expected).abs().max().item<float>(), 1e-4F);
  }
}

INSTANTIATE_TEST_SUITE_P(EveryKind, Exported, testing::ValuesIn(every_kind));

TEST(Export, ShorterHistoriesGiveWhatPredictGives) {
  for (const auto* kind : {"lstm", "cnn"}) {
    const TemporaryFolder folder;
    const auto config =
        tiny_config(std::string("lookback_min = \"20m\"\n[model]\nkind = \"") + kind + "\"\n");
    const auto model = tiny_model(config);
    export_torchscript(model, folder.path() / "m.pt");
    const auto batch = tiny_windows(config)->batch(0, 1);  // the first window: four samples of history
    ASSERT_EQ(batch.lengths[0].item<std::int64_t>(), 4);
    auto module = torch::jit::load((folder.path() / "m.pt").string());
    const auto prepared = prepare(wavy_series(400), config.windows);
    const auto x = torch::tensor(std::vector<float>(prepared.inputs.begin(), prepared.inputs.begin() + 8))
                       .view({1, 4, 2});
    EXPECT_LT((module.forward({x}).toTensor() - forecast_nt(model, batch)).abs().max().item<float>(), 1e-4F)
        << kind;
  }
}

TEST(Export, RefusesAChangeWhoseLastValueTheFileCouldNotKnow) {
  auto config = tiny_config();
  config.windows.channels = {"asy_h"};
  EXPECT_THROW(export_torchscript(tiny_model(config), TemporaryFolder().path() / "m.pt"), UsageError);
}

TEST(Export, DescribesItself) {
  const TemporaryFolder folder;
  export_torchscript(tiny_model(tiny_config()), folder.path() / "m.pt");
  const auto json = nlohmann::json::parse(read_file(folder.path() / "m.pt.json"));
  EXPECT_EQ(json.at("channels")[0].at("name"), "sym_h");
  EXPECT_EQ(json.at("channels")[0].at("unit"), "nT");
  EXPECT_EQ(json.at("steps"), 12);
  EXPECT_EQ(json.at("lead_times_minutes"), (std::vector<int>{10, 30}));
}

std::vector<float> flat(const torch::Tensor& tensor) {
  const auto plain = tensor.contiguous();
  return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

/// Exports the model into `folder`; gives what Python needs to check it.
nlohmann::json python_case(const std::string& toml, const std::filesystem::path& folder,
                           const std::string& name) {
  const auto config = tiny_config(toml);
  const auto model = tiny_model(config);
  export_torchscript(model, folder / name);
  const auto x = raw_inputs(config, 3, 5), y = expected_output(model, config, 3, 5);
  return {{"file", name}, {"kind", toml},
          {"x", flat(x)}, {"x_shape", x.sizes().vec()},
          {"y", flat(y)}, {"y_shape", y.sizes().vec()}};
}

TEST(Export, PythonsTorchGivesWhatPredictGivesForEveryKind) {
  if (std::system("/usr/bin/python3 -c 'import torch' 2>/dev/null") != 0)
    GTEST_SKIP() << "python3-torch is not installed";
  const TemporaryFolder folder;
  auto cases = nlohmann::json::array();
  for (const auto& toml : every_kind)
    cases.push_back(python_case(toml, folder.path(), std::to_string(cases.size()) + ".pt"));
  write_file_atomically(folder.path() / "cases.json", cases.dump());
  write_file_atomically(folder.path() / "check.py",
                        "import json, torch\n"
                        "for case in json.load(open('cases.json')):\n"
                        "    x = torch.tensor(case['x']).view(case['x_shape'])\n"
                        "    y = torch.tensor(case['y']).view(case['y_shape'])\n"
                        "    got = torch.jit.load(case['file'])(x)\n"
                        "    assert got.shape == y.shape, (case['kind'], got.shape)\n"
                        "    assert (got - y).abs().max().item() < 1e-4, (case['kind'], got - y)\n");
  EXPECT_EQ(std::system(("cd '" + folder.path().string() + "' && /usr/bin/python3 check.py").c_str()), 0);
}

}  // namespace
}  // namespace symh
