#pragma once
#include <map>
#include <string>
#include <string_view>

namespace symh {

/// The beginning of an answer as one short line: without tags, with single blanks, unprintable characters as
/// `?`. For a web page, its title.
std::string first_words(std::string_view answer);

/// Throws DataError if the server sent a web page instead of data: an error page with status 200. The error
/// names `source` and `address` (without a secret).
void refuse_web_page(std::string_view answer, const std::string& source, const std::string& address);

/// The address with each {name} replaced. For an unknown name throws UsageError that gives `key` and the
/// known names.
std::string fill_address(const std::string& pattern, const std::map<std::string, std::string>& values,
                         const std::string& key);

}  // namespace symh
