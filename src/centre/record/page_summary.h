#pragma once
#include <string>

#include "centre/record/page.h"

namespace symh {

/// The top of the page as markup: the level now and the worst one expected, the chances as bars, when the
/// minimum is due, the age of each input, and the note. Its numbers are those of the product. If there is no
/// forecast, it says so.
std::string page_summary(const CentrePage& page);

}  // namespace symh
