#include "config/options.h"

namespace symh {
namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();
using Options = std::vector<Option>;

Options job_options(Config& c) {
  return {
      {"name", &c.name, "name of the run; its folder is runs/NAME unless --output says otherwise"},
      {"summary", &c.summary,
       "one line of what the model forecasts from what, for `symh models` and its card"},
      {"seed", &c.seed, "seed of every random draw: weights, order of batches, dropout", {}, 0, 1e15},
      {"seeds",
       &c.seeds,
       "train this many starts (seed, seed+1, ...), keep the best on validation, report the spread",
       {},
       1,
       100},
      {"folds",
       &c.folds,
       "above 1: leave out a share of the storms in turn, report the scores on what was left out, and make "
       "the "
       "models one ensemble",
       {},
       1,
       100},
      {"members",
       &c.members,
       "starts (seed, seed+1, ...) of each kind of model in an ensemble; kinds are [[member]] tables",
       {},
       1,
       100},
  };
}

Options data_options(DataConfig& d) {
  return {
      {"data.train", &d.train, "files, folders or globs to train on; relative to this file"},
      {"data.validation", &d.validation, "files to validate on; empty: a part of data.train by [split]"},
      {"data.tolerant", &d.tolerant, "skip bad lines and report how many, instead of refusing the file"},
      {"data.columns", &d.columns,
       "generic CSV: which column is which channel, such as {SYM = \"sym_h\", Vsw = \"speed\"}"},
      {"data.solar_wind_at",
       &d.solar_wind_at,
       "where the solar wind was measured: l1 (ACE, DSCOVR: it reaches Earth later) or bow_shock (as OMNI "
       "propagates it); auto: as the format says",
       {"auto", "l1", "bow_shock"}},
  };
}

Options split_options(SplitConfig& s) {
  return {
      {"split.by", &s.by,
       "how to part train and validation: last fraction of time, a date, or whole storms in turn"},
      {"split.validation_fraction",
       &s.validation_fraction,
       "share of the time (fraction) or of the segments (storm)",
       {},
       0.01,
       0.9},
      {"split.validation_from", &s.validation_from, "date: validation starts here (ISO 8601 UTC)"},
      {"split.embargo", &s.embargo,
       "gap between the parts; at least lookback + longest lead time is always kept"},
  };
}

Options windows_options(WindowsConfig& w) {
  return {
      {"windows.cadence", &w.cadence,
       "minutes between samples; finer data are averaged down, stamped at the end"},
      {"windows.lookback", &w.lookback, "how far back a window sees"},
      {"windows.lookback_min", &w.lookback_min,
       "shortest history accepted; 0m: always the whole lookback. Training then draws lengths between the "
       "two"},
      {"windows.horizon", &w.horizon, "lead times of the forecast, up to 24h"},
      {"windows.stride", &w.stride, "distance between the issue times of training windows"},
      {"windows.channels", &w.channels,
       "inputs: channels of the files, derived ones (vbs, dynamic_pressure, hour_sin ...), masks "
       "(NAME_missing)"},
      {"windows.head", &w.head,
       "inputs beside the window, as they stand at issue time: channels, last (the target's last value), "
       "physics (ring-current forecasts less the last value), bank (the same under [physics]), drive (the "
       "solar "
       "wind that is to arrive)"},
      {"windows.target", &w.target, "the channel to forecast"},
      {"windows.predict", &w.predict,
       "what the network gives: the change since issue time, the level itself, or the correction of "
       "physics.reference"},
      {"windows.difference", &w.difference,
       "feed first differences of the target channel instead of its level"},
      {"windows.fill_limit", &w.fill_limit,
       "hold the last value over gaps up to this; longer gaps end the window unless NAME_missing is a "
       "channel"},
      {"windows.drivers", &w.drivers,
       "required: a window without solar wind is none; optional: it is, and training drops whole drivers at "
       "random, so that the model still forecasts when they fail"},
      {"windows.driver_dropout",
       &w.driver_dropout,
       "drivers = optional: share of training batches for each way to lose drivers (field, plasma, both)",
       {},
       0,
       0.3},
  };
}

Options physics_options(PhysicsConfig& p) {
  return {
      {"physics.reference",
       &p.reference,
       "the ring-current forecast that windows.predict = \"correction\" corrects",
       {"obrien_mcpherron", "burton", "obrien_mcpherron_held", "burton_held"}},
      {"physics.couplings", &p.couplings, "bank: what drives", {"vbs", "newell"}},
      {"physics.delay_factors", &p.delay_factors, "bank: on the delay from L1 to Earth", {}, 0.1, 3},
      {"physics.holds", &p.holds, "bank: e-folding times of the drive after the newest sample"},
      {"physics.recovery_factors", &p.recovery_factors, "bank: on the decay time", {}, 0.1, 10},
      {"physics.drive_step", &p.drive_step, "drive: stretches that the arriving wind is averaged over"},
  };
}

Options model_options(ModelConfig& m) {
  return {
      {"model.kind", &m.kind,
       "a network (rnn, lstm, gru, cnn, cnn_lstm, mlp), or what is fitted at once: ridge, boosted_trees, "
       "physics (physics.reference itself)"},
      {"model.task", &m.task, "regression in nT, or softmax classes of storm level"},
      {"model.output", &m.output,
       "recurrent: last state, every step (many to many), or attention over the steps"},
      {"model.units", &m.units, "recurrent units per layer", {}, 1, 4096},
      {"model.layers", &m.layers, "recurrent layers", {}, 1, 16},
      {"model.dropout", &m.dropout, "share of units dropped in training", {}, 0, 0.95},
      {"model.nonlinearity", &m.nonlinearity, "rnn: f in h_t = f(W h_{t-1} + U x_t + b)"},
      {"model.backend", &m.backend,
       "recurrent layers on the CPU: auto and onednn run on oneDNN's products, torch takes LibTorch's "
       "layers"},
      {"model.init", &m.init,
       "recurrent weights at the start; identity (zero bias) after Le, Jaitly & Hinton 2015"},
      {"model.init_scale",
       &m.init_scale,
       "factor on the recurrent weights at the start; in a plain network gradients vanish below about 1, "
       "explode above",
       {},
       0,
       100},
      {"model.forget_bias", &m.forget_bias, "lstm: bias of the forget gate at the start", {}, -10, 10},
      {"model.filters", &m.filters, "cnn: filters of each convolution", {}, 1, 4096},
      {"model.kernels", &m.kernels, "cnn: kernel of each convolution, in samples", {}, 1, 999},
      {"model.strides", &m.strides, "cnn: stride of each convolution", {}, 1, 99},
      {"model.padding", &m.padding, "cnn: zeros added on both sides", {}, 0, 999},
      {"model.activation", &m.activation, "cnn: after each convolution"},
      {"model.pooling", &m.pooling, "cnn: pooling after each convolution"},
      {"model.pool_size", &m.pool_size, "cnn: samples pooled into one", {}, 1, 99},
      {"model.head_units",
       &m.head_units,
       "units of the fully connected layer before the output; 0: none",
       {},
       0,
       4096},
      {"model.class_weights",
       &m.class_weights,
       "classification: weight of each level, quiet first; empty: all 1",
       {},
       0,
       1e6},
      {"model.trees", &m.trees, "boosted_trees: trees a lead time", {}, 1, 10000},
      {"model.tree_depth", &m.tree_depth, "boosted_trees: depth of a tree", {}, 1, 16},
      {"model.tree_rate", &m.tree_rate, "boosted_trees: share of each tree that is added", {}, 1e-4, 1},
      {"model.tree_leaf_samples",
       &m.tree_leaf_samples,
       "boosted_trees: fewest windows in a leaf",
       {},
       1,
       1e6},
      {"model.tree_penalty", &m.tree_penalty, "boosted_trees: pull of the leaves to zero", {}, 0, 1e6},
      {"model.tree_sample_share",
       &m.tree_sample_share,
       "boosted_trees: windows that a tree sees",
       {},
       0.01,
       1},
      {"model.tree_feature_share",
       &m.tree_feature_share,
       "boosted_trees: features that a tree sees",
       {},
       0.01,
       1},
  };
}

Options training_options(TrainingConfig& t) {
  return {
      {"training.epochs", &t.epochs, "most passes over the training windows", {}, 1, 100000},
      {"training.batch_size", &t.batch_size, "windows a step", {}, 1, 1000000},
      {"training.batches_per_epoch",
       &t.batches_per_epoch,
       "steps an epoch, drawn at random; 0: every window once",
       {},
       0,
       1e9},
      {"training.optimizer", &t.optimizer, "rule of the steps"},
      {"training.learning_rate", &t.learning_rate, "largest learning rate", {}, 0, 100},
      {"training.weight_decay", &t.weight_decay, "pull of the weights to zero", {}, 0, 100},
      {"training.momentum", &t.momentum, "sgd only", {}, 0, 1},
      {"training.schedule", &t.schedule, "learning rate over the steps"},
      {"training.patience",
       &t.patience,
       "epochs without a better validation loss before stopping; 0: never stop",
       {},
       0,
       100000},
      {"training.keep", &t.keep,
       "weights that are kept: of the best epoch on validation, or of the last one (always so with folds, as "
       "what is left out must not choose)"},
      {"training.loss", &t.loss, "regression loss, in scaled units; pinball: of the median"},
      {"training.huber_delta_nt",
       &t.huber_delta_nt,
       "huber: where squared becomes linear",
       {},
       1e-6,
       unlimited},
      {"training.storm_weight",
       &t.storm_weight,
       "weight of a window in the loss: 1 + this for every 100 nT that SYM-H lies below zero at valid time",
       {},
       0,
       100},
      {"training.bands", &t.bands,
       "give the 5, 50 and 95 % quantiles beside the forecast, by pinball loss; they never cross"},
      {"training.truncate_steps",
       &t.truncate_steps,
       "back-propagation through time over k steps; 0: all of them",
       {},
       0,
       1e6},
      {"training.clip", &t.clip, "gradient clipping"},
      {"training.clip_value", &t.clip_value, "largest norm or value", {}, 0, unlimited},
      {"training.threads",
       &t.threads,
       "threads that share each batch, on the CPU; 0: one a core, or fewer where the first steps are faster "
       "with them; the result does not depend on it",
       {},
       0,
       1024},
      {"training.jobs",
       &t.jobs,
       "folds, or trials of tune, trained at once, each by a process; 0: one a core",
       {},
       0,
       1024},
      {"training.device", &t.device, "where to train"},
      {"training.precision", &t.precision,
       "of the forward pass in training; auto: bf16 on CUDA from compute capability 8.0 on, else float32; "
       "weights and losses are always float32"},
  };
}

Options tune_options(TuneConfig& t) {
  return {
      {"tune.trials",
       &t.trials,
       "configurations that symh tune draws; 0: as many as its --budget allows",
       {},
       0,
       1000000},
      {"tune.minimum_epochs",
       &t.minimum_epochs,
       "epochs that every configuration is tried with; the best go on up to training.epochs",
       {},
       1,
       100000},
      {"tune.halving_rate",
       &t.halving_rate,
       "one in this many goes on, with this many times the epochs",
       {},
       2,
       100},
  };
}

}  // namespace

Options options_of(Config& config) {
  Options all;
  for (auto part :
       {job_options(config), data_options(config.data), split_options(config.split),
        windows_options(config.windows), physics_options(config.windows.physics), model_options(config.model),
        training_options(config.training), tune_options(config.tune)})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace symh
