#include "experiments/keys/tune.h"

namespace symh {

std::vector<Option> options_of(TuneConfig& tune) {
  return {
      {"tune.trials", &tune.trials, "configurations that symh tune draws; 0: as many as --budget allows", 0,
       1000000},
      {"tune.minimum_epochs", &tune.minimum_epochs,
       "epochs that every configuration is trained for; the best continue up to training.epochs", 1, 100000},
      {"tune.halving_rate", &tune.halving_rate,
       "one configuration in this many continues, with this many times the epochs", 2, 100},
      {"tune.index_age", &tune.index_age,
       "score as if SYM-H came so late, such as [\"3h\", \"1d\", \"none\"]; several ages count alike; "
       "empty: as it is"},
  };
}

}  // namespace symh
