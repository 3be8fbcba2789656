#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "saved/ensemble.h"

namespace symh {

/// What an exported file takes, over all members.
struct InputShape {
  std::vector<std::string> channels;  ///< of the files, by alphabet
  std::vector<std::string> optional;  ///< of these, those that may be missing altogether
  std::int64_t steps = 1;             ///< as many as a forecast can depend on, but for a speed held longer
  std::int64_t shortest = 1;          ///< with fewer no member forecasts
  bool time = false;                  ///< whether a member needs the issue time
};
InputShape input_shape(const Ensemble& ensemble);

/// Where the solar wind of an ensemble was measured; WindPosition::unknown where it uses none. Throws
/// UsageError where a member takes ring-current forecasts and does not say, or where members differ.
WindPosition wind_position(const Ensemble& ensemble);

/// What the graph is given, brought to InputShape::steps: what is missing in front is NaN, what is too much
/// there is cut off, after a speed has been held over all that is given.
struct GivenSeries {
  std::vector<std::string> channels;
  Minutes cadence;
  std::int64_t steps;
  graph::Value values;               ///< [B, steps, channels] float32
  graph::Value given;                ///< [B, steps] boolean
  std::optional<graph::Value> time;  ///< [B] int64, minutes since 1970
  /// [B, steps] `speed`, held; NaN where none was measured before.
  std::optional<graph::Value> held_speed;

  graph::Graph& graph() const { return values.graph(); }
};
/// Adds the inputs `x` and, where needed, `time` to the graph.
GivenSeries given_series(graph::Graph& graph, const InputShape& shape, Minutes cadence);

/// x [B, T, C] with NaN replaced by the last value before it, as far as `limit` steps back.
graph::Value held(graph::Value x, std::int64_t limit);

/// As far as a speed is held, in samples: two weeks of 5 minutes. symh holds it for ever.
inline constexpr std::int64_t longest_speed_hold = 4095;

/// Channels by name at the newest `rows` samples, each [B, rows] float32: as in prepare(), masks from what is
/// given, all others from values held up to fill_limit.
class Channels {
 public:
  Channels(const GivenSeries& series, Minutes fill_limit, std::int64_t rows);
  /// Throws UsageError where the channel has no form in a graph.
  graph::Value operator()(const std::string& name) const;
  /// Issue time and the samples before it [B, rows], minutes since 1970.
  graph::Value stamps() const;
  std::int64_t rows() const { return rows_; }

 private:
  graph::Value newest(graph::Value table, const std::string& name) const;

  const GivenSeries& series_;
  std::int64_t rows_;
  graph::Value held_;
};

/// The channel `name` of physics/derived.h from those it is derived from.
graph::Value derived_channel(const std::string& name, const Channels& channels);

/// newell_coupling() of physics/coupling.h.
graph::Value newell_coupling(graph::Value speed_km_s, graph::Value by_gsm_nt, graph::Value bz_gsm_nt);
/// southward_electric_field(), dynamic_pressure().
graph::Value southward_electric_field(graph::Value speed_km_s, graph::Value bz_gsm_nt);
graph::Value dynamic_pressure(graph::Value density_cm3, graph::Value speed_km_s);

}  // namespace symh
