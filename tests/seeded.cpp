// LibTorch starts every program with another random seed. Tests start with this one, so that a failure can be
// repeated.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace {

class Seeded : public testing::EmptyTestEventListener {
  void OnTestStart(const testing::TestInfo&) override { at::manual_seed(20031120); }
};

[[maybe_unused]] const bool appended = [] {
  testing::UnitTest::GetInstance()->listeners().Append(new Seeded);  // the list deletes it
  return true;
}();

}  // namespace
