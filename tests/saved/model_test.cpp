#include <ATen/ATen.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
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
  std::filesystem::remove(folder.path() / "SHA256SUMS");  // it would refuse every change
  const auto json = read_file(folder.path() / "model.json"),
             weights = read_file(folder.path() / "weights.safetensors");
  auto damaged = weights;
  damaged[damaged.size() / 2] ^= 1;
  write_file_atomically(folder.path() / "weights.safetensors", damaged);
  EXPECT_THAT(error_of(), HasSubstr("checksum"));
  write_file_atomically(folder.path() / "weights.safetensors", weights);
  write_file_atomically(folder.path() / "model.json", json.substr(0, json.size() / 2));
  EXPECT_THAT(error_of(), HasSubstr("found no JSON, or it is cut"));
  auto newer = json;
  newer.replace(newer.find("\"format_version\": 1"), 19, "\"format_version\": 9");
  write_file_atomically(folder.path() / "model.json", newer);
  EXPECT_THAT(error_of(), HasSubstr("format version 9"));
  std::filesystem::remove(folder.path() / "model.json");
  EXPECT_THAT(error_of(), HasSubstr("no model.json"));
}

/// The error after a change of model.json, in a folder without checksums.
std::string error_after(const Config& config, const std::function<void(nlohmann::json&)>& change) {
  const TemporaryFolder folder;
  save_model(tiny_model(config), folder.path());
  std::filesystem::remove(folder.path() / "SHA256SUMS");
  auto json = nlohmann::json::parse(read_file(folder.path() / "model.json"));
  change(json);
  write_file_atomically(folder.path() / "model.json", json.dump());
  try {
    load_model(folder.path());
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Model, NumbersThatCannotComeFromDataAreRefusedByFileAndKey) {
  const auto change = [](const char* key, std::size_t i, const nlohmann::json& value) {
    return error_after(tiny_config(), [&](auto& json) { json["scaling"][key][i] = value; });
  };
  EXPECT_THAT(change("target_scale", 1, 2e7),
              testing::AllOf(HasSubstr("model.json: scaling.target_scale[1]: found 20000000.0"),
                             HasSubstr("from 1e-07 to 2500")));
  EXPECT_THAT(change("target_scale", 0, 0), HasSubstr("scaling.target_scale[0]: found 0"));
  EXPECT_THAT(change("target_scale", 0, -1), HasSubstr("scaling.target_scale[0]"));
  EXPECT_THAT(change("target_mean", 0, 1e5), HasSubstr("scaling.target_mean[0]"));
  EXPECT_THAT(change("scale", 1, 1e12), HasSubstr("scaling.scale[1]"));
  EXPECT_THAT(change("mean", 0, nullptr), HasSubstr("scaling.mean[0]: found null"));
  EXPECT_THAT(change("mean", 2, 1), HasSubstr("scaling.mean: found a list of 3, expected a list of 2"));
  EXPECT_THAT(error_after(tiny_config(), [](auto& json) { json["provenance"] = 3; }),
              HasSubstr("provenance"));
  EXPECT_THAT(error_after(tiny_config(), [](auto& json) { json["format_version"] = "x"; }),
              HasSubstr("format_version"));
}

TEST(Model, WeightsOfAnotherSizeOrKindOfFileAreRefusedUnread) {
  const TemporaryFolder folder;
  save_model(tiny_model(tiny_config()), folder.path());
  std::filesystem::remove(folder.path() / "SHA256SUMS");
  const auto weights = folder.path() / "weights.safetensors";
  const auto whole = read_file(weights);
  const auto error_of = [&] {
    try {
      load_model(folder.path());
    } catch (const DataError& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  write_file_atomically(weights, whole + "x");
  EXPECT_THAT(error_of(), HasSubstr(fmt::format("has {} bytes, the configuration of its model gives {}",
                                                whole.size() + 1, whole.size())));
  std::filesystem::resize_file(weights, std::uintmax_t{1} << 40);  // a file with a hole
  EXPECT_THAT(error_of(), HasSubstr("has 1099511627776 bytes"));
  std::filesystem::remove(weights);
  std::filesystem::create_symlink("/dev/zero", weights);
  EXPECT_THAT(error_of(), HasSubstr("found a device, expected a plain file"));
}

TEST(Model, WeightsThatAreNotFiniteAreRefused) {
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), 1e30F}) {
    const TemporaryFolder folder;
    const auto model = tiny_model(tiny_config());
    model.forecaster->save().tensors.begin()->second.data_ptr<float>()[0] = bad;
    save_model(model, folder.path());
    EXPECT_THROW(load_model(folder.path()), DataError) << bad;
  }
}

TEST(Model, KeepsTheNameOfAFileThatIsNotUtf8) {
  const TemporaryFolder folder;
  auto model = tiny_model(tiny_config());
  model.provenance = {{"path", "sturm-\xfc.dat"}};
  model.config.data.train = {"/daten-\xe4/*.dat"};
  save_model(model, folder.path());
  const auto loaded = load_model(folder.path());
  EXPECT_EQ(loaded.provenance.at("path"), "sturm-\xef\xbf\xbd.dat");
  EXPECT_EQ(loaded.config.data.train.front(), "/daten-\xef\xbf\xbd/*.dat");
}

TEST(Safetensors, WhoseTensorsOverlapAreRefused) {
  // Ten thousand names for the same megabyte would fill the memory.
  std::string header = "{";
  for (int i = 0; i < 10'000; ++i)
    header += fmt::format(R"({}"{}":{{"dtype":"F32","shape":[262144],"data_offsets":[0,1048576]}})",
                          i == 0 ? "" : ",", i);
  header += "}";
  std::string bytes;
  for (std::size_t i = 0; i < 8; ++i) bytes += static_cast<char>(header.size() >> (8 * i) & 0xFF);
  EXPECT_THROW(read_safetensors(bytes + header + std::string(1 << 20, '\0'), "x"), DataError);
}

TEST(Safetensors, RoundTripAndRandomDamage) {
  const std::map<std::string, torch::Tensor> tensors{{"a", torch::randn({3, 4})}, {"b.c", torch::randn({5})}};
  const auto bytes = write_safetensors(tensors);
  EXPECT_EQ(safetensors_bytes(tensors), bytes.size());
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
