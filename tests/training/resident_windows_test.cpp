#include "training/resident_windows.h"

#include <torch/cuda.h>

#include "training/windows_for_feeds.h"

namespace symh {
namespace {

/// The CPU, and CUDA where there is one.
std::vector<torch::Device> devices() {
  std::vector<torch::Device> all{torch::kCPU};
  if (torch::cuda::is_available()) all.emplace_back(torch::kCUDA);
  return all;
}

Windows::Request random_request(const Config& config, std::mt19937_64& generator) {
  Windows::Request request;
  request.every = one_of<std::int64_t>(generator, {0, 1, 1, 2, 5, 100});
  request.step_targets = config.windows.predict != Predict::correction && generator() % 2 == 0;
  if (generator() % 2 == 0) request.random_length_seed = generator();
  return request;
}

class Resident : public testing::TestWithParam<unsigned> {};

TEST_P(Resident, BatchesAreThoseThatAreCut) {
  for (const auto device : devices()) {
    std::mt19937_64 generator(GetParam());
    const auto config = random_windows_config(generator);
    SCOPED_TRACE(print_config(config) + device.str());
    const auto windows = gappy_windows(config, generator);
    ASSERT_GT(windows->size(), 0);
    ResidentWindows resident(*windows, device);
    for (int batch = 0; batch < 6; ++batch) {
      const auto chosen = some_of(*windows, generator);
      const auto request = random_request(config, generator);
      expect_same_batch(resident.batch(chosen, request), windows->batch(chosen, request));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(RandomConfigurations, Resident, testing::Range(0U, 60U));

TEST(ResidentWindows, BytesCountTheSeriesAndTheTablesOfItsWindows) {
  const auto config = parse_config(
      "[windows]\nlookback = \"1h\"\nhorizon = [\"10m\", \"1h\"]\nchannels = [\"sym_h\", \"asy_h\", "
      "\"bz_gsm\"]\n"
      "head = [\"last\"]\n",
      "bytes");
  std::mt19937_64 generator(1);
  const auto windows = gappy_windows(config, generator);
  const std::int64_t of_window = 8 + 4 * (1 + 1 + 3 * 2);
  EXPECT_EQ(ResidentWindows::bytes(*windows, false), 900 * 4 * 3 + windows->size() * of_window);
  EXPECT_EQ(ResidentWindows::bytes(*windows, true), 900 * 4 * (3 + 2) + windows->size() * of_window);
}

}  // namespace
}  // namespace symh
