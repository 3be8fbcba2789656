#include "sources/provider.h"

namespace symh {

std::vector<Option> options_of(const std::string& table, Habits& habits) {
  return {
      {table + ".default_period", &habits.default_period, "how far back from now to fetch without --from"},
      {table + ".recheck", &habits.recheck,
       "ask again for data in the cache that are not definitive after this time"}};
}

}  // namespace symh
