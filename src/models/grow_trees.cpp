#include "models/grow_trees.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <xgboost/c_api.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include "core/error.h"
#include "models/xgboost_trees.h"

namespace symh {
namespace {

void check(int result) {
  if (result != 0) throw RunError(fmt::format("boosted trees: {}", XGBGetLastError()));
}

using Matrix = std::unique_ptr<void, int (*)(DMatrixHandle)>;
using Booster = std::unique_ptr<void, int (*)(BoosterHandle)>;

/// [N, F] float32 on the CPU; a missing feature is NaN, as the library takes it.
Matrix matrix_of(const torch::Tensor& features) {
  const auto plain = features.to(torch::kCPU, torch::kFloat32).contiguous();
  DMatrixHandle handle = nullptr;
  check(XGDMatrixCreateFromMat(plain.data_ptr<float>(), static_cast<bst_ulong>(plain.size(0)),
                               static_cast<bst_ulong>(plain.size(1)), std::nanf(""), &handle));
  return {handle, XGDMatrixFree};
}

Booster booster_on(const Matrix& training) {
  BoosterHandle handle = nullptr;
  const DMatrixHandle matrix = training.get();
  check(XGBoosterCreate(&matrix, 1, &handle));
  return {handle, XGBoosterFree};
}

void set_parameters(BoosterHandle booster, const Config& config) {
  const auto set = [&](const char* name, const std::string& value) {
    check(XGBoosterSetParam(booster, name, value.c_str()));
  };
  set("objective", "reg:squarederror");
  set("base_score", "0");
  set("tree_method", "hist");
  set("max_bin", "64");
  set("seed", std::to_string(config.seed));
  set("nthread", std::to_string(std::max<std::int64_t>(1, config.training.threads)));
  set("max_depth", std::to_string(config.model.tree_depth));
  set("eta", fmt::format("{}", config.model.tree_rate));
  set("min_child_weight", std::to_string(config.model.tree_leaf_samples));
  set("lambda", fmt::format("{}", config.model.tree_penalty));
  set("subsample", fmt::format("{}", config.model.tree_sample_share));
  set("colsample_bytree", fmt::format("{}", config.model.tree_feature_share));
}

}  // namespace

Trees grow_trees(const torch::Tensor& features, const torch::Tensor& targets, const Config& config) {
  const auto there = at::nonzero(at::isfinite(targets)).squeeze(1);
  if (there.numel() == 0) throw DataError("boosted trees: no training window has an observed target");
  const auto matrix = matrix_of(features.index_select(0, there));
  const auto labels = targets.index_select(0, there).to(torch::kFloat32).contiguous();
  check(XGDMatrixSetFloatInfo(matrix.get(), "label", labels.data_ptr<float>(),
                              static_cast<bst_ulong>(labels.numel())));
  const auto booster = booster_on(matrix);
  set_parameters(booster.get(), config);
  for (int round = 0; round < static_cast<int>(config.model.trees); ++round)
    check(XGBoosterUpdateOneIter(booster.get(), round, matrix.get()));
  bst_ulong size = 0;
  const char* bytes = nullptr;
  check(XGBoosterSaveModelToBuffer(booster.get(), R"({"format": "ubj"})", &size, &bytes));
  return read_xgboost_trees({bytes, size}, features.size(1));
}

}  // namespace symh
