#include "formats/format.h"

#include <array>
#include <stdexcept>

// One row for each format. The most distinctive comes first, as any text with commas could be CSV.
#define SYMH_FORMATS(FORMAT)  \
  FORMAT(netcdf_format)       \
  FORMAT(cdf_format)          \
  FORMAT(observatory_format)  \
  FORMAT(iaga2002_format)     \
  FORMAT(wdc_format)          \
  FORMAT(dst_records_format)  \
  FORMAT(dst_page_format)     \
  FORMAT(omni2_format)        \
  FORMAT(omni_format)         \
  FORMAT(omni_fmt_format)     \
  FORMAT(omni_list_format)    \
  FORMAT(swpc_json_format)    \
  FORMAT(ace_list_format)     \
  FORMAT(swpc_archive_format) \
  FORMAT(csv_format)

namespace symh {

#define SYMH_DECLARE(name) extern const Format name;
SYMH_FORMATS(SYMH_DECLARE)
#undef SYMH_DECLARE

std::span<const Format> all_formats() {
#define SYMH_LIST(name) name,
  static const std::array formats{SYMH_FORMATS(SYMH_LIST)};
#undef SYMH_LIST
  return formats;
}

const Format& format_named(std::string_view name) {
  for (const auto& format : all_formats())
    if (format.name == name) return format;
  throw std::out_of_range("no format " + std::string(name));
}

}  // namespace symh
