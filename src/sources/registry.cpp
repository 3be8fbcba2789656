#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/text.h"
#include "sources/source.h"
#include "sources/sources.h"

namespace symh {
namespace {

std::shared_ptr<const Source> make_hapi(const SourcesSettings& settings, const std::string& dataset) {
  std::vector<std::string> names;
  for (const auto& entry : settings.hapi) names.push_back(entry.first);
  const auto found = settings.hapi.find(dataset.empty() ? "omni" : dataset);
  if (found == settings.hapi.end())
    throw UsageError(
        fmt::format("hapi --dataset '{}': the settings have {}; add a table [hapi.NAME] (--sources)", dataset,
                    fmt::join(names, ", ")));
  return hapi_source(found->first, found->second);
}

}  // namespace

std::vector<std::string> source_names() { return {"isgi", "kyoto", "omni", "hapi", "swpc"}; }

std::shared_ptr<const Source> make_source(const SourcesSettings& settings, const std::string& name,
                                          const std::string& dataset) {
  if (name == "isgi") return isgi_source(settings.isgi);
  if (name == "kyoto") return kyoto_source(settings.kyoto);
  if (name == "omni") return omni_source(settings.omni);
  if (name == "hapi") return make_hapi(settings, dataset);
  if (name == "swpc") return swpc_source(settings.swpc);
  throw UsageError(
      fmt::format("'{}' is not a source; the nearest is '{}'", name, nearest(name, source_names())));
}

}  // namespace symh
