#include "experiments/keys/data.h"

namespace symh {

std::vector<Option> options_of(DataConfig& data) {
  return {
      {"data.train", &data.train, "files, folders or globs to train on; relative to this file"},
      {"data.validation", &data.validation,
       "files to validate on; empty: [split] takes a part of data.train"},
      {"data.tolerant", &data.tolerant, "skip bad lines and report how many, instead of refusing the file"},
      {"data.keep_implausible", &data.keep_implausible,
       "keep values that cannot be, such as a SYM-H that falls by 900 nT in 5 minutes; false: they count as "
       "missing"},
      {"data.columns", &data.columns,
       "the channel of each column whose name does not tell it, such as {SYM = \"sym_h\", Vsw = \"speed\"}"},
      {"data.solar_wind_at", &data.solar_wind_at,
       "where the solar wind was measured: l1 (ACE, DSCOVR: it reaches Earth later) or bow_shock (as OMNI "
       "propagates it); auto: as the format says; if it does not, symh judges by how soon SYM-H follows "
       "jumps of the pressure"},
      {"data.move_to_bow_shock", &data.move_to_bow_shock,
       "move solar wind that was measured at L1 to the time of its arrival at the bow shock, so that the "
       "model takes wind as OMNI has it"},
  };
}

}  // namespace symh
