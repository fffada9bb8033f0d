// Package secrets draws unpredictable values: numbers, choices, tokens, keys,
// passwords and passphrases. It is for Go what the module secrets is for Python.
//
// # From Python to Go
//
//	secrets.token_bytes(n)           TokenBytes(n)
//	secrets.token_hex(n)             TokenHex(n)
//	secrets.token_urlsafe(n)         TokenURLSafe(n)
//	secrets.token_bytes()            TokenBytes()     DefaultBytes, which is 32
//	secrets.DEFAULT_ENTROPY          DefaultBytes
//	secrets.randbelow(n)             Below(n), BelowBig(n)
//	secrets.randbits(k)              Bits(k), BitsBig(k)
//	secrets.choice(items)            Choice(items)
//	secrets.compare_digest(a, b)     Equal(a, b)
//	secrets.SystemRandom()           the package itself
//	  .randint(lo, hi)               Between(lo, hi)  both ends can come
//	  .sample(items, k)              Sample(items, k)
//	  .shuffle(items)                Shuffle(items)
//	  .choices(items, k=n)           Choice, n times
//	uuid.uuid4()                     UUIDv4()
//
// Guides for Python get some of this wrong. There is no secrets.sample and no
// secrets.shuffle: both are methods of secrets.SystemRandom. A prime is no
// matter of the module either: sympy's function is called nextprime, and
// nextprime(2**11) is 2053, a prime of 12 bits and not of 2048; a 2048-bit one
// comes after a random number of 2048 bits whose top bit is set. The package
// cryptography has no prime.check_prime; sympy has isprime. In Go a random
// prime is what package engine or crypto/rand.Prime finds.
//
// # What is guaranteed
//
// Every value comes from crypto/rand, and each possible value is as likely as
// any other: a draw that would favour some of them is thrown away and made
// again, a remainder is never taken. UUIDv7 alone is not all random; it says
// so.
//
// A request that cannot be met is an error that wraps one of the package's
// sentinels; nothing panics. Where the system has no randomness, crypto/rand
// ends the program, as it documents, and no value is returned.
//
// No random byte outlives the call that drew it, except in what that call
// returns: there is no pool that a fork, a copied virtual machine or a core
// dump could hand out twice. Functions that need many numbers draw them in
// blocks on their own stack and wipe these before they return. A pool would buy
// little: on Linux from 6.11 on crypto/rand reads through the vDSO, and 16
// bytes cost less than 100 ns, without a system call. That path does keep a buffer
// for each thread, and it is wiped and fork-safe by construction: the kernel
// hands out memory that is zero after a fork, erases what it has given, and
// draws anew when its own generator was reseeded, as after the resumption of a
// copied machine (lib/vdso/getrandom.c, Linux 6.11).
//
// Go cannot promise that a returned slice leaves no copy behind: the garbage
// collector and the compiler may move it. Strings cannot be wiped at all.
//
// All functions may be called by several goroutines at once.
package secrets
