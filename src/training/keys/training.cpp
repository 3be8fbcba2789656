#include "training/keys/training.h"

#include <limits>

namespace symh {

std::vector<Option> options_of(TrainingConfig& training) {
  return {
      {"training.epochs", &training.epochs, "largest number of passes over the training windows", 1, 100000},
      {"training.batch_size", &training.batch_size, "windows in each step", 1, 1000000},
      {"training.batches_per_epoch", &training.batches_per_epoch,
       "steps in each epoch, drawn at random; 0: every window once", 0, 1e9},
      {"training.optimizer", &training.optimizer, "rule that turns gradients into steps"},
      {"training.learning_rate", &training.learning_rate, "largest learning rate", 0, 100},
      {"training.weight_decay", &training.weight_decay, "strength of the pull of weights to zero", 0, 100},
      {"training.momentum", &training.momentum, "sgd: momentum", 0, 1},
      {"training.schedule", &training.schedule, "course of the learning rate over the steps"},
      {"training.patience", &training.patience,
       "stop after this many epochs without a better validation loss; 0: never stop early", 0, 100000},
      {"training.keep", &training.keep,
       "keep the weights of the best epoch on validation, or of the last epoch; folds always keep the last, "
       "as the storms left out must not choose"},
      {"training.loss", &training.loss, "loss of a regression, in scaled units; pinball: that of the median"},
      {"training.huber_delta_nt", &training.huber_delta_nt,
       "huber: error [nT] beyond which the loss grows linearly", 1e-6,
       std::numeric_limits<double>::infinity()},
      {"training.storm_weight", &training.storm_weight,
       "weight of a window in the loss: 1 + this for every 100 nT that SYM-H lies below zero at valid time",
       0, 100},
      {"training.bands", &training.bands,
       "forecast the 5, 50 and 95 % quantiles too, by pinball loss; they never cross"},
      {"training.truncate_steps", &training.truncate_steps,
       "back-propagate through this many steps of time; 0: through all of them", 0, 1e6},
      {"training.clip", &training.clip, "gradient clipping: by norm, by value, or none"},
      {"training.clip_value", &training.clip_value, "largest gradient norm or value", 0,
       std::numeric_limits<double>::infinity()},
      {"training.threads", &training.threads,
       "threads that share each batch on the CPU; 0: one for each core, or fewer if the first steps are "
       "faster with fewer; the result does not depend on it",
       0, 1024},
      {"training.jobs", &training.jobs,
       "folds, or trials of tune, trained at the same time in processes of their own; 0: one for each core",
       0, 1024},
      {"training.device", &training.device, "where to train; auto: CUDA if there is a device, else the CPU"},
      {"training.precision", &training.precision,
       "number type of the forward pass in training; auto: bf16 on CUDA from compute capability 8.0 on, else "
       "float32; weights and losses are always float32"},
  };
}

}  // namespace symh
