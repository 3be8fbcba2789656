#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "series/series.h"

namespace symh {

/// Values of a channel that cannot be, although they lie within its bounds.
struct Implausible {
  std::string channel;
  std::size_t count = 0;
  std::string first;  ///< the first of them, in words: `-999.9 at 2019-05-03T12:00:00Z, 5 min after -51`
};

/// Makes values missing that cannot be:
/// - a jump since the last plausible value by more than a base and a share for each minute: SYM-H 220 nT + 6
/// nT,
///   the field 120 nT + 1 nT, the speed 1000 + 10 km/s, the density 130 + 1 cm^-3. In 80 storms of 1998-2017
///   at 5 minutes and 12 weeks of the deepest at 1 minute, the largest jumps were: SYM-H 123 nT in 1 minute,
///   132 in 5, 170 in 15, 242 in 30, 317 in 60; a component of the field 49 nT in 1 minute, 86 in 5, 96 in
///   60; the speed 244 km/s in 1 minute; the density 40 cm^-3 in 5.
/// - a component of the field that is larger than its magnitude by more than 1 nT + 5 %: then neither is
///   known. In those storms no component was larger than the magnitude at all.
/// - a magnitude above that of its three components by more than 40 nT (the largest was 19); a field whose
///   components are all exactly 0.
/// A value is judged by earlier values and by those of its own time, so that later data change nothing.
/// Returns an entry for each channel that lost values.
std::vector<Implausible> drop_implausible(Series& series);

/// `sym_h: 3 values cannot be and count as missing, the first -999.9 at …`
std::string implausible_text(const Implausible& found);

}  // namespace symh
