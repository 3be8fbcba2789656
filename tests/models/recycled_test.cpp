#include "models/recycled.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <thread>

namespace symh {
namespace {

constexpr std::int64_t large = 1 << 20;

TEST(Recycled, GivesTheMemoryOfATensorThatIsLetGoToTheNextOfItsSize) {
  drop_recycled();
  auto first = recycled({4, large});
  const auto* memory = first.data_ptr();
  const auto held = recycled({large, 4});
  EXPECT_NE(held.data_ptr(), memory) << "in use";
  auto view = first.view({-1}).slice(0, 1, 5);
  first.reset();
  EXPECT_NE(recycled({large, 4}).data_ptr(), memory) << "in use by a view";
  drop_recycled();
  view.reset();
  EXPECT_NE(recycled({large}).data_ptr(), memory) << "of another size";
  const auto again = recycled({2, large}, at::kDouble);
  EXPECT_EQ(again.data_ptr(), memory);
  EXPECT_EQ(again.scalar_type(), at::kDouble);
  EXPECT_TRUE(again.is_contiguous());
}

TEST(Recycled, GoesFromThreadToThread) {
  drop_recycled();
  const void* memory = nullptr;
  std::thread([&] { memory = recycled({large}).data_ptr(); }).join();
  EXPECT_EQ(recycled({large}).data_ptr(), memory);
}

TEST(Recycled, LeavesWhatIsSmallToTheAllocator) {
  EXPECT_EQ(recycled({3, 5}).sizes(), (std::vector<std::int64_t>{3, 5}));
  EXPECT_EQ(recycled({0, 5}).numel(), 0);
}

}  // namespace
}  // namespace symh
