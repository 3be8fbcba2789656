#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "core/error.h"
#include "core/file.h"
#include "damage.h"
#include "forecasting/latest.h"
#include "saved/ensemble_folder.h"
#include "saved/tiny_model.h"
#include "series/channels.h"
#include "temporary_folder.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

/// A network, ridge regression and boosted trees, with calibrated bands.
Ensemble small_ensemble() {
  Ensemble ensemble;
  ensemble.name = "small";
  for (const auto* kind : {"gru", "ridge", "boosted_trees"})
    ensemble.members.push_back(
        {kind, tiny_model(tiny_config("[model]\nkind = \"" + std::string(kind) + "\"\n")), {1, 1}});
  for (auto& member : ensemble.members)
    for (auto& weight : member.weights) weight = 1.0 / 3;
  ensemble.bands = {{9.5, 8.5, 1.5, 0.25}, {12, 11}};
  ensemble.when_late = {{Minutes{60}, {{{0.5, 0.25}, {0.25, 0.25}, {0.25, 0.5}}, {{10, 9}, {13, 12}}}}};
  ensemble.provenance = {{"trained_at", "2026-01-01T00:00:00Z"}};
  return ensemble;
}

/// One model of the kind, with a band.
Ensemble ensemble_of(const Kind& kind) {
  Ensemble ensemble;
  ensemble.name = kind.name;
  ensemble.members.push_back({kind.name, tiny_model(tiny_config_of(kind)), {1, 1}});
  ensemble.bands = {{9.5, 8.5}, {12, 11}};
  ensemble.provenance = {{"trained_at", "2026-01-01T00:00:00Z"}};
  return ensemble;
}

/// Every file of a saved model, by its name below the folder.
std::map<std::string, std::string> files_of(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files[fs::relative(entry.path(), folder).string()] = read_file(entry.path());
  return files;
}

/// What came of a load, for the counts below.
enum class Outcome { refused, cannot_forecast, forecast };

/// Loads the folder and forecasts. Fails the test on anything but a refusal or a forecast that can be.
Outcome outcome_of(const fs::path& folder, const Series& series) {
  Ensemble ensemble;
  try {
    ensemble = load_ensemble(folder);
  } catch (const DataError& error) {
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    return Outcome::refused;
  }
  try {
    const auto forecast = issue_forecast(ensemble, series);
    for (const auto& lead : forecast.leads) {
      EXPECT_TRUE(std::isfinite(lead.value_nt));
      EXPECT_FALSE(out_of_bounds(bounded_channel("sym_h"), lead.value_nt)) << lead.value_nt;
      if (!lead.q05_nt || !lead.q95_nt) continue;
      EXPECT_LE(*lead.q05_nt, lead.value_nt);
      EXPECT_GE(*lead.q95_nt, lead.value_nt);
      EXPECT_LT(*lead.q95_nt - *lead.q05_nt, 7500);
    }
    return Outcome::forecast;
  } catch (const Error&) {
    return Outcome::cannot_forecast;  // it is a good model of another configuration, or its numbers cannot be
  }
}

/// Makes the checksums right again, so that what lies behind them is tested.
void make_checksums_fit(std::map<std::string, std::string>& files, const std::string& changed,
                        const std::string& old_sum) {
  if (changed.ends_with("weights.safetensors")) {
    auto& text = files.at(fs::path(changed).replace_filename("model.json").string());
    text.replace(text.find(old_sum), old_sum.size(), sha256_of(files.at(changed)));
  }
  auto& sums = files.at("SHA256SUMS");
  sums.clear();
  for (const auto& [name, bytes] : files)
    if (name != "SHA256SUMS") sums += sha256_of(bytes) + "  " + name + "\n";
}

class DamagedModels : public testing::Test {
 protected:
  void save(const Ensemble& ensemble) {
    fs::remove_all(folder_.path());
    save_ensemble(ensemble, folder_.path());
    written_ = files_ = files_of(folder_.path());
  }
  /// Writes the files that differ from those that lie there; a flush to disk would take most of the time.
  void put(const std::map<std::string, std::string>& files) {
    for (const auto& [name, bytes] : files) {
      if (written_.at(name) == bytes) continue;
      std::ofstream(folder_.path() / name, std::ios::binary) << bytes;
      written_[name] = bytes;
    }
  }

  /// Damages each file `times` times, each time with right checksums, and counts what comes of it.
  void damage(int times, std::mt19937_64& generator) {
    for (const auto& [name, bytes] : files_)
      for (int i = 0; i < times && name != "SHA256SUMS"; ++i) {
        SCOPED_TRACE(name + " " + std::to_string(i));
        auto files = files_;
        files[name] = damaged(bytes, generator);
        make_checksums_fit(files, name, sha256_of(bytes));
        put(files);
        ++count_[outcome_of(folder_.path(), series_)];
      }
  }

  TemporaryFolder folder_;
  std::map<std::string, std::string> files_, written_;
  std::map<Outcome, int> count_;
  Series series_ = wavy_series(60);
};

TEST_F(DamagedModels, AreAllRefusedByTheirChecksums) {
  save(small_ensemble());
  ASSERT_EQ(files_.size(), 8U);
  ASSERT_EQ(outcome_of(folder_.path(), series_), Outcome::forecast);
  std::mt19937_64 generator(1);
  for (const auto& [name, bytes] : files_)
    for (int i = 0; i < 40; ++i) {
      const auto changed = damaged(bytes, generator);
      if (changed == bytes) continue;
      SCOPED_TRACE(name + " " + std::to_string(i));
      auto files = files_;
      files[name] = changed;
      put(files);
      const auto outcome = outcome_of(folder_.path(), series_);
      if (name != "SHA256SUMS") {
        EXPECT_EQ(outcome, Outcome::refused);
      }
    }
}

TEST_F(DamagedModels, ThatGetRightChecksumsAreRefusedOrForecastWhatCanBe) {
  save(small_ensemble());
  std::mt19937_64 generator(2);
  damage(damages(150), generator);
  EXPECT_GT(count_[Outcome::refused], 200);
  EXPECT_GT(count_[Outcome::forecast], 50) << "most weights of a network may change a little";
}

TEST_F(DamagedModels, OfEachKindAreRefusedOrForecastWhatCanBe) {
  std::mt19937_64 generator(3);
  int all = 0;
  for (const auto& kind : kinds()) {
    SCOPED_TRACE(kind.name);
    save(ensemble_of(kind));
    ASSERT_EQ(outcome_of(folder_.path(), series_), Outcome::forecast);
    count_.clear();
    damage(damages(10), generator);
    EXPECT_GT(count_[Outcome::refused], 0);
    for (const auto& [outcome, count] : count_) all += count;
  }
  RecordProperty("damages", all);
  EXPECT_GE(all, 2 * 10 * std::ssize(kinds()));
}

}  // namespace
}  // namespace symh
