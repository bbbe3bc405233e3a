// What bench/http overloads with.
//
//	overload function LISTEN WORKERS MILLISECONDS          a function: so many calls at a time, each so long; the others wait
//	overload load ADDRESS HOST RATE CONNECTIONS SECONDS    requests come at this rate whatever becomes of those before them
//
// A request counts from when it was due, if it had to wait for a free connection, and else from when it was sent.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

const patience = 10 * time.Second // after the end, for what is under way

type outcome struct {
	status     int // 0: no answer
	took       time.Duration
	inTime     bool // before the end, and not only while what was under way is waited for
	retryAfter bool
}

type generator struct {
	address string
	request []byte
	begin   time.Time
	end     time.Time
	gap     float64 // nanoseconds
	next    atomic.Int64
}

func (g *generator) due() time.Time {
	return g.begin.Add(time.Duration(float64(g.next.Add(1)-1) * g.gap))
}

// One connection: takes the next request that nobody has taken, and waits for its answer.
func (g *generator) connection() (outcomes []outcome) {
	var conn net.Conn
	var reader *bufio.Reader
	for {
		from := g.due()
		if early := time.Until(from); early > 0 {
			time.Sleep(early)
			from = time.Now()
		}
		if time.Now().After(g.end) {
			if conn != nil {
				conn.Close()
			}
			return outcomes
		}
		if conn == nil {
			var err error
			if conn, err = net.DialTimeout("tcp", g.address, patience); err != nil {
				outcomes = append(outcomes, outcome{took: time.Since(from)})
				continue
			}
			conn.SetDeadline(g.end.Add(patience))
			reader = bufio.NewReader(conn)
		}
		one, keep := g.ask(conn, reader)
		now := time.Now()
		one.took, one.inTime = now.Sub(from), now.Before(g.end)
		outcomes = append(outcomes, one)
		if !keep {
			conn.Close()
			conn = nil
		}
	}
}

func (g *generator) ask(conn net.Conn, reader *bufio.Reader) (outcome, bool) {
	if _, err := conn.Write(g.request); err != nil {
		return outcome{}, false
	}
	answer, err := http.ReadResponse(reader, nil)
	if err != nil {
		return outcome{}, false
	}
	_, err = io.Copy(io.Discard, answer.Body)
	answer.Body.Close()
	return outcome{status: answer.StatusCode, retryAfter: answer.Header.Get("Retry-After") != ""}, err == nil && !answer.Close
}

// Milliseconds at these shares of the outcomes; they are sorted by it.
func percentiles(outcomes []outcome) map[string]float64 {
	sort.Slice(outcomes, func(i, j int) bool { return outcomes[i].took < outcomes[j].took })
	figures := map[string]float64{}
	for name, share := range map[string]float64{"p50": .5, "p99": .99, "p999": .999, "max": 1} {
		if n := len(outcomes); n > 0 {
			figures[name] = float64(outcomes[min(n-1, int(share*float64(n)))].took) / 1e6
		}
	}
	return figures
}

func load(address, host string, rate float64, connections int, seconds float64) {
	g := &generator{
		address: address, request: []byte("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"),
		begin: time.Now().Add(100 * time.Millisecond), gap: 1e9 / rate,
	}
	g.end = g.begin.Add(time.Duration(seconds * 1e9))
	all := make([][]outcome, connections)
	var running sync.WaitGroup
	for i := range all {
		running.Add(1)
		go func() {
			defer running.Done()
			all[i] = g.connection()
		}()
	}
	running.Wait()
	var taken, refused []outcome
	asked, good, errors, advised := 0, 0, 0, 0
	for _, outcomes := range all {
		asked += len(outcomes)
		for _, one := range outcomes {
			switch {
			case one.status == 200:
				taken = append(taken, one)
				if one.inTime {
					good++
				}
			case one.status == 429 || one.status == 503:
				refused = append(refused, one)
				if one.retryAfter {
					advised++
				}
			default:
				errors++
			}
		}
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"offered": rate, "asked": float64(asked) / seconds, "goodput": float64(good) / seconds, "refused": float64(len(refused)) / seconds,
		"advised": advised, "errors": errors, "requests": asked, "taken_ms": percentiles(taken), "refused_ms": percentiles(refused),
	})
}

func function(listen string, workers int, each time.Duration) error {
	places := make(chan struct{}, workers)
	return http.ListenAndServe(listen, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		places <- struct{}{}
		time.Sleep(each)
		<-places
		fmt.Fprint(w, "hello world")
	}))
}

func number(text string) float64 {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		fmt.Fprintln(os.Stderr, "not a number:", text)
		os.Exit(2)
	}
	return value
}

func main() {
	// With one, what is due would wait for what is read.
	runtime.GOMAXPROCS(max(2, runtime.GOMAXPROCS(0)))
	switch a := os.Args[1:]; {
	case len(a) == 4 && a[0] == "function":
		fmt.Fprintln(os.Stderr, function(a[1], int(number(a[2])), time.Duration(number(a[3])*1e6)))
		os.Exit(1)
	case len(a) == 6 && a[0] == "load":
		load(a[1], a[2], number(a[3]), int(number(a[4])), number(a[5]))
	default:
		fmt.Fprintln(os.Stderr, "usage: overload function LISTEN WORKERS MILLISECONDS | load ADDRESS HOST RATE CONNECTIONS SECONDS")
		os.Exit(2)
	}
}
