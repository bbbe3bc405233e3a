package serve

import (
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const metricsType = "text/plain; version=0.0.4; charset=utf-8"

// Methods without a number of their own share the last.
var methods = [...]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER"}

// The bounds of the histogram, in seconds: Kubeless'.
var bounds = [...]float64{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10}

// Counts is what /metrics tells. It holds nothing but numbers, so that processes can share it in memory.
type Counts struct {
	methods [len(methods)]methodCounts
}

type methodCounts struct {
	calls       atomic.Uint64
	failures    atomic.Uint64
	nanoseconds atomic.Uint64
	buckets     [len(bounds) + 1]atomic.Uint64
}

func methodNumber(method string) uint32 {
	for number, name := range methods {
		if name == method {
			return uint32(number)
		}
	}
	return uint32(len(methods) - 1)
}

// begin counts a call that begins.
func (c *Counts) begin(method uint32) {
	c.methods[method].calls.Add(1)
}

// end counts a call that has ended, and took some time.
func (c *Counts) end(method uint32, took time.Duration, failed bool) {
	counts := &c.methods[method]
	bucket := 0
	for seconds := took.Seconds(); bucket < len(bounds) && seconds > bounds[bucket]; {
		bucket++
	}
	counts.nanoseconds.Add(uint64(max(took, 0)))
	counts.buckets[bucket].Add(1)
	if failed {
		counts.failures.Add(1)
	}
}

// render gives the text for Prometheus.
func (c *Counts) render() string {
	var text strings.Builder
	c.counter(&text, "function_calls_total", "Number of calls to user function", func(m *methodCounts) uint64 { return m.calls.Load() })
	c.counter(&text, "function_failures_total", "Number of exceptions in user function",
		func(m *methodCounts) uint64 { return m.failures.Load() })
	text.WriteString("# HELP function_duration_seconds Duration of user function in seconds\n")
	text.WriteString("# TYPE function_duration_seconds histogram\n")
	for number := range c.methods {
		if c.methods[number].calls.Load() > 0 {
			c.methods[number].histogram(&text, `method="`+methods[number]+`"`)
		}
	}
	return text.String()
}

func (c *Counts) counter(text *strings.Builder, name, help string, value func(*methodCounts) uint64) {
	text.WriteString("# HELP " + name + " " + help + "\n# TYPE " + name + " counter\n")
	for number := range c.methods {
		if counts := &c.methods[number]; counts.calls.Load() > 0 {
			text.WriteString(name + `{method="` + methods[number] + `"} ` + strconv.FormatUint(value(counts), 10) + "\n")
		}
	}
}

func (m *methodCounts) histogram(text *strings.Builder, label string) {
	below := uint64(0)
	for bucket := range m.buckets {
		bound := "+Inf"
		if bucket < len(bounds) {
			bound = strconv.FormatFloat(bounds[bucket], 'f', -1, 64)
			if !strings.Contains(bound, ".") {
				bound += ".0"
			}
		}
		below += m.buckets[bucket].Load()
		text.WriteString("function_duration_seconds_bucket{" + label + `,le="` + bound + `"} ` + strconv.FormatUint(below, 10) + "\n")
	}
	seconds := time.Duration(m.nanoseconds.Load()).Seconds()
	text.WriteString("function_duration_seconds_sum{" + label + "} " + strconv.FormatFloat(seconds, 'g', -1, 64) + "\n")
	text.WriteString("function_duration_seconds_count{" + label + "} " + strconv.FormatUint(below, 10) + "\n")
}
