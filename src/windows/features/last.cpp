#include "windows/features/group.h"

namespace symh {
namespace {

class Last final : public FeatureGroup {
 public:
  std::vector<std::string> features(const WindowsConfig&) const override { return {"last"}; }
  FeatureNeeds needs(const WindowsConfig&) const override {
    return {.channels = {}, .wishes = {}, .last = true};
  }

  void values(const Prepared& prepared, const WindowsConfig&, std::span<const std::int64_t> rows,
              FeatureColumns out) const override {
    for (std::size_t i = 0; i < rows.size(); ++i)
      *out.row(i) = prepared.last_nt(static_cast<std::size_t>(rows[i]));
  }

  graph::Value graph(const GraphIssue& issue) const override { return unsqueeze(issue.last_nt, 1); }
};

}  // namespace

const FeatureGroup& last_group() {
  static const Last group;
  return group;
}

}  // namespace symh
