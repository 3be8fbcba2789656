#pragma once
#include <array>
#include <optional>

namespace symh {

/// Chances that SYM-H lies in each storm level (quiet, moderate, intense, superstorm; they sum to 1), of a
/// forecast with its 5-95 % band [nT]: a normal distribution on either side of the forecast whose 5 % and 95
/// % quantiles are those of the band (two-piece normal, Fechner 1897; Wallis 2014, 10.1214/13-STS417, with
/// equal halves). Nothing without a band.
std::optional<std::array<double, 4>> level_chances(double forecast_nt, std::optional<double> q05_nt,
                                                   std::optional<double> q95_nt);

}  // namespace symh
