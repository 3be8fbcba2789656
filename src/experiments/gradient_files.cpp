#include "experiments/gradient_files.h"

#include <fmt/format.h>

#include "core/file.h"
#include "reporting/training_report.h"

namespace symh {
namespace {

std::string gradients_csv(const std::vector<GradientRecord>& records) {
  std::string text = "epoch,lag_samples,gradient_norm\n";
  for (const auto& record : records)
    for (std::size_t lag = 0; lag < record.by_lag.size(); ++lag)
      text += fmt::format("{},{},{:.6g}\n", record.epoch, lag, record.by_lag[lag]);
  return text;
}

GradientProfile profile_of(const std::vector<GradientRecord>& records, const std::string& title) {
  GradientProfile profile;
  profile.title = title;
  for (std::size_t lag = 0; lag < records.front().by_lag.size(); ++lag)
    profile.lag.push_back(static_cast<int>(lag));
  for (const auto& record : records) {
    profile.epochs.push_back(record.epoch == 0 ? "before training" : fmt::format("epoch {}", record.epoch));
    profile.norm.push_back(record.by_lag);
  }
  return profile;
}

}  // namespace

void write_gradients(const std::vector<GradientRecord>& records, const std::string& title,
                     const std::filesystem::path& folder) {
  write_file_atomically(folder / "gradients.csv", gradients_csv(records));
  write_file_atomically(folder / "gradients.html", gradient_report(profile_of(records, title)));
}

}  // namespace symh
