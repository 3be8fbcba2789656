#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sources/providers/station_services.h"

namespace symh {

/// When to ask again for a day in the cache.
struct StationHabits {
  Minutes recheck{0};      ///< the shortest time between two requests for a day
  Minutes final_after{0};  ///< a day that was asked for so long after its end is final
};

/// `h_her_2015-03-17.dat`: H of one observatory on one UTC day, IAGA-2002.
std::filesystem::path station_file(const std::filesystem::path& folder, const std::string& code, Time day);

/// True if a request could hardly bring anything new: the day is definitive and complete, or complete and
/// asked for a day after its end, or asked for long after its end, or asked for lately. For a day that is
/// over, lately is a 24th of the time since its end: observatories send late data in the first hours, and
/// rarely after days. `asked` are the addresses that would be asked; a day that is not complete is asked
/// again if they changed. `warnings` are as of read_cached(), here and below.
bool is_settled(const std::filesystem::path& file, const std::string& asked, Time day, Time now,
                const StationHabits& habits, std::vector<std::string>& warnings);

/// Notes that the services were asked for a day, whether they had it or not.
void note_asked(const std::filesystem::path& file, const std::string& asked, Time now);

/// Keeps a day that arrived in place of the old one. The old one stays if it has more values or a better
/// status: two services, or two kinds of data, have other baselines, so a day is never mixed of both.
FileReport keep_day(const std::filesystem::path& file, const StationDay& arrived,
                    std::vector<std::string>& warnings);

/// Stores the days of a text that the user fetched. Throws DataError if it is no 1-minute file of an
/// observatory.
void import_station_text(const std::string& name, std::string_view text, const std::filesystem::path& folder,
                         FetchReport& report);

}  // namespace symh
