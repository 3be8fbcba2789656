#include "sources/provider.h"

namespace symh {

std::vector<Option> options_of(const std::string& table, Habits& habits) {
  return {{table + ".default_period", &habits.default_period, ""}, {table + ".recheck", &habits.recheck, ""}};
}

}  // namespace symh
