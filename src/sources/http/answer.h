#pragma once
#include <map>
#include <string>
#include <string_view>

namespace symh {

/// The beginning of an answer as one short line: tags removed, blanks joined, what cannot be shown as `?`. Of
/// a web page it is the title.
std::string first_words(std::string_view answer);

/// Throws DataError where a web page came in the place of data: an error page with status 200. `source` and
/// `address` (without a secret) are named.
void refuse_web_page(std::string_view answer, const std::string& source, const std::string& address);

/// The address with each {name} replaced; throws UsageError that names `key` and the names there are where
/// another one stands in it.
std::string fill_address(const std::string& pattern, const std::map<std::string, std::string>& values,
                         const std::string& key);

}  // namespace symh
