#pragma once
#include <string_view>

namespace symh::assets {

std::string_view centre_page_css();  ///< style of the page of a centre, embedded by cmake/EmbedFile.cmake

}  // namespace symh::assets
