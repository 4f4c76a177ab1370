// A day's work of the engine's other half: a catalogue that several threads fill, change, sum up and take apart again.
#pragma once

#include <cstddef>

namespace engine {

// A number that depends on all results, the same in every run.
unsigned long runWorkload();

}  // namespace engine
