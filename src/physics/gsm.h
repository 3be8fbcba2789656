#pragma once
#include <string>

#include "core/time.h"
#include "series/series.h"

namespace symh {

/// The angle in radians by which the z axis of GSM is turned from that of GSE about their common x axis,
/// positive towards +y of GSE. The dipole of the IGRF and the formulas of Hapgood (1992,
/// 10.1016/0032-0633(92)90012-D) give it to about 0.1 degree from 1965 to 2030.
double gsm_angle(Time time);

/// Fills missing values of `by_gsm` and `bz_gsm` where the series holds both `by_gse` and `bz_gse`; adds the
/// two channels if the series does not have them. A sample is turned by the angle at its middle. Returns the
/// number of samples that got a value.
std::size_t complete_gsm(Series& series);

}  // namespace symh
