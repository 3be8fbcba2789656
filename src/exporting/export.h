#pragma once
#include <filesystem>
#include <string>

#include "saved/ensemble.h"

namespace symh {

enum class ExportFormat { torchscript, onnx };

/// Writes the forecast of an ensemble, or of the single model in it, for other programs: everything from the
/// channels of the files to nT is inside (forecast.h). Beside it `FILE.json` says what the file takes and
/// gives; an ONNX file carries the same in its metadata. Throws UsageError where something in it cannot be
/// expressed, saying what.
void export_forecast(const Ensemble& ensemble, ExportFormat format, const std::filesystem::path& file);

}  // namespace symh
