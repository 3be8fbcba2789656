#include <array>

#include "formats/format.h"

namespace symh {

std::span<const Format> all_formats() {
  // Most telling first: any text with commas could be CSV.
  static const std::array formats{iaga2002_format, wdc_format, omni_format, csv_format};
  return formats;
}

}  // namespace symh
