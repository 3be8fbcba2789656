#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "core/error.h"
#include "core/file.h"
#include "saved/model_folder.h"
#include "saved/safetensors.h"
#include "saved/tiny_model.h"
#include "temporary_folder.h"
#include "training/teach.h"

namespace symh {
namespace {

using testing::HasSubstr;

TEST(Model, ForecastsTheSameAfterSavingAndLoading) {
  for (const auto* toml :
       {"", "[model]\nkind = \"cnn\"\n", "[model]\nkind = \"gru\"\noutput = \"attention\"\n",
        "[model]\nkind = \"rnn\"\noutput = \"all_steps\"\n", "[model]\ntask = \"classification\"\n"}) {
    const TemporaryFolder folder;
    const auto config = tiny_config(toml);
    const auto model = tiny_model(config);
    save_model(model, folder.path());
    const auto loaded = load_model(folder.path());
    const auto batch = tiny_windows(config)->batch(0, 50);
    EXPECT_TRUE(torch::equal(forecast(model, batch).value_nt, forecast(loaded, batch).value_nt)) << toml;
    for (std::size_t i = 0; i < model.baselines.size(); ++i)
      EXPECT_TRUE(
          torch::equal(model.baselines[i]->forecast_nt(batch), loaded.baselines[i]->forecast_nt(batch)));
    EXPECT_EQ(loaded.provenance.at("seed"), 1);
    EXPECT_EQ(print_config(loaded.config), print_config(config));
  }
}

TEST(Model, OfEveryKindForecastsTheSameBitsAfterLearningSavingAndLoading) {
  for (const auto& kind : kinds()) {
    const TemporaryFolder folder;
    const auto config = tiny_config_of(kind);
    const auto windows = tiny_windows(config);
    Model model{config, windows->scaling(), make_forecaster(config), {}, {{"seed", 1}}};
    const auto batch = windows->batch(0, 50);
    // A closed form has no state before it is fitted.
    const auto before = kind.fits_in_one_step() ? ForecasterState{} : model.forecaster->save();
    teach(*model.forecaster, *windows, *windows, config, folder.path() / "checkpoint.pt", false);
    const auto after = model.forecaster->save();
    for (const auto& [name, weights] : before.tensors)
      EXPECT_EQ(weights.sizes(), after.tensors.at(name).sizes()) << kind.name << " " << name;
    EXPECT_EQ(after.tensors.empty(), kind.fits_in_one_step()) << kind.name;
    EXPECT_EQ(after.json.is_null(), !kind.fits_in_one_step()) << kind.name;
    const auto expected = forecast(model, batch).value_nt;
    save_model(model, folder.path() / "run");
    EXPECT_TRUE(torch::equal(forecast(load_model(folder.path() / "run"), batch).value_nt, expected))
        << kind.name;
  }
}

TEST(Model, ClassProbabilitiesSumToOne) {
  const auto config = tiny_config("[model]\ntask = \"classification\"\n");
  const auto sums = forecast(tiny_model(config), tiny_windows(config)->batch(0, 20)).probabilities.sum(2);
  EXPECT_TRUE(torch::allclose(sums, torch::ones_like(sums)));
}

TEST(Model, DamagedFilesAreRefusedInOneLine) {
  const TemporaryFolder folder;
  save_model(tiny_model(tiny_config()), folder.path());
  const auto error_of = [&] {
    try {
      load_model(folder.path());
    } catch (const DataError& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  const auto json = read_file(folder.path() / "model.json"),
             weights = read_file(folder.path() / "weights.safetensors");
  auto damaged = weights;
  damaged[damaged.size() / 2] ^= 1;
  write_file_atomically(folder.path() / "weights.safetensors", damaged);
  EXPECT_THAT(error_of(), HasSubstr("checksum"));
  write_file_atomically(folder.path() / "weights.safetensors", weights);
  write_file_atomically(folder.path() / "model.json", json.substr(0, json.size() / 2));
  EXPECT_THAT(error_of(), HasSubstr("not the model.json of a symh run"));
  auto newer = json;
  newer.replace(newer.find("\"format_version\": 1"), 19, "\"format_version\": 9");
  write_file_atomically(folder.path() / "model.json", newer);
  EXPECT_THAT(error_of(), HasSubstr("format version 9"));
  std::filesystem::remove(folder.path() / "model.json");
  EXPECT_THAT(error_of(), HasSubstr("no model.json"));
}

TEST(Safetensors, RoundTripAndRandomDamage) {
  const std::map<std::string, torch::Tensor> tensors{{"a", torch::randn({3, 4})}, {"b.c", torch::randn({5})}};
  const auto bytes = write_safetensors(tensors);
  const auto back = read_safetensors(bytes, "x");
  for (const auto& [name, tensor] : tensors) EXPECT_TRUE(torch::equal(back.at(name), tensor));
  std::mt19937_64 generator(1);
  for (int i = 0; i < 3000; ++i) {
    auto damaged = bytes;
    damaged[generator() % damaged.size()] = static_cast<char>(generator() % 256);
    if (i % 3 == 0) damaged.resize(generator() % damaged.size());
    try {
      read_safetensors(damaged, "x");
    } catch (const DataError&) {
    }
  }
}

}  // namespace
}  // namespace symh
