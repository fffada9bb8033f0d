package secrets_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"primebench/secrets"
)

func ExampleTokenURLSafe() {
	// What a link for a forgotten password ends in.
	token, err := secrets.TokenURLSafe()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(token))
	// Output: 43
}

func ExampleTokenHex() {
	token, err := secrets.TokenHex(16)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(token))
	// Output: 32
}

func ExampleTokens() {
	// A million of them would take no more memory.
	tokens, err := secrets.Tokens(3, 16)
	if err != nil {
		fmt.Println(err)
		return
	}
	for token := range tokens {
		fmt.Println(len(fmt.Sprintf("%x", token)))
	}
	// Output:
	// 32
	// 32
	// 32
}

func ExampleBelow() {
	n, err := secrets.Below(100)
	fmt.Println(n >= 0 && n < 100, err)
	_, err = secrets.Below(0)
	fmt.Println(err)
	// Output:
	// true <nil>
	// secrets: out of range: no number is at least 0 and below 0, want a bound of at least 1
}

func ExampleBelowBig() {
	bound := new(big.Int).Lsh(big.NewInt(1), 2048)
	n, err := secrets.BelowBig(bound)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(n.Cmp(bound) < 0)
	// Output: true
}

func ExampleBetween() {
	die, err := secrets.Between(1, 6)
	fmt.Println(die >= 1 && die <= 6, err)
	// Output: true <nil>
}

func ExampleChoice() {
	coin, err := secrets.Choice([]string{"heads", "tails"})
	fmt.Println(coin == "heads" || coin == "tails", err)
	// Output: true <nil>
}

func ExampleSample() {
	winners, err := secrets.Sample([]string{"ann", "bob", "cy", "di"}, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(winners), winners[0] != winners[1])
	_, err = secrets.Sample([]string{"ann"}, 2)
	fmt.Println(err)
	// Output:
	// 2 true
	// secrets: not enough items: a sample of 2 out of 1
}

func ExampleShuffle() {
	cards := []int{1, 2, 3, 4, 5}
	secrets.Shuffle(cards)
	slices.Sort(cards)
	fmt.Println(cards)
	// Output: [1 2 3 4 5]
}

func ExamplePassword() {
	spec := secrets.PasswordSpec{Length: 16, Classes: secrets.Lower | secrets.Digits, NoLookAlikes: true}
	password, err := secrets.Password(spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	bits, err := spec.Entropy()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d characters, %.1f bits\n", len(password), bits)
	// Output: 16 characters, 76.0 bits
}

func ExamplePassphrase() {
	phrase, err := secrets.Passphrase(secrets.PassphraseSpec{Words: 6})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(strings.Fields(phrase)))
	// Output: 6
}

func ExampleEqual() {
	fmt.Println(secrets.Equal("expected", "expected"), secrets.Equal("expected", "guessed"))
	// Output: true false
}

func ExampleBits() {
	n, err := secrets.Bits(12)
	fmt.Println(n < 4096, err)
	// Output: true <nil>
}

func ExampleNonce() {
	nonce, err := secrets.Nonce(12) // for AES-GCM
	fmt.Println(len(nonce), err)
	_, err = secrets.Nonce(4)
	fmt.Println(err)
	// Output:
	// 12 <nil>
	// secrets: out of range: a nonce of 4 bytes, want 12 to 134217728
}

func ExampleKey() {
	key, err := secrets.Key(32) // for AES-256
	fmt.Println(len(key), err)
	// Output: 32 <nil>
}

func ExampleUUIDv4() {
	id, err := secrets.UUIDv4()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(id.Version(), len(id.String()))
	// Output: VERSION_4 36
}

func ExampleNewWordList() {
	dice, err := secrets.NewWordList([]string{"one", "two", "three", "four", "five", "six"})
	if err != nil {
		fmt.Println(err)
		return
	}
	spec := secrets.PassphraseSpec{Words: 10, List: dice, Separator: "-"}
	bits, err := spec.Entropy()
	fmt.Printf("%.1f %v\n", bits, err)
	_, err = secrets.NewWordList([]string{"one", "one"})
	fmt.Println(err)
	// Output:
	// 25.8 <nil>
	// secrets: unusable words: word 2, "one", is word 1 again
}
