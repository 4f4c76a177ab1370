#pragma once

// Read-only accessors over one parsed translation unit, as plain C, for Swift to import.
//
// Comes in: a compiler command. Goes out: declarations, types, statements, Clang's control-flow graph, places in
// files. Handles are the compiler's own pointers and live as long as the unit. What any of it means to anybody is
// not for this module to say.

#include "Basics.h"
#include "Unit.h"
#include "Declarations.h"
#include "Types.h"
#include "Statements.h"
#include "Graph.h"
#include "Layout.h"
#include "Fingerprint.h"
#include "Texts.h"

// Which units there are, and what they include.
#include "Database.h"
#include "Directives.h"

// What a crash leaves behind.
#include "Restart.h"

// How a text is laid out.
#include "Formatting.h"
