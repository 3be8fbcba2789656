#pragma once
#include <string>
#include <vector>

#include "core/listener.h"

namespace symh {

/// Keeps all that library code reports; asks to stop once `stop_after` progress reports have come.
class RecordingListener : public Listener {
 public:
  void progress(const std::string& label, double share, const std::string& /*words*/) override {
    labels.push_back(label);
    shares.push_back(share);
  }
  void progress_ended() override { ++ended; }
  void say(const std::string& line) override { said.push_back(line); }
  void say_more(const std::string& line) override { said_more.push_back(line); }
  void warn(const std::string& line) override { warned.push_back(line); }
  void fail(const std::string& line) override { failed.push_back(line); }
  bool stop_asked() const override { return stop_after > 0 && shares.size() >= stop_after; }

  std::vector<std::string> labels, said, said_more, warned, failed;
  std::vector<double> shares;
  std::size_t ended = 0;       ///< how often progress_ended() was called
  std::size_t stop_after = 0;  ///< 0: never asks to stop
};

}  // namespace symh
