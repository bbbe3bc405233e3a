// Provision is what Dromedary's pods run before a function's server, what builds an image of a function, and the cache of
// installed dependencies: one static file, without a shell. See README.md for the settings of each command.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"dromedary.dev/provision/cache"
	"dromedary.dev/provision/image"
	"dromedary.dev/provision/install"
	"dromedary.dev/provision/prepare"
	"dromedary.dev/provision/report"
)

// A command takes its settings from the environment and ends when ctx does.
type command func(ctx context.Context) error

var commands = map[string]command{
	"prepare": prepare.Run,
	"install": install.Run,
	"cache":   cache.Run,
	"build":   image.Run,
}

func main() {
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: provision prepare | install | cache | build")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	err := commands[os.Args[1]](ctx)
	stop()
	os.Exit(statusOf(os.Args[1], err))
}

// statusOf says what went wrong where a person will look for it, and gives back the status to exit with.
func statusOf(name string, err error) int {
	if err == nil {
		return 0
	}
	var silent *report.Silent
	if errors.As(err, &silent) {
		return silent.Status
	}
	report.Failure(name, err)
	return 1
}
