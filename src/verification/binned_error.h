#pragma once
#include "verification/pairs.h"

namespace symh {

/// Mean absolute error in bins [10k, 10k + 10) nT of the observed value, then the plain mean over bins: the
/// rare deep values weigh as much as the many quiet ones (Collado-Villaverde et al. 2024). NaN without pairs.
double binned_forecasting_error(const Pairs& pairs);

}  // namespace symh
