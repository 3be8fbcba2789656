#pragma once
#include <string_view>

/// Files embedded in the binary by cmake/EmbedFile.cmake. None contains a closing script or style tag.
namespace symh::assets {

std::string_view dygraph_js();   ///< plotting library, Debian's libjs-dygraphs
std::string_view dygraph_css();  ///< its style
std::string_view page_js();      ///< draws the plots of a Report
std::string_view page_css();     ///< style of a Report

}  // namespace symh::assets
