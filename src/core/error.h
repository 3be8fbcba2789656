#pragma once
#include <stdexcept>
#include <string>

namespace symh {

/// Exit codes of the symh binary; README and `symh --help` list them.
enum class ExitCode { done = 0, failed = 1, usage = 2, data = 3, stale = 4, interrupted = 5 };

/// An error that symh reports to its user: one clear line, and the exit code of the program.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

/// Wrong command line or configuration (exit code 2).
struct UsageError : Error {
  explicit UsageError(const std::string& message) : Error(ExitCode::usage, message) {}
};

/// Bad or missing input data (exit code 3).
struct DataError : Error {
  explicit DataError(const std::string& message) : Error(ExitCode::data, message) {}
};

/// Something failed while running: disk full, output not writable (exit code 1).
struct RunError : Error {
  explicit RunError(const std::string& message) : Error(ExitCode::failed, message) {}
};

}  // namespace symh
