#include <fmt/format.h>

#include "windows/features/arriving.h"
#include "windows/graph_ring_current.h"
#include "windows/ring_current.h"

namespace symh {
namespace {

/// Mean of the solar wind that arrives in each stretch after issue time: VBs and Newell's coupling [mV/m],
/// square root of the dynamic pressure [nPa^1/2].
class Drive final : public FeatureGroup {
 public:
  std::vector<std::string> features(const WindowsConfig& config) const override {
    std::vector<std::string> names;
    for (std::int64_t i = 1; i <= arriving_stretches(config); ++i)
      for (const auto* quantity : {"vbs", "newell", "sqrt_pressure"})
        names.push_back(
            fmt::format("arriving_{}@{}", quantity, format_duration(config.physics.drive_step * i)));
    return names;
  }

  FeatureNeeds needs(const WindowsConfig& config) const override {
    return ring_current_needs(config, {{.name = {}, .coupling = RingCurrentModel::Coupling::newell}});
  }

  void values(const Prepared& prepared, const WindowsConfig& config, std::span<const std::int64_t> rows,
              FeatureColumns out) const override {
    for (std::size_t i = 0; i < rows.size(); ++i)
      ring_current(prepared).arriving(static_cast<std::size_t>(rows[i]), samples_an_arriving_stretch(config),
                                      arriving_stretches(config), out.row(i));
  }

  graph::Value graph(const GraphIssue& issue) const override {
    const GraphRingCurrent outlook(issue.series, issue.config.fill_limit, issue.position, issue.last_nt);
    return outlook.arriving(samples_an_arriving_stretch(issue.config), arriving_stretches(issue.config));
  }
};

}  // namespace

const FeatureGroup& drive_group() {
  static const Drive group;
  return group;
}

}  // namespace symh
