#include "formats/binary/variable_names.h"

#include <algorithm>
#include <array>

#include "series/channel_names.h"
#include "series/channels.h"

namespace symh {
namespace {

struct KnownName {
  std::string_view plain;  ///< as plain_name() gives it
  std::string_view channel;
};

/// Names too short to mean one quantity in every file, which are sure in data sets of these centres.
/// channel_of_column() knows the others. Sources: NOAA NCEI's DSCOVR files m1m and f1m; the master CDFs of
/// CDAWeb for OMNI_HRO_1MIN, OMNI_HRO_5MIN, OMNI2_H0_MRG1HR, AC_H0_MFI, AC_H0_SWE, DSCOVR_H1_FC, WI_H0_MFI
/// and WI_K0_SWE. Variables of a dataset that repeat a quantity with another cadence or as an alternative
/// (BDEV, B3F1, F of OMNI2) are not listed.
constexpr std::array known_names{
    KnownName{"bt", "b_total"},        // DSCOVR m1m
    KnownName{"f", "b_total"},         // OMNI_HRO: the mean of |B|
    KnownName{"t", "temperature"},     // OMNI_HRO
    KnownName{"absb1800", "b_total"},  // OMNI2
    KnownName{"bxgse1800", "bx_gsm"},  // OMNI2
    KnownName{"bygsm1800", "by_gsm"},
    KnownName{"bzgsm1800", "bz_gsm"},
    KnownName{"t1800", "temperature"},
    KnownName{"n1800", "density"},
    KnownName{"v1800", "speed"},
    KnownName{"dst1800", "dst"},
    KnownName{"magnitude", "b_total"},  // AC_H0_MFI
    KnownName{"bgsmx", "bx_gsm"},       // components of BGSM[3]
    KnownName{"bgsmy", "by_gsm"},
    KnownName{"bgsmz", "bz_gsm"},
    KnownName{"bgsex", "bx_gsm"},
    KnownName{"bgsecx", "bx_gsm"},
    KnownName{"bgsey", "by_gse"},
    KnownName{"bgsez", "bz_gse"},
    KnownName{"bgsecy", "by_gse"},
    KnownName{"bgsecz", "bz_gse"},
    KnownName{"bgsmcx", "bx_gsm"},  // AC_K0_MFI
    KnownName{"bgsmcy", "by_gsm"},
    KnownName{"bgsmcz", "bz_gsm"},
    KnownName{"b1gsey", "by_gse"},  // DSCOVR_H0_MAG
    KnownName{"b1gsez", "bz_gse"},
    KnownName{"pressure", "dynamic_pressure"},      // OMNI_HRO
    KnownName{"pressure1800", "dynamic_pressure"},  // OMNI2
    KnownName{"b1gsex", "bx_gsm"},                  // DSCOVR_H0_MAG
    KnownName{"b1f1", "b_total"},                   // DSCOVR_H0_MAG
    KnownName{"bf1", "b_total"},                    // WI_H0_MFI
    KnownName{"np", "density"},                     // AC_H0_SWE, DSCOVR_H1_FC, WI_K0_SWE
    KnownName{"vp", "speed"},                       // AC_H0_SWE
    KnownName{"tpr", "temperature"},
    KnownName{"thermaltemp", "temperature"},  // DSCOVR_H1_FC
};

}  // namespace

std::optional<VariableChannel> channel_of_variable(std::string_view name) {
  const auto named = channel_of_column(name);
  if (named.match == NameMatch::own) return VariableChannel{named.channel->name, 0};
  if (named.match == NameMatch::synonym) return VariableChannel{named.channel->name, 1};
  const auto* const found = std::ranges::find(known_names, plain_name(name), &KnownName::plain);
  if (found == known_names.end()) return std::nullopt;
  return VariableChannel{found->channel, static_cast<std::size_t>(found - known_names.begin()) + 2};
}

}  // namespace symh
