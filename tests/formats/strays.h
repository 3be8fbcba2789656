#pragma once
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace symh {

/// A good file to lie beside stray ones: twelve samples of SYM-H in an hour.
inline std::string twelve_samples() {
  std::string text = "time,sym_h\n";
  for (int i = 0; i < 12; ++i) text += fmt::format("2019-05-03T00:{:02}Z,{}\n", 5 * i, -i);
  return text;
}

/// Names and contents of files that are damaged.
inline std::vector<std::pair<std::string, std::string>> damaged_files() {
  return {{"header.csv", "time,sym_h\n"},
          {"cut.zip", "PK\x03\x04 and no more"},
          {"cut.nc", "CDF\x01 and no more"},
          {"tesla.csv", "time,bz_gsm (T)\n2019-05-03T00:00Z,-5e-9\n"}};
}

}  // namespace symh
