// LibTorch begins with another random seed in each program. Tests begin with this one, so that what fails
// once fails again.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace {

class Seeded : public testing::EmptyTestEventListener {
  void OnTestStart(const testing::TestInfo&) override { at::manual_seed(20031120); }
};

[[maybe_unused]] const bool appended = [] {
  testing::UnitTest::GetInstance()->listeners().Append(new Seeded);  // which deletes it
  return true;
}();

}  // namespace
