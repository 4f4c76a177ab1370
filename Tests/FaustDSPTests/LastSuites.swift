import Testing

/// Suites that change what all of libfaust shares. They run one after another.
@Suite(.serialized) struct LastSuites {}
