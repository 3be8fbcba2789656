#include "cli/app.h"

int main(int argc, char** argv) { return symh::cli::run(argc, argv); }
