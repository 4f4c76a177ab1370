// Wrapping: a library's headers, with what Deed knows of their ownership, become a package in Swift.
//
// In come facts, disciplines and claims; out goes a `Face` (plain values: types, functions, what is done with each), and
// from it the texts of a package. It reads no C, writes no file, and decides no ownership: what is not claimed is asked.
