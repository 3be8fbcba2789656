#include "models/keys/head.h"

namespace symh {

std::vector<Option> options_of(HeadKeys& head) {
  return {
      {"model.head_units", &head.head_units,
       "units of the fully connected layer before the output; 0: no such layer", 0, 4096},
      {"model.class_weights", &head.class_weights,
       "classification: weight of each level, quiet first; empty: all 1", 0, 1e6},
  };
}

}  // namespace symh
