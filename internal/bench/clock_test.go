package bench

import (
	"testing"
	"time"
)

func TestWallClock(t *testing.T) {
	var c Clock = newWallClock()
	before, cpu := c.Now(), c.CPU()
	rang := make(chan struct{})
	c.AfterFunc(time.Millisecond, func() { close(rang) })
	<-rang
	if after := c.Now(); after < before+time.Millisecond {
		t.Errorf("a millisecond after %v it is %v", before, after)
	}
	if c.CPU() < cpu {
		t.Errorf("processor time went from %v to %v", cpu, c.CPU())
	}
	stop := c.AfterFunc(time.Hour, func() { t.Error("rang") })
	stop()
}
