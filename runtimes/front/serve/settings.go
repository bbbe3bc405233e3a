// Package serve is the HTTP and the life of a runtime: what runtimes/CONTRACT.md says that is the same whatever runs the function.
package serve

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Settings are the variables of the runtime contract; names and defaults are in runtimes/CONTRACT.md.
type Settings struct {
	Host            string
	Port            int
	Folder          string
	Module          string
	Handler         string
	Timeout         time.Duration
	Runtime         string
	MemoryLimit     string
	Concurrency     int
	Queue           int
	BodyLimit       int64
	ShutdownTimeout time.Duration
	TerminationLog  string
}

// Seconds is the time of a call as functions get it: a number, such as 180 or 1.5.
func (s Settings) Seconds() string {
	return strconv.FormatFloat(s.Timeout.Seconds(), 'f', -1, 64)
}

// ReadSettings reads the environment; an empty variable counts as one that is not there. The error names the first variable
// that cannot be used, and says what it must be. With it come the settings that could be read.
func ReadSettings(env func(string) string, concurrency int) (Settings, error) {
	read := reader{env: env}
	settings := Settings{
		Host:            read.text("FUNC_HOST", "0.0.0.0"),
		Port:            int(read.whole("FUNC_PORT", 8080, 1, 65535)),
		Folder:          read.text("KUBELESS_INSTALL_VOLUME", "/kubeless"),
		Module:          read.needed("MOD_NAME"),
		Handler:         read.needed("FUNC_HANDLER"),
		Timeout:         read.seconds("FUNC_TIMEOUT", 180),
		Runtime:         env("FUNC_RUNTIME"),
		MemoryLimit:     env("FUNC_MEMORY_LIMIT"),
		Concurrency:     int(read.whole("FUNC_CONCURRENCY", int64(concurrency), 1, 1000000)),
		Queue:           int(read.whole("FUNC_QUEUE", 256, 0, 1000000)),
		BodyLimit:       read.whole("FUNC_MEMFILE_MAX", 104857600, 0, 1<<40),
		ShutdownTimeout: read.seconds("SHUTDOWN_TIMEOUT", 10),
		TerminationLog:  read.text("TERMINATION_LOG", "/dev/termination-log"),
	}
	return settings, read.wrong
}

// reader keeps the first thing that is wrong.
type reader struct {
	env   func(string) string
	wrong error
}

func (r *reader) text(name, otherwise string) string {
	if value := strings.TrimSpace(r.env(name)); value != "" {
		return value
	}
	return otherwise
}

func (r *reader) needed(name string) string {
	value := r.text(name, "")
	if value == "" {
		r.fail(fmt.Errorf("%s is not set", name))
	}
	return value
}

func (r *reader) whole(name string, otherwise, least, most int64) int64 {
	value := r.text(name, strconv.FormatInt(otherwise, 10))
	number, err := strconv.ParseUint(value, 10, 63)
	if err != nil || int64(number) < least || int64(number) > most {
		r.fail(fmt.Errorf("%s is '%s', but must be a whole number from %d to %d", name, value, least, most))
		return otherwise
	}
	return int64(number)
}

func (r *reader) seconds(name string, otherwise float64) time.Duration {
	value := r.text(name, strconv.FormatFloat(otherwise, 'f', -1, 64))
	number, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(number) || number <= 0 || math.IsInf(number, 0) {
		r.fail(fmt.Errorf("%s is '%s', but must be a number of seconds greater than 0", name, value))
		number = otherwise
	}
	// More than a duration can say is for ever.
	if number > math.MaxInt64/float64(time.Second)/2 {
		return math.MaxInt64 / 2
	}
	return time.Duration(number * float64(time.Second))
}

func (r *reader) fail(err error) {
	if r.wrong == nil {
		r.wrong = err
	}
}
