#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "sources/http/http.h"
#include "sources/http/part_file.h"

namespace symh {

/// The end of one attempt.
struct Attempt {
  enum class End { done, not_modified, temporary, final, too_large, not_kept, stopped } end = End::final;
  std::string problem;  ///< one clause, without the secrets of the address and of proxies
  long http_status = 0;
  double retry_after_seconds = 0;
  std::string error_body;
  Validators version;
};

/// Makes one GET request and writes the answer into `part`. After `time_left`, if given, it ends as
/// temporary.
Attempt transfer(const HttpRequest& request, const HttpSettings& settings, const HttpCallbacks& callbacks,
                 PartFile& part, std::optional<std::chrono::milliseconds> time_left = {});

}  // namespace symh
