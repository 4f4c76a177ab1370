#pragma once

// Starting again without what crashed.
//
// A crash in the middle of a unit leaves locks, the allocator and the language runtimes in a state that nobody knows:
// going on in the same process would be a gamble. So the handler replaces the process by a new one of the same
// arguments, and tells it by an environment variable what to leave out.

#include "Basics.h"

BRIDGE_BEGIN

/// Restarts this program with these arguments (null at the end) when something that was begun crashes; where nothing was,
/// a crash is what it always is.
void bridge_restart_enable(const char *_Nullable const *_Nonnull arguments);
/// What crashed in earlier lives of this process, one a line, until the next call of `bridge_restart_enable`.
const char *_Nonnull bridge_restart_crashed(void);
/// This thread now works on something that has a name.
void bridge_restart_begin(const char *_Nonnull name);
void bridge_restart_end(void);

BRIDGE_END
