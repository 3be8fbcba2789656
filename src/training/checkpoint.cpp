#include "training/checkpoint.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <torch/serialize/input-archive.h>
#include <torch/serialize/output-archive.h>

#include <sstream>

#include "core/error.h"
#include "core/file.h"
#include "job/same_config.h"

namespace symh {
namespace {

constexpr std::int64_t record_width = 6;

torch::Tensor history_tensor(const std::vector<EpochRecord>& history) {
  auto tensor = torch::empty({static_cast<std::int64_t>(history.size()), record_width}, torch::kFloat64);
  auto* out = tensor.data_ptr<double>();
  for (const auto& r : history)
    for (const double value : {static_cast<double>(r.epoch), r.train_loss, r.validation_loss, r.learning_rate,
                               r.clipped_share, r.seconds})
      *out++ = value;
  return tensor;
}

std::vector<EpochRecord> history_from(const torch::Tensor& tensor) {
  std::vector<EpochRecord> history;
  const auto* in = tensor.data_ptr<double>();
  for (std::int64_t i = 0; i < tensor.size(0); ++i, in += record_width)
    history.push_back({static_cast<std::int64_t>(in[0]), in[1], in[2], in[3], in[4], in[5]});
  return history;
}

std::string weight_key(std::size_t i) { return fmt::format("best{}", i); }

}  // namespace

void save_checkpoint(const std::filesystem::path& path, const Network& network,
                     const torch::optim::Optimizer& optimizer, const CheckpointState& state) {
  torch::serialize::OutputArchive archive, network_archive, optimizer_archive;
  network.save(network_archive);
  optimizer.save(optimizer_archive);
  archive.write("network", network_archive);
  archive.write("optimizer", optimizer_archive);
  archive.write("config", c10::IValue(state.config));
  archive.write("best_epoch", c10::IValue(state.best_epoch));
  archive.write("best_validation_loss", c10::IValue(state.best_validation_loss));
  archive.write("history", history_tensor(state.history));
  for (std::size_t i = 0; i < state.best_weights.size(); ++i)
    archive.write(weight_key(i), state.best_weights[i]);
  std::ostringstream stream;
  archive.save_to(stream);
  write_file_atomically(path, stream.str());
}

CheckpointState load_checkpoint(const std::filesystem::path& path, Network& network,
                                torch::optim::Optimizer& optimizer, const Config& config) {
  CheckpointState state;
  try {
    std::istringstream stream(read_file(path));
    torch::serialize::InputArchive archive, network_archive, optimizer_archive;
    archive.load_from(stream);
    c10::IValue value;
    archive.read("config", value);
    require_same(parse_config(value.toStringRef(), path.string()), config, path.string(),
                 "resume with the same file and settings, or train into a new folder with --output");
    state.config = print_config(config);
    archive.read("network", network_archive);
    archive.read("optimizer", optimizer_archive);
    network.load(network_archive);
    optimizer.load(optimizer_archive);
    archive.read("best_epoch", value);
    state.best_epoch = value.toInt();
    archive.read("best_validation_loss", value);
    state.best_validation_loss = value.toDouble();
    torch::Tensor history;
    archive.read("history", history);
    state.history = history_from(history);
    for (std::size_t i = 0; i < network.parameters().size(); ++i)
      archive.read(weight_key(i), state.best_weights.emplace_back());
  } catch (const c10::Error&) {
    throw DataError(
        fmt::format("{}: is damaged and cannot be resumed; delete it to start again", path.string()));
  }
  return state;
}

}  // namespace symh
