#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace symh {

/// What an experiment found, for a command to print.
struct RunReport {
  nlohmann::json json;
  std::string text;          ///< the same as tables for a terminal of 80 columns
  bool interrupted = false;  ///< stopped where it can be resumed; there is nothing to print
};

}  // namespace symh
