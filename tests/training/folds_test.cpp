#include "training/folds.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/error.h"
#include "physics/solar_rotation.h"
#include "training/ensemble_weights.h"

namespace symh {
namespace {

const Minutes embargo{90};

Prepared storms(std::size_t count, std::size_t each) {
  Series series;
  series.cadence = Minutes{5};
  for (std::size_t i = 0; i < count; ++i)
    series.segments.push_back(
        {make_time(2003, 1, 1) + Minutes{1440 * 20} * static_cast<int>(i), i * each, each});
  series.status.assign(count * each, Status::definitive);
  series.add("sym_h").values.assign(count * each, -20.F);
  WindowsConfig config;
  config.lookback = Minutes{30};
  return prepare(std::move(series), config);
}

std::vector<std::int64_t> all_rows(const Prepared& prepared) {
  std::vector<std::int64_t> rows(prepared.rows());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::int64_t>(i);
  return rows;
}

TEST(Folds, LeaveOutEveryWindowOnceAndWholeStormsAlone) {
  const auto prepared = storms(7, 100);
  const auto folds = make_folds(prepared, all_rows(prepared), 3, embargo);
  std::multiset<std::int64_t> left_out;
  for (const auto& fold : folds) {
    left_out.insert(fold.left_out.begin(), fold.left_out.end());
    std::set<std::int64_t> storms_left_out, storms_trained;
    for (const auto row : fold.left_out) storms_left_out.insert(row / 100);
    for (const auto row : fold.train) storms_trained.insert(row / 100);
    for (const auto storm : storms_left_out) EXPECT_FALSE(storms_trained.contains(storm));
    EXPECT_EQ(fold.embargoed, 0U) << "storms lie days apart";
  }
  EXPECT_EQ(left_out.size(), prepared.rows());
  EXPECT_EQ(std::set<std::int64_t>(left_out.begin(), left_out.end()).size(), prepared.rows());
}

TEST(Folds, OfOneLongStretchAreBlocksOfTimeWithTheEmbargoBetween) {
  const auto prepared = storms(1, 4000);
  const auto folds = make_folds(prepared, all_rows(prepared), 4, embargo);
  for (const auto& fold : folds) {
    EXPECT_EQ(fold.left_out.size(), 1000U);
    EXPECT_GT(fold.embargoed, 0U);
    for (const auto train : fold.train) {
      EXPECT_TRUE(train < fold.left_out.front() - 18 || train > fold.left_out.back() + 18) << train;
    }
  }
}

constexpr std::size_t days_150 = 150 * 288;

TEST(RotationFolds, LeaveOutEveryWindowOnceInBlocksOfASolarRotationInTurn) {
  const auto prepared = storms(1, days_150);
  const auto rows = all_rows(prepared);
  const auto folds = make_folds(prepared, rows, 3, embargo, FoldBy::rotation);
  const auto first = solar_rotation(prepared.grid.first_time());
  std::vector<int> times_left_out(prepared.rows(), 0);
  for (std::size_t f = 0; f < folds.size(); ++f)
    for (const auto row : folds[f].left_out) {
      ++times_left_out[static_cast<std::size_t>(row)];
      const auto block = solar_rotation(prepared.grid.time_of(static_cast<std::size_t>(row))) - first;
      ASSERT_EQ(block % 3, static_cast<long>(f)) << "row " << row;
    }
  for (const auto times : times_left_out) ASSERT_EQ(times, 1);
}

TEST(RotationFolds, NeverTrainWithinTheEmbargoOfAWindowThatIsLeftOut) {
  const auto prepared = storms(1, days_150);
  const auto time = [&](std::int64_t row) { return prepared.grid.time_of(static_cast<std::size_t>(row)); };
  for (const auto& fold : make_folds(prepared, all_rows(prepared), 3, embargo, FoldBy::rotation)) {
    std::vector<Time> left_out;
    for (const auto row : fold.left_out) left_out.push_back(time(row));
    for (const auto row : fold.train) {
      const auto near = std::ranges::lower_bound(left_out, time(row) - embargo);
      ASSERT_TRUE(near == left_out.end() || *near > time(row) + embargo) << row;
    }
    EXPECT_GT(fold.embargoed, 0U);
    EXPECT_EQ(fold.train.size() + fold.left_out.size() + fold.embargoed, prepared.rows());
  }
}

TEST(RotationFolds, AreTheSameAgainAndStayWhereLaterDataCome) {
  const auto shorter = storms(1, days_150), longer = storms(1, days_150 + 9000);
  const auto make = [](const Prepared& prepared) {
    return make_folds(prepared, all_rows(prepared), 3, embargo, FoldBy::rotation);
  };
  const auto once = make(shorter), again = make(shorter), later = make(longer);
  for (std::size_t f = 0; f < once.size(); ++f) {
    EXPECT_EQ(once[f].train, again[f].train);
    EXPECT_EQ(once[f].left_out, again[f].left_out);
    auto old = later[f].left_out;
    erase_if(old, [&](std::int64_t row) { return row >= static_cast<std::int64_t>(shorter.rows()); });
    EXPECT_EQ(once[f].left_out, old);
  }
}

TEST(RotationFolds, OfTooFewRotationsAreRefused) {
  const auto prepared = storms(1, 4000);
  EXPECT_THROW(make_folds(prepared, all_rows(prepared), 4, embargo, FoldBy::rotation), DataError);
}

TEST(Folds, WithoutWindowsAreRefused) {
  const auto prepared = storms(1, 36);  // three hours: the embargo reaches from one fold over the other
  EXPECT_THROW(make_folds(prepared, all_rows(prepared), 2, embargo), DataError);
}

TEST(OriginFolds, TrainAndValidateOnThePastAloneWithTheEmbargoBetween) {
  const auto prepared = storms(1, 4000);
  const auto time = [&](std::int64_t row) { return prepared.grid.time_of(static_cast<std::size_t>(row)); };
  const std::vector<Time> bounds{time(1000), time(2000), time(4000)};
  const auto folds = make_origin_folds(prepared, all_rows(prepared), bounds, 0.25, embargo);
  ASSERT_EQ(folds.size(), 2U);
  for (std::size_t k = 0; k < 2; ++k) {
    const auto& fold = folds[k];
    EXPECT_EQ(time(fold.left_out.front()), bounds[k]);
    EXPECT_LT(time(fold.left_out.back()), bounds[k + 1]);
    EXPECT_LT(time(fold.validation.back()) + embargo, bounds[k]) << "no target lies at or after the origin";
    EXPECT_LT(time(fold.train.back()) + embargo, time(fold.validation.front()));
    EXPECT_NEAR(static_cast<double>(fold.validation.size()) / static_cast<double>(fold.train.size()), 1.0 / 3,
                0.01);
  }
  EXPECT_EQ(folds[1].left_out.size(), 2000U);
  EXPECT_GT(folds[1].train.size(), folds[0].train.size());
  EXPECT_EQ(folds[0].label, "20030104T1120-20030107T2240");
}

TEST(OriginFolds, WithoutAPastOrWithoutAPeriodAreRefused) {
  const auto prepared = storms(1, 400);
  const auto first = prepared.grid.first_time(), last = prepared.grid.last_time();
  const auto rows = all_rows(prepared);
  EXPECT_THROW(make_origin_folds(prepared, rows, {first, last}, 0.2, embargo), DataError);
  EXPECT_THROW(make_origin_folds(prepared, rows, {last + Minutes{5}, last + Minutes{500}}, 0.2, embargo),
               DataError);
}

TEST(EnsembleWeights, FindTheMixtureThatIsBest) {
  std::vector<float> observed, a, b, c;
  for (int i = 0; i < 1000; ++i) {
    const float truth = static_cast<float>(i % 37) * 5 - 90;
    observed.push_back(truth);
    const float wave = static_cast<float>(i % 7) - 3;
    a.push_back(truth + 4 * wave);
    b.push_back(truth - 2 * wave);  // a third of a and two thirds of b are exact
    c.push_back(0.F);
  }
  const auto weights = ensemble_weights(observed, {&a, &b, &c});
  EXPECT_NEAR(weights[0], 1.0 / 3, 1e-3);
  EXPECT_NEAR(weights[1], 2.0 / 3, 1e-3);
  EXPECT_NEAR(weights[2], 0.0, 1e-3);
}

TEST(EnsembleWeights, AreNeverNegativeAndSumToOne) {
  const std::vector<float> observed{0, 0, 0, 0}, good{1, -1, 1, -1}, bad{30, -30, 30, -30};
  const auto weights = ensemble_weights(observed, {&good, &bad});
  EXPECT_NEAR(weights[0], 1.0, 1e-6);
  EXPECT_GE(weights[1], 0.0);
}

TEST(EnsembleWeights, CountOnlyWholeSamples) {
  const float gone = missing;
  const std::vector<float> observed{0, gone, 0}, a{0, 90, gone}, b{9, 0, 0};
  EXPECT_NEAR(ensemble_weights(observed, {&a, &b})[0], 1.0, 1e-6);
  EXPECT_EQ(ensemble_weights({gone}, {&a, &b})[0], 0.5);
}

}  // namespace
}  // namespace symh
