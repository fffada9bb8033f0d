#!/bin/sh
# Requests of nats.go for messages of a JetStream consumer, after one that could not be
# sent.
#
# Guess: a request that failed at once is over, and the next one has its answer.
# Seen with nats.go 1.55.0 and nats-server 2.15.3: what a pull delivers has the subject that
# it was stored with, not the inbox's, and the client passes such a message on only while it
# waits for one request. One whose sending failed, as without a buffer for reconnecting, is
# waited for until the connection is closed: each later pull by Request ends with its time,
# and the server hands messages out to nobody. Answers under the inbox's subject, such as
# those to what is published, come as ever. An inbox of its own for each pull works.
#
# Ends with 0 as long as that is so, 1 when it is not, 2 when it cannot be tried.
set -eu
command -v go >/dev/null || exit 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/main.go" <<'GO'
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func start(folder string, port int) *server.Server {
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, JetStream: true, StoreDir: folder, NoSigs: true, NoLog: true})
	must(err)
	s.Start()
	if !s.ReadyForConnections(20 * time.Second) {
		os.Exit(2)
	}
	return s
}

func main() {
	ctx := context.Background()
	s := start(os.Args[1], server.RANDOM_PORT)
	nc, err := nats.Connect(s.ClientURL(), nats.MaxReconnects(-1), nats.ReconnectWait(50*time.Millisecond), nats.ReconnectBufSize(-1))
	must(err)
	js, err := jetstream.New(nc)
	must(err)
	stream, err := js.CreateStream(ctx, jetstream.StreamConfig{Name: "S", Subjects: []string{"s.*"}})
	must(err)
	_, err = stream.CreateConsumer(ctx, jetstream.ConsumerConfig{Durable: "c", AckPolicy: jetstream.AckExplicitPolicy})
	must(err)
	pull := func() string {
		_, err := js.Publish(ctx, "s.a", nil)
		must(err)
		m, err := nc.Request("$JS.API.CONSUMER.MSG.NEXT.S.c", nil, 2*time.Second)
		if err != nil {
			return err.Error()
		}
		return m.Subject
	}
	before := pull()
	if len(os.Args) > 2 {
		port := s.Addr().String()
		s.Shutdown()
		s.WaitForShutdown()
		for nc.IsConnected() {
			time.Sleep(10 * time.Millisecond)
		}
		_, err = nc.Request("s.b", nil, time.Second)
		fmt.Println("while there is no server:", err)
		var number int
		_, err = fmt.Sscanf(port, "127.0.0.1:%d", &number)
		must(err)
		s = start(os.Args[1], number)
		for !nc.IsConnected() {
			time.Sleep(10 * time.Millisecond)
		}
	}
	after := pull()
	fmt.Printf("pulls: %q, and then %q\n", before, after)
	if after != "s.a" {
		os.Exit(3)
	}
}
GO
cd "$folder"
cat >go.mod <<'MOD'
module pull

go 1.26

require (
	github.com/nats-io/nats-server/v2 v2.15.3
	github.com/nats-io/nats.go v1.55.0
)
MOD
go mod tidy 2>/dev/null && go build -o pull . || exit 2
"$folder/pull" "$folder/one" || exit 2
code=0
"$folder/pull" "$folder/two" cut || code=$?
[ "$code" -ne 2 ] || exit 2
[ "$code" -eq 3 ]
