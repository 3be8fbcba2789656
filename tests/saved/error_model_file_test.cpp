#include "saved/error_model_file.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/file.h"
#include "saved/ensemble_folder.h"
#include "saved/tiny_model.h"
#include "temporary_folder.h"

namespace symh {
namespace {

/// The longest lead time of tiny_config() is 30 minutes: seven steps with that of the issue time.
constexpr std::size_t steps = 7;

Ensemble with_errors() {
  Ensemble ensemble;
  ensemble.name = "one";
  ensemble.members.push_back({"one", tiny_model(tiny_config()), {1, 1}});
  ensemble.errors = {Minutes{5}, {assumed_errors(steps, Minutes{5}), assumed_errors(steps, Minutes{5})}};
  ensemble.errors.when[1].late = true;
  ensemble.errors.when[1].by_depth[2].errors.resize(50 * steps);
  return ensemble;
}

TEST(ErrorModelFile, GoesThroughItsFolderWhole) {
  const TemporaryFolder folder;
  const auto ensemble = with_errors();
  save_ensemble(ensemble, folder.path());
  const auto loaded = load_ensemble(folder.path()).errors;
  EXPECT_EQ(loaded.step, Minutes{5});
  ASSERT_EQ(loaded.when.size(), 2U);
  for (std::size_t w = 0; w < 2; ++w) {
    EXPECT_EQ(loaded.when[w].late, w == 1);
    EXPECT_EQ(loaded.when[w].shape, ensemble.errors.when[w].shape);
    for (std::size_t depth = 0; depth < depth_classes; ++depth)
      EXPECT_EQ(loaded.when[w].by_depth[depth].errors, ensemble.errors.when[w].by_depth[depth].errors);
  }
}

TEST(ErrorModelFile, IsAbsentWhereNothingWasLearntAndThenRemoved) {
  const TemporaryFolder folder;
  auto ensemble = with_errors();
  save_ensemble(ensemble, folder.path());
  ASSERT_TRUE(std::filesystem::exists(folder.path() / error_model_file));
  ensemble.errors = {};
  save_ensemble(ensemble, folder.path());
  EXPECT_FALSE(std::filesystem::exists(folder.path() / error_model_file));
  EXPECT_TRUE(load_ensemble(folder.path()).errors.empty());
}

TEST(ErrorModelFile, IsCoveredByTheChecksumsOfTheRun) {
  const TemporaryFolder folder;
  save_ensemble(with_errors(), folder.path());
  auto bytes = read_file(folder.path() / error_model_file);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  write_file_atomically(folder.path() / error_model_file, bytes);
  EXPECT_THROW(load_ensemble(folder.path()), DataError);
}

TEST(ErrorModelFile, IsReadAsUntrustedInput) {
  const auto refused = [](auto change) {
    const TemporaryFolder folder;
    auto ensemble = with_errors();
    change(ensemble.errors);
    save_ensemble(ensemble, folder.path());
    EXPECT_THROW(load_ensemble(folder.path()), DataError);
  };
  refused([](ErrorModel& m) { m.step = Minutes{10}; });
  refused([](ErrorModel& m) { m.when[0].shape[9] = missing; });
  refused([](ErrorModel& m) { m.when[0].shape[9] = 7; });
  refused([](ErrorModel& m) { m.when[1].by_depth[1].errors[3] = 1e9F; });
}

}  // namespace
}  // namespace symh
