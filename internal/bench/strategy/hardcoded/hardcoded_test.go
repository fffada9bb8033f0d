package hardcoded

import (
	"errors"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
	"primebench/millerrabin"
)

func TestConformance(t *testing.T) {
	strategytest.Run(t, Strategy{},
		strategy.Task{Kind: strategy.Safe, Bits: 768, Policy: millerrabin.Policy{Rounds: 2}},
		strategy.Task{Kind: strategy.Safe, Bits: 1024, Policy: millerrabin.Policy{Rounds: 3, Lucas: true}},
	)
}

func TestChoice(t *testing.T) {
	made, err := Strategy{}.New(strategy.Task{Kind: strategy.Safe, Bits: 2048, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	if got := made.(*runner).group.Name; got != "ffdhe2048" {
		t.Errorf("2048 bits are served by %s, want ffdhe2048", got)
	}
	if facts := made.Facts(); facts.Policy != millerrabin.Untrusted || facts.Searches || facts.Kernel == "" {
		t.Errorf("facts %+v, want the policy %v, a kernel and no searches", facts, millerrabin.Untrusted)
	}
}

func TestUnsupported(t *testing.T) {
	for _, task := range []strategy.Task{
		{Kind: strategy.Prime, Bits: 2048, Workers: 1},
		{Kind: strategy.Safe, Bits: 512, Workers: 1},
		{Kind: strategy.Safe, Bits: 2048, Workers: 2},
	} {
		if err := (Strategy{}).Check(task); !errors.Is(err, strategy.ErrUnsupported) {
			t.Errorf("%+v: %v, want ErrUnsupported", task, err)
		}
		if _, err := (Strategy{}).New(task); err == nil {
			t.Errorf("%+v: New takes it", task)
		}
	}
	task := strategy.Task{Kind: strategy.Safe, Bits: 2048, Workers: 1, Kernel: "abacus"}
	if _, err := (Strategy{}).New(task); err == nil {
		t.Error("New takes the kernel abacus")
	}
}
