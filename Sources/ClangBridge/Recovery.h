#pragma once

namespace bridge {

/// A crash ends this process in favour of a new one: nothing needs to be caught.
bool restartsAfterCrashes();

}  // namespace bridge
