// Claims: who owns every slot of a program, and why.
//
// In:  a `FactBase` (what the code does), a `DisciplineIndex` (what its calls mean), and optionally what `Paths` proved.
// Out: a `ClaimSet`: every slot that refers to an object of a known discipline, what it is (`owner`, `pointer`, `leaked`,
//      `conflict`, `unknown`), the chain of evidence for it, and what was looked for where there is none.
//
// The way of the data is the way of the folders: `Slots` lists the places, `Flow` reads each body once and notes what goes
// from where to where, `CallGraph` says who calls whom, `Rules` turn what was noted into evidence, one rule a file, `Solver`
// applies them to a fixpoint, and `Cycles` reads rings of owners off the result.
//
// What must never be: a name of a type or function of any code base (those are a discipline's data), a claim without
// evidence, a walk over bodies inside the solver's loop.
