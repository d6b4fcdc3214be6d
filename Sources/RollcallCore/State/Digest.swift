/// SHA-256 of bytes, 32 of them. A function value, so that the core imports no cryptography and the simulation can be quick.
/// It takes a slice because a state of 200 MB must not be copied to be hashed.
public typealias Digest = @Sendable (ArraySlice<UInt8>) -> [UInt8]
