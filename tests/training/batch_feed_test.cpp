#include "training/batch_feed.h"

#include <torch/cuda.h>

#include <algorithm>
#include <stdexcept>

#include "training/windows_for_feeds.h"

namespace symh {
namespace {

/// Windows of one random configuration and a list of batches of it.
struct Feed : testing::Test {
  std::mt19937_64 generator{7};
  Config config = parse_config(
      "[windows]\nlookback = \"1h\"\nlookback_min = \"10m\"\nchannels = [\"sym_h\", \"bz_gsm\"]\n"
      "head = [\"last\"]\n",
      "feed");
  std::unique_ptr<Windows> windows = gappy_windows(config, generator);
  std::vector<BatchRequest> requests = [&] {
    std::vector<BatchRequest> all;
    for (std::uint64_t i = 0; i < 20; ++i) {
      Windows::Request request;
      request.random_length_seed = i;
      all.push_back({windows.get(), some_of(*windows, generator), request});
    }
    return all;
  }();

  const BatchRequest* after(std::size_t i) const {
    return i + 1 < requests.size() ? &requests[i + 1] : nullptr;
  }
  void expect_batch(const Batch& batch, const BatchRequest& request) const {
    expect_same_batch(batch, windows->batch(request.chosen, request.request));
  }
  /// The index of no window: LibTorch refuses to look up its features of the head.
  BatchRequest broken() const { return {windows.get(), {windows->size() + 1000000}, {}}; }
};

TEST_F(Feed, EveryKindGivesTheSameBatchesInTheSameOrder) {
  for (const auto feeding : {Feeding::cut, Feeding::prefetched, Feeding::resident}) {
    BatchFeed feed(torch::kCPU, feeding);
    for (std::size_t i = 0; i < requests.size(); ++i)
      expect_batch(feed.take(requests[i], after(i)), requests[i]);
  }
}

TEST_F(Feed, BeginsTheNextBatchOnlyWherePrefetched) {
  for (const auto feeding : {Feeding::cut, Feeding::prefetched, Feeding::resident}) {
    BatchFeed feed(torch::kCPU, feeding);
    EXPECT_FALSE(feed.is_ahead());
    feed.take(requests[0], &requests[1]);
    EXPECT_EQ(feed.is_ahead(), feeding == Feeding::prefetched);
    feed.take(requests[1]);
    EXPECT_FALSE(feed.is_ahead()) << "the last one has no next";
  }
}

struct CudaFeed : Feed {};

TEST_F(CudaFeed, GivesTheSameBatchesInEveryKind) {
  if (!torch::cuda::is_available()) GTEST_SKIP() << "this machine has no CUDA device";
  for (const auto feeding : {Feeding::cut, Feeding::prefetched, Feeding::resident}) {
    BatchFeed feed(torch::kCUDA, feeding);
    for (std::size_t i = 0; i < requests.size(); ++i) {
      const auto batch = feed.take(requests[i], after(i));
      EXPECT_TRUE(batch.inputs.is_cuda());
      EXPECT_TRUE(batch.lengths.is_cpu());
      expect_batch(batch, requests[i]);
    }
  }
}

TEST_F(Feed, ABatchOtherThanTheAnnouncedOneIsStillRight) {
  BatchFeed feed(torch::kCPU, Feeding::prefetched);
  feed.take(requests[0], &requests[1]);
  expect_batch(feed.take(requests[2], &requests[3]), requests[2]);
  auto another_seed = requests[3];
  another_seed.request.random_length_seed = 1000;
  expect_batch(feed.take(another_seed), another_seed);
}

TEST_F(Feed, AnErrorInABatchReachesTheCallThatAsksForIt) {
  BatchFeed feed(torch::kCPU, Feeding::prefetched);
  const auto bad = broken();
  expect_batch(feed.take(requests[0], &bad), requests[0]);
  EXPECT_ANY_THROW(feed.take(bad, &requests[1]));
  expect_batch(feed.take(requests[1]), requests[1]);
}

TEST_F(Feed, MayBeDroppedWithABatchOnItsWay) {
  for (const auto& coming : {requests[1], broken()}) {
    BatchFeed feed(torch::kCPU, Feeding::prefetched);
    expect_batch(feed.take(requests[0], &coming), requests[0]);
  }
  BatchFeed feed(torch::kCPU, Feeding::prefetched);
  const auto bad = broken();
  feed.take(requests[0], &bad);
  expect_batch(feed.take(requests[1]), requests[1]);
}

TEST_F(Feed, IsResidentWhereAllWindowsFitInHalfOfTheFreeMemory) {
  const std::vector<const Windows*> both{windows.get(), windows.get()};
  const auto needed = 2 * ResidentWindows::bytes(*windows, false);
  EXPECT_EQ(choose_feeding(2 * needed, both, false), Feeding::resident);
  EXPECT_EQ(choose_feeding(2 * needed - 2, both, false), Feeding::prefetched);
  EXPECT_EQ(choose_feeding(2 * needed, both, true), Feeding::prefetched) << "step targets take memory too";
}

TEST_F(Feed, IsCutByTheThreadsOfTheCpu) {
  EXPECT_EQ(choose_feeding(torch::Device(torch::kCPU), {windows.get()}, false), Feeding::cut);
}

}  // namespace
}  // namespace symh
