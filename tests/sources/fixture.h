#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/file.h"
#include "formats/load.h"
#include "formats/text/writers.h"
#include "http_server.h"
#include "recording_listener.h"
#include "sources/fetch.h"
#include "temporary_folder.h"

namespace symh {

/// Few, short waits between attempts, so that failures are fast. The limits of slowness are long: on a busy
/// machine the server of a test may take seconds to answer.
inline HttpSettings fast_http() {
  return {.connect_timeout_seconds = 60,
          .low_speed_bytes = 100,
          .low_speed_seconds = 60,
          .attempts = 3,
          .backoff_seconds = 0.01,
          .longest_wait_seconds = 2,
          .delay_seconds = 0,
          .size_limit_mib = 1,
          .redirects = 3};
}

/// Minutes of SYM-H, all of one value and status.
inline Series index_series(Time from, std::size_t minutes, float sym_h_nt, Status status) {
  Series series;
  series.segments = {{from, 0, minutes}};
  series.channels = {{"sym_h", std::vector<float>(minutes, sym_h_nt)}};
  series.status.assign(minutes, status);
  return series;
}

inline std::string index_text(Time from, std::size_t minutes, float sym_h_nt, Status status) {
  return write_iaga2002(index_series(from, minutes, sym_h_nt, status));
}

inline constexpr std::size_t minutes_a_day = 1440;

/// A cache, and fetches into it from a server that the test gives.
class SourcesTest : public testing::Test {
 protected:
  std::filesystem::path cache() const { return folder_.path() / "cache"; }
  std::filesystem::path file(const std::string& name) const { return folder_.path() / name; }

  FetchReport fetch_from(const std::string& name, const FetchPeriod& period, const FetchMode& mode = {}) {
    HttpClient http(settings_.http);
    return fetch(*make_source(settings_, name), period, now_, cache(), http, listener_, mode);
  }

  SourcesSettings settings_ = [] {
    auto settings = default_sources();
    settings.http = fast_http();
    settings.http.size_limit_mib = 16;
    return settings;
  }();
  Time now_ = make_time(2015, 6, 1);
  RecordingListener listener_;
  TemporaryFolder folder_;
};

inline FetchPeriod period(int year, unsigned month, unsigned first_day, unsigned last_day) {
  return {make_time(year, month, first_day), make_time(year, month, last_day) + Minutes{1440}};
}

}  // namespace symh
