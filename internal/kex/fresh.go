// Groups that no library knows by value, so that what it does with a fresh one can be
// measured: the same in every run.

package kex

import (
	"math/big"

	"primebench/dhgroup"
	"primebench/results"
)

// fresh lists the groups that are nobody's. Each was made by primebench dhparam, whose
// --seed is the digits of the size, as in --bits 2048 --seed 2048. The last one is the
// first, with the length of private values that a file can ask for.
func fresh() []dhgroup.Group {
	var groups []dhgroup.Group
	for _, text := range []string{fresh2048, fresh3072, fresh4096} {
		p, _ := new(big.Int).SetString(text, 16)
		groups = append(groups, dhgroup.Group{P: p, Q: new(big.Int).Rsh(p, 1), G: big.NewInt(2), Bits: p.BitLen()})
	}
	stated := groups[0]
	stated.PrivateBits = results.ShortExponentBits(stated.Bits)
	groups = append(groups, stated)
	for i, name := range freshNames() {
		groups[i].Name = name
	}
	return groups
}

func freshNames() []string {
	return []string{Fresh2048, Fresh3072, Fresh4096, Fresh2048Private225}
}

// The names of the groups that no standard publishes.
const (
	Fresh2048           = "fresh2048"
	Fresh3072           = "fresh3072"
	Fresh4096           = "fresh4096"
	Fresh2048Private225 = "fresh2048-private225" // its file states privateValueLength 225
)

// The primes, in hexadecimal.
const (
	fresh2048 = "" +
		"d7a3714404a079d2ebe8d72c3995c8b04a439847453d124d781d1b0dba13b52aef7e48333e1c0a9773dc323a30a2cec5" +
		"a7dbc2e6531591b1685737bdef20792b4ac88310923c0b5d5a10531eae65caa8c0490a5163d92395d91ae5f0261a7ba0" +
		"b221615f6d9f5d152ab3039008ce6e910163005a433fda6ed2c4b7d2deaaa72db35bd13415e5982c802bdceb28d39a35" +
		"db159b14230afc7a7f1144d7e9b746e2c6b8b5d4cc5a95e5d89ef5ac0c417e443ba07f490650f234500ee443ed4870dd" +
		"c7f77070ecf708f4617fcd935cf0f1112c7ced28a2ba78235269b6ee71c8a8559196e368b715d679021bb444228b218a" +
		"cd50d382cd573fa1600718868baa8447"
	fresh3072 = "" +
		"dd64b3839f5701ffdd06d9c22d061e5c9b6c71d55518c80a966af99747fafc9df5595d3466e023c917784e4a45ade5d6" +
		"074c66b48b004fbc1032c50f6770be963cc1fd56bb081f902258894a4b2ccc177cbb2712a67703bb0938b090af3076c3" +
		"1af4cb881890886ab12bec013288cb77ce9c2f886b92e095946e64295a9b65c03266b49a08d0c304f92472122b093774" +
		"da7d99564d8f152830e48bca21730cb277053c6c7624e7fbbde30322c75ed884b7b1a0b537f18b8e544787c03eab3bbc" +
		"8cff2d90304a381f9aaf6adb7250792ecf314c8f476727b24c00ea6ce0114d39579e68af8e349184d1f3dc9552204df5" +
		"729e175940b4743dfc07d4c541d1bf9dfb5a830c96f6bf81ff99f1b17692eaca040f0b05e463387978133ab62ad8ecf9" +
		"e063e36111c428dbf9498052e536b5b3afa1d61c9191f9b5e001b67e327a64b7be7b36736ea9bb2feb6331cfa07332c3" +
		"8caba112beb92cd96401a772904bc745585146105211833968fed7fe10c1155b6620c4a155c2d66ab9d5bf1f2c2a4cef"
	fresh4096 = "" +
		"c56d074b8d255bd1b87ae14df6551952ace7af2d1184db37433a1bfadd3c85754e2a3fe4d1d1e2141ef86b229cd21f21" +
		"f5af6f455bb63d560bdf63e741ea920252331c1f25cfd424e3f7a9ca61f6ed17abf7cae1ca8778bd08d9109fdacad04e" +
		"fcb2f3a1b44baa57fb6c70b16053e497a07c2ad673406b6dc7b0cd8fcac1d041a604e1fe501db8e1c8eed94c3f38a637" +
		"d0f8b5c5327ac5ad4e5003b2507ed4ab8c1e739d4b6ecb4b8360b0c0c1d2ffecfa93afd14007b2308f4444178fe509b0" +
		"a51b75c6ebd2f5174d8fef765cfddb1015c3057ab7779d4b159a9a5fb541318c58683490af1d7b09f1689105550795ce" +
		"c5a0670acc9f6bab670f2f8db9ad724c582879f096f6b22aa115e70c35c9d33921ab9ba2f22e16110952f67232f0720e" +
		"43a1bef818d25efc9f3bd6b6dfe26929789bf9bf835e53fadcd4d4a7faff9b7561f40858a9681c1e8a06c0586a92ec84" +
		"bc99755baf388029b94b6782136650082f62bf1baa1774fda2812aefd5e906b09500b215e25656f87fc1ec84cd6ca77b" +
		"a92ec32c795bc5924ef1610bb09e6fbb9b651d5b01f035a750c10972917715c43150415c5c0d1dfd50ea3c3a6d0f7a9b" +
		"9743be9a58b0d743fab535eeebb2352560e3af867956383e9a1148c9f7be04bf78b70b3a37b483bd0943909ab5a0caa5" +
		"5a5522d2d33e93e657cbaab11c6a8129f24dcb0a3ec5bdaeae4c555235b79997"
)
