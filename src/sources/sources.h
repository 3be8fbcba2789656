#pragma once
#include <memory>

#include "sources/settings.h"

namespace symh {

class Source;

/// ISGI's web service: zips of IAGA-2002 files, a month a request. The token is asked for when it is needed.
std::shared_ptr<const Source> isgi_source(const IsgiSettings& settings);
/// SYM and ASY of WDC Kyoto on request, as IAGA-2002.
std::shared_ptr<const Source> kyoto_source(const KyotoSettings& settings);
/// NASA's monthly files of 1-minute OMNI.
std::shared_ptr<const Source> omni_source(const OmniSettings& settings);
/// One dataset of a HAPI server; `name` is that of its table in the settings.
std::shared_ptr<const Source> hapi_source(const std::string& name, const HapiSettings& settings);
/// NOAA SWPC's live solar wind at L1.
std::shared_ptr<const Source> swpc_source(const SwpcSettings& settings);

}  // namespace symh
