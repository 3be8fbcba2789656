#include "models/xgboost_trees.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "models/keys/boosted_trees.h"

namespace symh {
namespace {

DataError damaged() {
  return DataError("the saved boosted trees are damaged; restore the run folder or train again");
}

/// The arrays of a tree that matter here. XGBoost marks a leaf by the child -1 and keeps its value among the
/// conditions.
enum Part : std::size_t { left, right, feature, value, parts };
constexpr std::array<std::string_view, parts> names{"left_children", "right_children", "split_indices",
                                                    "split_conditions"};

/// Keeps these arrays of every tree and nothing else, so that a document of any shape takes little memory.
class TreeArrays : public nlohmann::json_sax<nlohmann::json> {
 public:
  /// A document of `most_values` bytes has no more values, but UBJSON can state any number of nulls in a few.
  explicit TreeArrays(std::size_t most_values) : most_values_(most_values) {}

  std::array<std::vector<std::vector<double>>, parts> arrays;

  bool key(std::string& name) override {
    const auto found = std::ranges::find(names, name);
    named_ = found == names.end() ? nullptr : &arrays[static_cast<std::size_t>(found - names.begin())];
    return true;
  }
  bool start_array(std::size_t) override {
    filled_ = named_;
    if (filled_ != nullptr) filled_->emplace_back();
    return go_deeper();
  }
  bool end_array() override { return go_up(); }
  bool start_object(std::size_t) override { return go_deeper(); }
  bool end_object() override { return go_up(); }
  bool number_integer(std::int64_t number) override { return take(static_cast<double>(number)); }
  bool number_unsigned(std::uint64_t number) override { return take(static_cast<double>(number)); }
  bool number_float(double number, const std::string&) override { return take(number); }
  bool null() override { return one_more(); }
  bool boolean(bool) override { return one_more(); }
  bool string(std::string&) override { return one_more(); }
  bool binary(binary_t&) override { return one_more(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

 private:
  bool one_more() { return ++values_ <= most_values_; }
  bool go_deeper() {
    named_ = nullptr;
    return ++depth_ <= deepest && one_more();
  }
  bool go_up() {
    filled_ = nullptr;
    --depth_;
    return true;
  }
  bool take(double number) {
    if (filled_ != nullptr) filled_->back().push_back(number);
    return one_more();
  }

  static constexpr std::size_t deepest = 32;  // XGBoost writes seven levels
  std::size_t most_values_, values_ = 0, depth_ = 0;
  std::vector<std::vector<double>>*named_ = nullptr, *filled_ = nullptr;
};

/// Appends one tree in preorder. It visits no node twice, or nodes that share a child would make it endless.
void append_in_preorder(const TreeArrays& read, std::size_t tree, std::vector<TreeNode>& nodes) {
  const auto part = [&](Part name) -> const std::vector<double>& { return read.arrays[name][tree]; };
  const auto count = part(left).size();
  if (part(right).size() != count || part(feature).size() != count || part(value).size() != count)
    throw damaged();
  std::vector<double> waiting{0};
  std::vector<bool> seen(count, false);
  while (!waiting.empty()) {
    const double next = waiting.back();
    waiting.pop_back();
    if (!(next >= 0 && next < static_cast<double>(count)) || next != std::floor(next)) throw damaged();
    const auto place = static_cast<std::size_t>(next);
    if (seen[place]) throw damaged();
    seen[place] = true;
    const auto of_value = static_cast<float>(part(value)[place]);
    if (part(left)[place] == -1) {
      nodes.push_back({TreeNode::leaf, of_value});
      continue;
    }
    const double split = part(feature)[place];
    if (!(split >= 0 && split < 1e9)) throw damaged();
    nodes.push_back({static_cast<std::int64_t>(split), of_value});
    waiting.push_back(part(right)[place]);
    waiting.push_back(part(left)[place]);
  }
}

}  // namespace

Trees read_xgboost_trees(std::string_view ubjson, std::int64_t features) {
  TreeArrays read(ubjson.size());
  if (!nlohmann::json::sax_parse(ubjson, &read, nlohmann::json::input_format_t::ubjson)) throw damaged();
  const auto count = read.arrays[left].size();
  if (std::ranges::any_of(read.arrays, [&](const auto& of_all) { return of_all.size() != count; }))
    throw damaged();
  std::vector<TreeNode> nodes;
  for (std::size_t tree = 0; tree < count; ++tree) append_in_preorder(read, tree, nodes);
  return {nodes, features};
}

std::string decode_base64(const std::string& text) {
  constexpr std::size_t longest = 256 << 20;
  if (text.size() > longest) throw damaged();
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (length < 0) throw damaged();
  const auto padding = std::min<std::ptrdiff_t>(
      2, std::ranges::count(text.substr(text.size() - std::min<std::size_t>(2, text.size())), '='));
  bytes.resize(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, length - padding)));
  return bytes;
}

}  // namespace symh
