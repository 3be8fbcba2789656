#include <array>

#include "windows/features/group.h"
#include "windows/index_gap.h"

namespace symh {
namespace {

/// What hourly Dst says of the estimate of SYM-H that `gap` gives: whether there was any in the gap, the
/// correction that the estimate holds already [nT], and the standard deviation of the error that remains
/// [nT]. An exported file takes no Dst, so in a graph there is none.
class Anchor final : public FeatureGroup {
 public:
  std::vector<std::string> features(const WindowsConfig&) const override {
    return {"dst_known", "dst_correction", "dst_deviation"};
  }
  FeatureNeeds needs(const WindowsConfig&) const override { return {}; }

  void values(const Prepared& prepared, const WindowsConfig&, std::span<const std::int64_t> rows,
              FeatureColumns out) const override {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto anchor = prepared.gap->anchor(static_cast<std::size_t>(rows[i]));
      float* to = out.row(i);
      *to++ = anchor ? 1.F : 0.F;
      *to++ = anchor ? static_cast<float>(anchor->nt) : 0.F;
      *to++ = anchor ? static_cast<float>(anchor->deviation_nt) : missing;
    }
  }

  graph::Value graph(const GraphIssue& issue) const override {
    constexpr std::array none{0.F, 0.F, missing};
    return constant_features(issue, none);
  }
};

}  // namespace

const FeatureGroup& anchor_group() {
  static const Anchor group;
  return group;
}

}  // namespace symh
