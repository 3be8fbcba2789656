#include "exporting/script.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/error.h"

namespace symh {
namespace {

/// Line by line, indented as the body of forward.
class Script {
 public:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    text_ += "    " + fmt::format(format, std::forward<Args>(args)...) + "\n";
  }
  std::string text() const { return "def forward(self, x):\n" + text_; }

 private:
  std::string text_;
};

std::int64_t steps_of(const Config& config) { return config.windows.lookback / config.windows.cadence; }

/// Index of the target among the input channels.
std::size_t target_channel(const Config& config) {
  const auto& channels = config.windows.channels;
  const auto found = std::ranges::find(channels, config.windows.target);
  if (found == channels.end())
    throw UsageError(
        fmt::format("the model forecasts the change of '{}', which is not among its input channels, so the "
                    "exported file could not know its last value; train with it in windows.channels or "
                    "with windows.predict = \"level\"",
                    config.windows.target));
  return static_cast<std::size_t>(found - channels.begin());
}

void scale_inputs(Script& script, const Config& config) {
  const bool change = config.windows.predict == "change" && config.model.task == "regression";
  if (change || config.windows.difference) script.line("level = x[:, :, {}]", target_channel(config));
  if (change) script.line("last = level[:, -1].unsqueeze(1)");
  if (config.windows.difference) {
    const auto target = target_channel(config);
    script.line("difference = (level[:, 1:] - level[:, :-1]).unsqueeze(2)");
    script.line("x = torch.cat([x[:, 1:, :{0}], difference, x[:, 1:, {1}:]], 2)", target, target + 1);
  }
  script.line("x = torch.nan_to_num((x - self.mean) / self.scale, 0.0)");
}

void recurrent_layers(Script& script, const std::string& kind, const Config& config,
                      const std::vector<std::string>& weights) {
  std::vector<std::string> names;
  for (const auto& weight : weights) names.push_back("self." + weight);
  const auto list = fmt::format("[{}]", fmt::join(names, ", "));
  const auto& model = config.model;
  script.line("state = torch.zeros([{}, x.size(0), {}], dtype=x.dtype, device=x.device)", model.layers,
              model.units);
  const auto tail = fmt::format("{}, True, {}, 0.0, False, False, True)", list, model.layers);
  if (kind == "lstm")
    script.line("x, hidden, cell = torch.lstm(x, [state, state], {}", tail);
  else
    script.line("x, hidden = torch.{}(x, state, {}", kind == "gru" ? "gru" : "rnn_" + model.nonlinearity,
                tail);
}

/// Shorter histories get zeros before them, and the channel that says where the history is.
void convolutions(Script& script, const Config& config) {
  const auto& model = config.model;
  script.line("lack = {} - x.size(1)", steps_of(config));
  script.line(
      "x = torch.constant_pad_nd(torch.cat([x, torch.ones_like(x[:, :, :1])], 2), [0, 0, lack, 0], 0.0)");
  script.line("x = x.transpose(1, 2)");
  for (std::size_t i = 0; i < model.filters.size(); ++i) {
    script.line("x = torch.conv1d(x, self.convolutions_{0}_weight, self.convolutions_{0}_bias, [{1}], [{2}])",
                i, model.strides[i], model.padding);
    script.line("x = torch.{}(x)", model.activation);
    if (model.pooling == "max") script.line("x = torch.max_pool1d(x, [{0}], [{0}])", model.pool_size);
    if (model.pooling == "average") script.line("x = torch.avg_pool1d(x, [{0}], [{0}])", model.pool_size);
  }
}

void head(Script& script, const Config& config) {
  if (config.model.head_units > 0 && config.model.output != "all_steps")
    script.line("x = torch.relu(torch.matmul(x, self.head_hidden_weight.t()) + self.head_hidden_bias)");
  script.line("x = torch.matmul(x, self.head_output_weight.t()) + self.head_output_bias");
}

void attention(Script& script) {
  script.line("key = torch.tanh(torch.matmul(x, self.attention_key_weight.t()) + self.attention_key_bias)");
  script.line("share = torch.softmax(torch.matmul(key, self.attention_score_weight.t()), 1)");
  script.line("x = (share * x).sum([1])");
}

void network(Script& script, const Config& config, const std::vector<std::string>& recurrent) {
  const auto& model = config.model;
  if (model.kind == "cnn" || model.kind == "cnn_lstm") convolutions(script, config);
  if (model.kind == "cnn") {
    script.line("x = x.flatten(1)");
  } else {
    if (model.kind == "cnn_lstm") script.line("x = x.transpose(1, 2)");
    recurrent_layers(script, model.kind == "cnn_lstm" ? "lstm" : model.kind, config, recurrent);
    if (model.output == "attention")
      attention(script);
    else
      script.line("x = x[:, -1]");
  }
  head(script, config);
}

}  // namespace

std::string forward_script(const Config& config, const std::vector<std::string>& recurrent) {
  Script script;
  scale_inputs(script, config);
  network(script, config, recurrent);
  if (config.model.task == "classification")
    script.line("return torch.softmax(x.view([-1, {}, 4]), 2)", config.windows.horizon.size());
  else if (config.windows.predict == "change")
    script.line("return x * self.target_scale + self.target_mean + last");
  else
    script.line("return x * self.target_scale + self.target_mean");
  return script.text();
}

}  // namespace symh
