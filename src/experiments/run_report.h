#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace symh {

/// The result of an experiment, for a command to print.
struct RunReport {
  nlohmann::json json;
  std::string text;          ///< the same as tables for a terminal of 80 columns
  bool interrupted = false;  ///< stopped at a point from which it can resume; nothing to print
};

}  // namespace symh
