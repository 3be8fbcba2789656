#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/file.h"
#include "saved/ensemble_folder.h"
#include "saved/model_folder.h"
#include "saved/tiny_model.h"
#include "temporary_folder.h"

namespace symh {
namespace {

Ensemble two_members() {
  Ensemble ensemble;
  ensemble.name = "pair";
  ensemble.members.push_back({"a", tiny_model(tiny_config()), {0.25, 0.5}});
  ensemble.members.push_back({"b", tiny_model(tiny_config()), {0.75, 0.5}});
  ensemble.bands = {{1.5, 0.5}, {2, 3}};
  ensemble.provenance = {{"data", "none"}};
  return ensemble;
}

void expect_refused(const std::filesystem::path& folder, const std::string& from, const std::string& to) {
  const auto path = folder / "ensemble.json";
  const auto whole = read_file(path);
  auto changed = whole;
  const auto place = changed.find(from);
  ASSERT_NE(place, std::string::npos) << from;
  write_file_atomically(path, changed.replace(place, from.size(), to));
  std::filesystem::remove(folder / "SHA256SUMS");  // it would refuse every change
  EXPECT_THROW(load_ensemble(folder), DataError) << to;
  write_file_atomically(path, whole);
}

TEST(Ensemble, GoesThroughItsFolderWhole) {
  const TemporaryFolder folder;
  const auto ensemble = two_members();
  save_ensemble(ensemble, folder.path());
  const auto loaded = load_ensemble(folder.path());
  ASSERT_EQ(loaded.members.size(), 2U);
  EXPECT_EQ(loaded.members[1].weights, ensemble.members[1].weights);
  EXPECT_EQ(loaded.bands[1].above, 3);
  EXPECT_EQ(loaded.provenance, ensemble.provenance);
  const auto batch = tiny_windows(tiny_config())->batch(0, 8);
  EXPECT_TRUE(at::equal(forecast(ensemble.members[0].model, batch).value_nt,
                        forecast(loaded.members[0].model, batch).value_nt));
}

TEST(Ensemble, KeepsItsWeightsForALateTargetWithAndWithoutObservatories) {
  const TemporaryFolder folder;
  auto ensemble = two_members();
  ensemble.when_late = {{Minutes{60}, {{{0.5, 0.5}, {0.5, 0.5}}, {{1, 1}, {1, 1}}}}};
  ensemble.with_stations = {{Minutes{180}, {{{0.25, 1}, {0.75, 0}}, {{2, 1}, {1, 1}}}}};
  save_ensemble(ensemble, folder.path());
  const auto loaded = load_ensemble(folder.path());
  ASSERT_EQ(loaded.when_late.size(), 1U);
  ASSERT_EQ(loaded.with_stations.size(), 1U);
  EXPECT_EQ(loaded.with_stations[0].age, Minutes{180});
  EXPECT_EQ(loaded.with_stations[0].combining.weights, ensemble.with_stations[0].combining.weights);
  EXPECT_EQ(loaded.combining(Minutes{180}, true).bands[0].below, 2);
  EXPECT_EQ(loaded.combining(Minutes{180}).bands[0].below, 1);
  ensemble.with_stations[0].combining.weights[1][1] = 0.5;
  EXPECT_THROW(save_ensemble(ensemble, folder.path()), RunError) << "they do not sum to 1";
}

TEST(Ensemble, ASingleRunIsAnEnsembleOfOne) {
  const TemporaryFolder folder;
  save_model(tiny_model(tiny_config()), folder.path());
  const auto loaded = load_ensemble(folder.path());
  ASSERT_EQ(loaded.members.size(), 1U);
  EXPECT_EQ(loaded.members[0].weights, (std::vector<double>{1, 1}));
}

TEST(Ensemble, IsReadAsUntrustedInput) {
  const TemporaryFolder folder;
  save_ensemble(two_members(), folder.path());
  expect_refused(folder.path(), "\"a\"", "\"../a\"");
  expect_refused(folder.path(), "0.25", "-0.25");
  expect_refused(folder.path(), "0.25", "0.5");
  expect_refused(folder.path(), "\"format_version\": 1", "\"format_version\": 9");
  expect_refused(folder.path(), "\"members\"", "\"membres\"");
  expect_refused(folder.path(), "\"name\": \"b\"", "\"name\": \"a\"");
  expect_refused(folder.path(), "\"above\": 0.5", "\"above\": -0.5");
  expect_refused(folder.path(), "\"above\": 0.5", "\"above\": 1e300");
  expect_refused(folder.path(), "\"below\": 1.5", "\"below\": null");
  expect_refused(folder.path(), "\"deep\": 1.0", "\"deep\": -1.0");
  expect_refused(folder.path(), "\"provenance\": {", "\"provenance\": {\"trained_at\": 7, ");
  expect_refused(folder.path(), "\"provenance\": {",
                 "\"provenance\": {\"deep\": " + std::string(100'000, '[') + ", ");
  std::filesystem::remove_all(folder.path() / "members" / "b");
  EXPECT_THROW(load_ensemble(folder.path()), DataError);
}

TEST(Ensemble, ReplacesTheModelThatTheFolderHeld) {
  const TemporaryFolder folder;
  const auto holds = [&](const char* name) { return std::filesystem::exists(folder.path() / name); };
  auto ensemble = two_members();
  save_model(tiny_model(tiny_config()), folder.path());
  save_ensemble(ensemble, folder.path());
  EXPECT_FALSE(holds("model.json"));
  ensemble.members[1].name = "c";
  save_ensemble(ensemble, folder.path());
  EXPECT_FALSE(holds("members/b"));
  EXPECT_EQ(load_ensemble(folder.path()).members[1].name, "c");
  save_model(tiny_model(tiny_config()), folder.path());
  EXPECT_FALSE(holds("members"));
  EXPECT_EQ(load_ensemble(folder.path()).members.size(), 1U);
}

TEST(Ensemble, NamesTheFileThatWasChangedAfterTraining) {
  const TemporaryFolder folder;
  save_ensemble(two_members(), folder.path());
  const auto path = folder.path() / "members/b/model.json";
  auto text = read_file(path);
  text.replace(text.find("\"seed\": 1"), 9, "\"seed\": 2");
  write_file_atomically(path, text);
  try {
    load_ensemble(folder.path());
    FAIL() << "nothing was refused";
  } catch (const DataError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("members/b/model.json: was changed after training"));
  }
}

TEST(Ensemble, WithWrongWeightsIsNotSaved) {
  const TemporaryFolder folder;
  auto ensemble = two_members();
  ensemble.members[0].weights = {0.9, 0.5};
  EXPECT_THROW(save_ensemble(ensemble, folder.path()), RunError);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "ensemble.json"));
}

}  // namespace
}  // namespace symh
