#pragma once
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/data_flags.h"
#include "cli/results.h"
#include "core/writable.h"
