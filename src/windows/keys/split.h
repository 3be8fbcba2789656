#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "config/options.h"
#include "core/choices.h"
#include "core/time.h"

namespace symh {

/// How `[split]` parts the data: by the last share of time, at a date, or storm by storm.
enum class SplitBy { fraction, date, storm };
template <>
inline constexpr auto choices<SplitBy> = std::to_array<Choice<SplitBy>>({{SplitBy::fraction, "fraction"},
                                                                         {SplitBy::date, "date"},
                                                                         {SplitBy::storm, "storm"}});

/// What a fold leaves out: storms (the segments of the data), or blocks of one solar rotation of continuous
/// years.
enum class FoldBy { storm, rotation };
template <>
inline constexpr auto choices<FoldBy> = std::to_array<Choice<FoldBy>>({{FoldBy::storm, "storm"},
                                                                       {FoldBy::rotation, "rotation"}});

/// `[split]`: how training and validation part where `data.validation` is empty.
struct SplitConfig {
  SplitBy by = SplitBy::fraction;
  double validation_fraction = 0.2;
  std::string validation_from;
  Minutes embargo{0};
  FoldBy fold_by = FoldBy::storm;
};

/// The rows of `[split]`, bound to `split`.
std::vector<Option> options_of(SplitConfig& split);

/// Throws UsageError, beginning with `origin`, where values that are good by themselves do not go together.
void check_together(const SplitConfig& split, const std::string& origin);

}  // namespace symh
