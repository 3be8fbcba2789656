#include "physics/simulate.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/choice_option.h"
#include "cli/commands.h"
#include "cli/terminal_listener.h"
#include "core/file.h"
#include "core/writable.h"
#include "formats/text/writers.h"
#include "physics/teaching_problems.h"
#include "stations/simulated_stations.h"

namespace symh {

/// The forms of the output of symh simulate.
enum class Simulated { storms, adding, toy_series };
template <>
inline constexpr auto choices<Simulated> = std::to_array<Choice<Simulated>>(
    {{Simulated::storms, "storms"}, {Simulated::adding, "adding"}, {Simulated::toy_series, "toy-series"}});

namespace cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string output, start = "2001-01-01";
  Simulated kind = Simulated::storms;
  int days = 30;
  int sequences = 2000, length = 60;
  unsigned seed = 1;
  double storms_per_month = 2.0;
  bool stations = false;
};

std::string day_of(Time time) { return format_time(time).substr(0, 10); }

/// Writes an ISGI file and a solar-wind CSV for each calendar month, as ISGI does. Only one month is in
/// memory at a time.
void write_months(const SimulationOptions& options, bool with_stations, const fs::path& folder,
                  Listener& listener) {
  Simulator simulator(options);
  StationSimulator stations(options.seed);
  const Time end = options.start + std::chrono::days{options.days};
  for (Time from = options.start; from < end;) {
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(from)};
    const Time next = std::chrono::sys_days{(day.year() / day.month() + std::chrono::months{1}) / 1};
    const Time to = std::min(next, end);
    const auto month = simulator.advance(to);
    const auto name = fmt::format("{}_{}", day_of(from), day_of(to - Minutes{1}));
    write_file_atomically(folder / fmt::format("ASY_{}_D.dat", name), write_iaga2002(month.indices));
    write_file_atomically(folder / "solar-wind" / fmt::format("solar_wind_{}.csv", name),
                          write_csv(month.solar_wind));
    if (with_stations)
      write_file_atomically(folder / "stations" / fmt::format("h_{}.csv", name),
                            write_csv(stations.advance(month.indices, to == end)));
    from = to;
    listener.progress("simulating", static_cast<double>((from - options.start).count()) /
                                        static_cast<double>((end - options.start).count()));
  }
  listener.progress_ended();
}

void simulate_files(const Options& options, const Common& common) {
  TerminalListener listener(common);
  const fs::path folder(options.output);
  check_writable((folder / "x").string(), "--output");
  if (options.kind == Simulated::adding) {
    write_file_atomically(folder / "adding.csv", write_csv(simulate_adding_problem(
                                                     options.sequences, options.length, options.seed)));
  } else if (options.kind == Simulated::toy_series) {
    write_file_atomically(folder / "toy-series.csv", write_csv(simulate_toy_series(10)));
  } else {
    SimulationOptions simulation;
    simulation.start = require_time(options.start, "--start");
    simulation.days = options.days;
    simulation.seed = options.seed;
    simulation.storms_per_month = options.storms_per_month;
    write_months(simulation, options.stations, folder, listener);
  }
  listener.say(fmt::format("wrote simulated {} into {}", name_of(options.kind), folder.string()));
}

}  // namespace

void add_simulate(CLI::App* command, Common& common, ExitCode&) {
  auto options = std::make_shared<Options>();
  command->add_option("--output", options->output, "folder to write into")->required();
  add_choice(*command, "--kind", options->kind, "storms, adding (the adding problem) or toy-series");
  command->add_option("--start", options->start, "storms: first day (default 2001-01-01)");
  command->add_option("--days", options->days, "storms: number of days (default 30)")
      ->check(CLI::Range(1, 40000));
  command
      ->add_option("--storms-per-month", options->storms_per_month, "storms: mean number a month (default 2)")
      ->check(CLI::Range(0.0, 30.0));
  command->add_flag("--stations", options->stations,
                    "storms: write H of five observatories into stations/, too, for `symh index`");
  command->add_option("--sequences", options->sequences, "adding: number of sequences (default 2000)")
      ->check(CLI::Range(1, 10000000));
  command->add_option("--length", options->length, "adding: samples in each sequence (default 60)")
      ->check(CLI::Range(2, 100000));
  command->add_option("--seed", options->seed,
                      "seed of the random numbers (default 1); the same seed gives the same files");
  command->footer(
      "Writes one ISGI file a month with 1-minute SYM-H, ASY-H, SYM-D and ASY-D, and the solar wind that\n"
      "drove them into solar-wind/; with --stations also what observatories would measure. Never mix "
      "simulated data with observations.\n\nExamples:\n"
      "  symh simulate --output storms --days 60 --seed 7\n"
      "  symh simulate --output storms --days 60 --stations\n"
      "  symh simulate --output data --kind adding --sequences 5000 --length 60");
  command->callback([options, &common] { simulate_files(*options, common); });
}

}  // namespace cli
}  // namespace symh
