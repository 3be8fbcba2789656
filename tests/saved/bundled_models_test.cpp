#include <gtest/gtest.h>

#include <filesystem>

#include "saved/cards/bundled.h"
#include "saved/cards/saved_files.h"
#include "saved/ensemble_folder.h"

namespace symh {
namespace {

/// Whoever changes one of their files must write the checksums anew, as scripts/bundle_model.sh does.
TEST(BundledModels, AreAsTheyWereTrained) {
  const std::filesystem::path folder = SYMH_SOURCE_DIR "/data/models";
  const auto models = list_bundled_models(folder);
  EXPECT_GE(models.size(), 5U);
  for (const auto& model : models) {
    EXPECT_TRUE(SavedFiles(model.folder).has_checksums()) << model.name;
    EXPECT_FALSE(load_ensemble(model.folder).members.empty()) << model.name;
  }
}

}  // namespace
}  // namespace symh
