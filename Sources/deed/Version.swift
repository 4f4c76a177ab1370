/// The release that this is; CHANGELOG.md begins with the same number.
let version = "0.1.0"
