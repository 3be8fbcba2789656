#include "training/keys/training.h"

#include <limits>

namespace symh {

std::vector<Option> options_of(TrainingConfig& training) {
  return {
      {"training.epochs", &training.epochs, "most passes over the training windows", 1, 100000},
      {"training.batch_size", &training.batch_size, "windows a step", 1, 1000000},
      {"training.batches_per_epoch", &training.batches_per_epoch,
       "steps an epoch, drawn at random; 0: every window once",

       0, 1e9},
      {"training.optimizer", &training.optimizer, "rule of the steps"},
      {"training.learning_rate", &training.learning_rate, "largest learning rate", 0, 100},
      {"training.weight_decay", &training.weight_decay, "pull of the weights to zero", 0, 100},
      {"training.momentum", &training.momentum, "sgd only", 0, 1},
      {"training.schedule", &training.schedule, "learning rate over the steps"},
      {"training.patience", &training.patience,
       "epochs without a better validation loss before stopping; 0: never stop",

       0, 100000},
      {"training.keep", &training.keep,
       "weights that are kept: of the best epoch on validation, or of the last one (always so with folds, as "
       "what is left out must not choose)"},
      {"training.loss", &training.loss, "regression loss, in scaled units; pinball: of the median"},
      {"training.huber_delta_nt", &training.huber_delta_nt, "huber: where squared becomes linear",

       1e-6, std::numeric_limits<double>::infinity()},
      {"training.storm_weight", &training.storm_weight,
       "weight of a window in the loss: 1 + this for every 100 nT that SYM-H lies below zero at valid time",

       0, 100},
      {"training.bands", &training.bands,
       "give the 5, 50 and 95 % quantiles beside the forecast, by pinball loss; they never cross"},
      {"training.truncate_steps", &training.truncate_steps,
       "back-propagation through time over k steps; 0: all of them",

       0, 1e6},
      {"training.clip", &training.clip, "gradient clipping"},
      {"training.clip_value", &training.clip_value, "largest norm or value", 0,
       std::numeric_limits<double>::infinity()},
      {"training.threads", &training.threads,
       "threads that share each batch, on the CPU; 0: one a core, or fewer where the first steps are faster "
       "with them; the result does not depend on it",

       0, 1024},
      {"training.jobs", &training.jobs,
       "folds, or trials of tune, trained at once, each by a process; 0: one a core",

       0, 1024},
      {"training.device", &training.device, "where to train"},
      {"training.precision", &training.precision,
       "of the forward pass in training; auto: bf16 on CUDA from compute capability 8.0 on, else float32; "
       "weights and losses are always float32"},
  };
}

}  // namespace symh
