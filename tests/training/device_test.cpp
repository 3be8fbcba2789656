#include "training/device.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/cuda.h>

#include <cstdlib>

#include "core/error.h"

namespace symh {
namespace {

TEST(Device, IsTheCpuWhereItIsAskedForOrNothingElseIsThere) {
  EXPECT_TRUE(choose_device(DeviceChoice::cpu).is_cpu());
  EXPECT_EQ(choose_device(DeviceChoice::automatic).is_cuda(), torch::cuda::is_available());
  if (torch::cuda::is_available()) return;
  EXPECT_THROW(choose_device(DeviceChoice::cuda), UsageError);
}

TEST(Device, TheCpuReportsNoMemoryAndNoCapability) {
  EXPECT_EQ(free_memory(torch::kCPU), std::nullopt);
  EXPECT_EQ(compute_capability(torch::kCPU), std::nullopt);
}

TEST(CudaDevice, ReportsItsFreeMemoryAndItsCapability) {
  if (!torch::cuda::is_available()) GTEST_SKIP() << "this machine has no CUDA device";
  EXPECT_GT(free_memory(torch::kCUDA).value_or(0), std::int64_t{1} << 20);
  EXPECT_GE(compute_capability(torch::kCUDA).value_or(0), 30);
}

TEST(Device, OfCudaRepeatsItselfInFloat32) {
  auto& context = at::globalContext();
  const bool deterministic = context.deterministicCuDNN(), tf32 = context.allowTF32CuDNN();
  make_repeatable(torch::kCPU);
  EXPECT_EQ(context.deterministicCuDNN(), deterministic);
  make_repeatable(torch::kCUDA);
  EXPECT_TRUE(context.deterministicCuDNN());
  EXPECT_FALSE(context.allowTF32CuDNN());
  EXPECT_STREQ(std::getenv("CUBLAS_WORKSPACE_CONFIG"), ":4096:2");
  context.setDeterministicCuDNN(deterministic);
  context.setAllowTF32CuDNN(tf32);
  ::unsetenv("CUBLAS_WORKSPACE_CONFIG");
}

TEST(DeviceOfRank, IsItsNumberWhereTheMachineHasAsMany) {
  EXPECT_EQ(device_of_rank("LOCAL_RANK", "0", 1), 0);
  EXPECT_EQ(device_of_rank("LOCAL_RANK", "3", 4), 3);
  for (const std::string_view rank : {"1", "-1", "", "0x", "99999999999"}) {
    try {
      device_of_rank("LOCAL_RANK", rank, 1);
      FAIL() << rank;
    } catch (const UsageError& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("this machine has 1 CUDA device, and each process needs"));
      EXPECT_THAT(error.what(), testing::HasSubstr("--nproc-per-node 1"));
    }
  }
}

TEST(Precision, AutoTakesBf16WhereTheDeviceHasIt) {
  EXPECT_EQ(choose_precision(PrecisionChoice::automatic, std::nullopt), Precision::float32) << "the CPU";
  EXPECT_EQ(choose_precision(PrecisionChoice::automatic, 75), Precision::float32);
  EXPECT_EQ(choose_precision(PrecisionChoice::automatic, 80), Precision::bf16);
  EXPECT_EQ(choose_precision(PrecisionChoice::automatic, 90), Precision::bf16);
  EXPECT_EQ(choose_precision(PrecisionChoice::automatic, torch::Device(torch::kCPU)), Precision::float32);
}

TEST(Precision, IsTheOneAskedForIfTheDeviceHasIt) {
  for (const auto capability : {std::optional<int>(), std::optional(75), std::optional(90)})
    EXPECT_EQ(choose_precision(PrecisionChoice::float32, capability), Precision::float32);
  EXPECT_EQ(choose_precision(PrecisionChoice::bf16, std::nullopt), Precision::bf16);
  EXPECT_EQ(choose_precision(PrecisionChoice::bf16, 80), Precision::bf16);
}

TEST(Precision, Bf16IsRefusedOnADeviceThatHasNone) {
  try {
    choose_precision(PrecisionChoice::bf16, 75);
    FAIL() << "was taken";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), testing::AllOf(testing::HasSubstr("7.5"), testing::HasSubstr("float32")));
  }
}

/// Type of a product of float32 matrices here and now.
torch::ScalarType type_of_product() {
  const auto a = at::ones({2, 2});
  return at::mm(a, a).scalar_type();
}

TEST(Autocast, CastsProductsAsLongAsItLives) {
  {
    const Autocast none(torch::kCPU, Precision::float32);
    EXPECT_EQ(type_of_product(), torch::kFloat32);
    const Autocast bf16(torch::kCPU, Precision::bf16);
    EXPECT_EQ(type_of_product(), torch::kBFloat16);
    { const Autocast inner(torch::kCPU, Precision::bf16); }
    EXPECT_EQ(type_of_product(), torch::kBFloat16) << "as it was before the inner one";
  }
  EXPECT_EQ(type_of_product(), torch::kFloat32);
}

TEST(Autocast, SeesWeightsThatHaveChangedSinceTheLastOne) {
  auto weight = at::ones({2, 2}).requires_grad_(true);
  const auto product = [&] {
    const Autocast bf16(torch::kCPU, Precision::bf16);
    return at::mm(weight, weight)[0][0].item<float>();
  };
  EXPECT_EQ(product(), 2.F);
  const torch::NoGradGuard no_grad;
  weight.fill_(3.F);
  const torch::AutoGradMode grad(true);
  EXPECT_EQ(product(), 18.F);
}

}  // namespace
}  // namespace symh
