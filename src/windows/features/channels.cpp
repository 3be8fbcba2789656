#include <algorithm>

#include "physics/derived.h"
#include "windows/features/group.h"
#include "windows/head.h"

namespace symh {
namespace {

class Channels final : public FeatureGroup {
 public:
  std::vector<std::string> features(const WindowsConfig& config) const override {
    return head_channels(config);
  }

  FeatureNeeds needs(const WindowsConfig& config) const override {
    FeatureNeeds needs;
    for (const auto& channel : features(config)) needs.add(channel_needs(channel));
    return needs;
  }

  void values(const Prepared& prepared, const WindowsConfig&, std::span<const std::int64_t> rows,
              FeatureColumns out) const override {
    const auto count = prepared.head_channels;
    for (std::size_t i = 0; i < rows.size(); ++i)
      std::copy_n(prepared.head.data() + static_cast<std::size_t>(rows[i]) * count, count, out.row(i));
  }

  graph::Value graph(const GraphIssue& issue) const override {
    const GraphChannels channels(issue.series, issue.config.fill_limit, 1);
    std::vector<graph::Value> columns;
    for (const auto& channel : features(issue.config)) columns.push_back(channels(channel));
    return concat(columns, 1);
  }
};

}  // namespace

const FeatureGroup& channels_group() {
  static const Channels group;
  return group;
}

}  // namespace symh
